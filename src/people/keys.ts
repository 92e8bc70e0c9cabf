/**
 * Keys that name a message, a meeting or a conversation for ever: short hashes, so that neither Message-IDs nor subjects
 * need to be stored, and copies of one message in two mailboxes get one key.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { EventFact, MessageFact } from '../domain/fact.ts';
import { normaliseAddress } from './address.ts';
import { bareSubject } from './subject.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LENGTH = 22;
const encoder = new TextEncoder();

/** The first 132 bits of SHA-256 over the parts, base64url, 22 characters. Where one part ends is part of the hash. */
export function hashOf(...parts: (string | number)[]): string {
  const digest = sha256(encoder.encode(JSON.stringify(parts)));
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ALPHABET[(held >> bits) & 63];
      if (text.length === LENGTH) return text;
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/**
 * A Message-ID fit for comparing, or null for one that cannot name anything. Case is folded: RFC 5322 makes the left
 * side case-sensitive, but gateways rewrite case, and no two ids in use differ by it alone.
 */
function normaliseMessageId(raw: string | null): string | null {
  if (raw === null) return null;
  const id = raw.replace(/[\s<>]/g, '').toLowerCase();
  return /[\p{L}\p{N}]/u.test(id) && id.length >= 3 ? id : null;
}

/** Evidence key of the message with this id, or null when the id names nothing. */
export function messageKey(messageId: string | null): string | null {
  const id = normaliseMessageId(messageId);
  return id === null ? null : 'm' + hashOf(id);
}

/**
 * Evidence key of a message. Without a usable Message-ID it is made from what the sent and the received copy have in
 * common: the second, the author, the visible recipients, the subject (Bcc is in the sent copy only).
 */
export function evidenceKeyOfMessage(fact: MessageFact): string {
  const key = messageKey(fact.messageId);
  if (key !== null) return key;
  const addresses = (list: { address: string }[]) =>
    [...new Set(list.map(({ address }) => normaliseAddress(address) ?? address.trim().toLowerCase()))]
      .toSorted()
      .join(' ');
  return (
    'm' +
    hashOf(
      'content',
      Math.floor(fact.at / 1000),
      addresses(fact.from),
      addresses([...fact.to, ...fact.cc]),
      bareSubject(fact.subject),
    )
  );
}

/** Evidence key of one occurrence; equal in everybody's calendar (RFC 5545: UID and RECURRENCE-ID name it). */
export function evidenceKeyOfEvent(fact: EventFact): string {
  const uid = fact.uid.trim();
  return 'e' + (uid === '' ? hashOf('id', fact.id) : hashOf(uid, fact.occurrence ?? ''));
}

/** The provider's conversation, else the root of the reply chain, else the message itself. */
export function threadOfMessage(fact: MessageFact): string {
  if (fact.threadId !== null && fact.threadId !== '') return 't' + hashOf('provider', fact.threadId);
  for (const id of [...fact.references, fact.inReplyTo, fact.messageId]) {
    const usable = normaliseMessageId(id);
    if (usable !== null) return 't' + hashOf('message', usable);
  }
  return 't' + hashOf('item', evidenceKeyOfMessage(fact));
}

/** All occurrences of a series are one conversation. */
export function threadOfEvent(fact: EventFact): string {
  return 't' + hashOf('series', fact.uid.trim() || fact.id);
}

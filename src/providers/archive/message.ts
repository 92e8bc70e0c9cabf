/**
 * A header block as a fact. Pure; the only place that knows which headers are read.
 */
import { hash } from 'node:crypto';
import { SIGNAL_HEADERS } from '../../domain/fact.ts';
import type { Mailbox, MessageFact, Placement, SignalHeader, UnreadableFact } from '../../domain/fact.ts';
import { cutText, parseHeaders, readableText } from './headers.ts';
import type { HeaderField } from './headers.ts';
import { messageDate } from './mail-date.ts';
import { parseMailboxes } from './mailboxes.ts';
import type { MboxRecord } from './mbox.ts';
import { placementOfFolder, placementsOfLabels } from './placement.ts';

const MAX_SIGNAL = 1000;
const MAX_SUBJECT = 1000;
const MAX_MESSAGE_ID = 998;
const MAX_REFERENCES = 100;

const READ_HEADERS: ReadonlySet<string> = new Set([
  ...'message-id in-reply-to references date received subject x-gm-thrid x-gmail-labels'.split(' '),
  ...'from sender reply-to to cc bcc'.split(' '),
  ...SIGNAL_HEADERS,
]);

/** What is known about a message besides its own bytes. */
export interface MessageContext {
  /** ms UTC. */
  now: number;
  /** Folder the message lay in, null when the archive has no folders. */
  folder: string | null;
  /** From maildir flags. */
  flagged: readonly Placement[];
}

type Part = Pick<MboxRecord, 'envelope' | 'header' | 'headerTruncated' | 'headerCut' | 'calendarPart'>;

/**
 * The fact in a header block. The id comes from the content (Message-ID, else date, sender, recipients and subject), so
 * that one message has one id in every archive that holds it; the provider's own ids differ between kinds of archives.
 */
export function readMessage(part: Part, context: MessageContext): MessageFact | UnreadableFact {
  const fields = parseHeaders(part.header, READ_HEADERS);
  const all = (name: string): string[] => fields.filter((field) => field.name === name).map((field) => field.value);
  const messageId = firstId(all('message-id')[0] ?? '');
  const id = contentId(messageId, all, part.header);
  const unreadable = (reason: UnreadableFact['reason']): UnreadableFact => ({
    type: 'unreadable',
    id,
    reason: part.headerTruncated ? 'too-large' : reason,
  });
  if (part.headerCut) return unreadable('unreadable');

  const placements = placementsOf(all('x-gmail-labels'), context);
  const from = parseMailboxes(all('from')).mailboxes;
  if (from.length === 0 && !placements.includes('sent') && !placements.includes('draft'))
    return unreadable('unreadable');
  const at = messageDate({ date: all('date'), received: all('received'), envelope: part.envelope }, context.now);
  if (at === null) return unreadable('undated');

  const to = parseMailboxes(all('to'));
  const cc = parseMailboxes(all('cc'));
  const bcc = parseMailboxes(all('bcc'));
  const references = all('references').flatMap(idsIn);
  return {
    type: 'message',
    id,
    messageId,
    inReplyTo: firstId(all('in-reply-to')[0] ?? ''),
    references: references.slice(-MAX_REFERENCES),
    threadId: cutText(all('x-gm-thrid')[0] ?? '', 100) || null,
    at,
    placements,
    from,
    sender: otherSender(parseMailboxes(all('sender').slice(0, 1)).mailboxes, from),
    replyTo: parseMailboxes(all('reply-to')).mailboxes,
    to: to.mailboxes,
    cc: cc.mailboxes,
    bcc: bcc.mailboxes,
    recipientCount: to.count + cc.count + bcc.count,
    subject: readableText(all('subject')[0] ?? '', MAX_SUBJECT),
    signals: signalsOf(fields),
    hasCalendarPart: part.calendarPart,
  };
}

/** Labels are Gmail's own word; a folder's name is asked only where they say nothing. */
function placementsOf(labels: readonly string[], context: MessageContext): Placement[] {
  const found = new Set<Placement>(context.flagged);
  for (const placement of placementsOfLabels(labels)) found.add(placement);
  if (found.size === context.flagged.length && context.folder !== null) {
    const placement = placementOfFolder(context.folder);
    if (placement !== 'unknown') found.add(placement);
  }
  return found.size === 0 ? ['unknown'] : [...found];
}

function contentId(messageId: string | null, all: (name: string) => string[], header: Uint8Array): string {
  if (messageId !== null) return digest(`message-id\0${messageId}`);
  // Folding differs between copies, so white space doesn't count.
  const parts = ['date', 'from', 'to', 'subject'].map((name) => all(name).join('\n').replace(/\s+/g, ' '));
  if (parts.some((value) => value !== '')) return digest(`headers\0${parts.join('\0')}`);
  return digest(`bytes\0${hash('sha256', header)}`);
}

/** 22 characters of base64url hold 132 bits: enough to name every message there ever was. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** Ids in angle brackets, in order; what stands between them is comment or junk. */
function idsIn(value: string): string[] {
  const ids: string[] = [];
  for (const [, id = ''] of value.matchAll(/<([^<>]+)>/g)) {
    const clean = id.replace(/\s+/g, '');
    if (clean !== '' && clean.length <= MAX_MESSAGE_ID) ids.push(clean);
  }
  return ids;
}

/** The first id; a single word without brackets is taken as one, since several mailers write it so. */
function firstId(value: string): string | null {
  const [bracketed] = idsIn(value);
  if (bracketed !== undefined) return bracketed;
  const bare = value.trim();
  return bare !== '' && bare.length <= MAX_MESSAGE_ID && !/[\s<>]/.test(bare) ? bare : null;
}

function otherSender(senders: readonly Mailbox[], from: readonly Mailbox[]): Mailbox | null {
  const [sender] = senders;
  if (sender === undefined) return null;
  const address = sender.address.toLowerCase();
  return from.some((mailbox) => mailbox.address.toLowerCase() === address) ? null : sender;
}

const SIGNALS: ReadonlySet<string> = new Set(SIGNAL_HEADERS);

function signalsOf(fields: readonly HeaderField[]): MessageFact['signals'] {
  const signals: Partial<Record<SignalHeader, string>> = {};
  for (const { name, value } of fields) {
    if (!SIGNALS.has(name)) continue;
    signals[name as SignalHeader] ??= cutText(value, MAX_SIGNAL);
  }
  return signals;
}

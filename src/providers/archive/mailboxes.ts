/**
 * Address lists (From, To, Cc …) as mailboxes. The grammar is the library's; around it stand the bounds that keep a
 * list of 250,000 members cheap, and the repairs without which a broken header would name somebody else.
 */
import { addressParser } from 'postal-mime';
import type { Mailbox } from '../../domain/fact.ts';
import { readableText } from './headers.ts';

const MAX_MAILBOXES = 2000;
/** Longest text given to the parser: more than `MAX_MAILBOXES` ordinary addresses take. */
const MAX_LIST_TEXT = 192 * 1024;
const MAX_GROUPS = 1000;
const MAX_DISPLAY_NAME = 200;
/** RFC 5321 §4.5.3.1 allows 64 + 1 + 255; longer ones are nobody's. */
const MAX_ADDRESS = 320;

export interface MailboxList {
  /** At most `MAX_MAILBOXES`, groups flattened, entries without an address left out. */
  mailboxes: Mailbox[];
  /** How many the header named in all. */
  count: number;
}

/** The mailboxes of all fields of one name; two From headers give both senders. */
export function parseMailboxes(values: readonly string[]): MailboxList {
  const list = values.join(', ');
  const { end, beyond } = cutList(list);
  const mailboxes: Mailbox[] = [];
  for (const entry of addressParser(repair(list.slice(0, end)), { flatten: true })) {
    const address = cleanAddress(entry.address ?? '');
    if (address === '') continue;
    mailboxes.push({ address, name: cleanName(entry.name) });
  }
  // A group cut in its middle can't bring more than was asked for, but nested commas in junk might.
  return { mailboxes: mailboxes.slice(0, MAX_MAILBOXES), count: mailboxes.length + beyond };
}

/** Where the first `MAX_MAILBOXES` entries end, and how many entries follow. Linear; looks at separators only. */
function cutList(list: string): { end: number; beyond: number } {
  // The shortest entry that is an address, "a@b,", has four characters.
  if (list.length < MAX_MAILBOXES * 4) return { end: list.length, beyond: 0 };
  let end = -1;
  let entries = 0;
  let open = false;
  let quoted = false;
  let comments = 0;
  for (let i = 0; i < list.length; i++) {
    const char = list[i];
    if (char === '\\') i++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) open = true;
    else if (char === '(') comments++;
    else if (char === ')') comments = Math.max(0, comments - 1);
    else if (comments > 0) continue;
    else if (char === ',' || char === ';') {
      if (open) entries++;
      open = false;
    } else if (char !== ' ' && char !== '\t') open = true;
    if (end < 0 && (entries === MAX_MAILBOXES || i >= MAX_LIST_TEXT)) {
      end = i;
      entries = 0;
    }
  }
  if (open) entries++;
  return end < 0 ? { end: list.length, beyond: 0 } : { end, beyond: entries };
}

/** Q-encoded words hold no specials (RFC 2047 §5.3); where a sender wrote some, they would split the list. */
const Q_WORD = /=\?[^?\s]+\?[Qq]\?[^?]*\?=/g;
const SPECIALS = /[",:;<>()@\\]/g;

function repair(list: string): string {
  let text = list;
  if (text.includes('=?')) {
    text = text.replace(Q_WORD, (word) =>
      word.replace(SPECIALS, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`),
    );
  }
  // Each colon opens a group and costs the parser another pass; nobody has a thousand groups.
  if (text.split(':').length > MAX_GROUPS) text = text.replaceAll(':', ' ');
  // Without this, a name that looks like an address would stand in for the address that is missing.
  text = text.replace(/<[ \t]*>(?=[ \t]*(?:[,;]|$))/g, '<@>');
  // An unclosed quote would swallow every address after it.
  const quotes = text.replace(/\\./g, '').split('"').length - 1;
  return quotes % 2 === 1 ? text.replaceAll('"', '') : text;
}

/** Characters that may stand in a local part without quotes (RFC 5322 atext and dot; RFC 6532 adds non-ASCII). */
const PLAIN_LOCAL = /^[\w.!#$%&'*+/=?^`{|}~\u0080-\uffff-]+$/;

function cleanAddress(written: string): string {
  let address = written.trim();
  if (/^mailto:/i.test(address)) address = address.slice('mailto:'.length);
  // Obsolete source route (RFC 5322 §4.4): @relay,@relay:who@where
  if (address.startsWith('@') && address.includes(':')) address = address.slice(address.lastIndexOf(':') + 1);
  if (/^'.*'$/.test(address)) address = address.slice(1, -1);
  if (address.length > MAX_ADDRESS || address === '@') return '';
  // The parser drops the quotes of a quoted local part; without them the address would read as another one.
  const at = address.lastIndexOf('@');
  if (at > 0 && !PLAIN_LOCAL.test(address.slice(0, at))) {
    return `"${address.slice(0, at).replace(/[\\"]/g, '\\$&')}"${address.slice(at)}`;
  }
  return address;
}

function cleanName(written: string): string {
  const name = readableText(written, MAX_DISPLAY_NAME);
  return /^'.+'$/.test(name) ? name.slice(1, -1).trim() : name;
}

/** A whole mail to look at in a mail program: RFC 5322, `multipart/alternative`, both parts quoted-printable. */
import { RekindleError } from '../domain/errors.ts';
import { zoneOffsetAt } from '../domain/time.ts';

/** From and To as bare addresses or `Name <address>`; the id with or without angle brackets. */
export interface Envelope {
  from: string;
  to: string;
  messageId: string;
}

export interface MailContent {
  subject: string;
  lang: string;
  /** ms UTC, told in `zone`. */
  at: number;
  zone: string;
  text: string;
  html: string;
}

// `=` followed by `_` never occurs in quoted-printable (RFC 2045 §6.7), so no part can contain this line.
const BOUNDARY = '=_rekindle-briefing';

/** Throws `RekindleError` `bad-input` for an address or id that would break out of its header line. */
export function composeMail(content: MailContent, { from, to, messageId }: Envelope): string {
  const headers: [string, string][] = [
    ['From', mailbox('from', from)],
    ['To', mailbox('to', to)],
    ['Subject', unstructured(content.subject)],
    ['Date', mailDate(content.at, content.zone)],
    ['Message-ID', `<${token('messageId', messageId.replace(/^<|>$/g, ''))}>`],
    ['MIME-Version', '1.0'],
    ['Content-Language', content.lang],
    // RFC 3834: nobody's vacation responder shall answer.
    ['Auto-Submitted', 'auto-generated'],
    ['X-Auto-Response-Suppress', 'All'],
    ['Content-Type', `multipart/alternative; boundary="${BOUNDARY}"`],
  ];
  const part = (type: string, body: string) =>
    [
      `--${BOUNDARY}`,
      `Content-Type: ${type}; charset=utf-8`,
      'Content-Transfer-Encoding: quoted-printable',
      '',
      quotedPrintable(body),
    ].join('\r\n');
  return [
    ...headers.map(([name, value]) => fold(`${name}: ${value}`)),
    '',
    part('text/plain', content.text),
    part('text/html', content.html),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

function mailbox(field: string, value: string): string {
  const named = /^(.*?)\s*<([^<>]*)>$/s.exec(value);
  const address = token(field, named ? (named[2] ?? '') : value);
  if (!address.includes('@')) throw invalid(field);
  const name = (named?.[1] ?? '').replace(/^"(.*)"$/s, '$1');
  if (name === '') return address;
  if (/[\r\n\0]/.test(name)) throw invalid(field);
  return `${/^[\w .-]+$/.test(name) ? `"${name}"` : encodedWords(name)} <${address}>`;
}

/** Something without spaces, controls and angle brackets. */
function token(field: string, value: string): string {
  if (value === '' || /[\s<>,;"\p{Cc}]/u.test(value)) throw invalid(field);
  return value;
}

function invalid(field: string): RekindleError {
  return new RekindleError('bad-input', `The mail's ${field} is not an address that can stand in a header.`, {
    hint: 'Give a plain address such as me@example.com.',
  });
}

/** Free text of a header: as it is when it is plain, else as RFC 2047 encoded words, also when it only looks encoded. */
function unstructured(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') ? text : encodedWords(text);
}

/** RFC 2047 §2: at most 75 characters each, so 45 octets in base64, and never a character cut in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let chunk: number[] = [];
  for (const letter of text) {
    const octets = new TextEncoder().encode(letter);
    if (chunk.length + octets.length > 45) {
      words.push(encodedWord(chunk));
      chunk = [];
    }
    chunk.push(...octets);
  }
  return [...words, encodedWord(chunk)].join(' ');
}

function encodedWord(octets: readonly number[]): string {
  return `=?utf-8?B?${btoa(String.fromCharCode(...octets))}?=`;
}

/** Breaks a header at spaces so that lines stay within 78 characters where they can (RFC 5322 §2.1.1). */
function fold(header: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of header.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > 76) {
      lines.push(line);
      line = ` ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\r\n');
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 §3.3, in the user's zone. */
function mailDate(at: number, zone: string): string {
  const offset = Math.round(zoneOffsetAt(zone)(at) / 60_000);
  const local = new Date(at + offset * 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
  const sign = offset < 0 ? '-' : '+';
  const shift = `${sign}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  return `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()} ${clock} ${shift}`;
}

/** RFC 2045 §6.7: lines of at most 76 characters, CRLF, spaces at a line's end encoded. */
function quotedPrintable(text: string): string {
  const encode = (octet: number) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  return text
    .split(/\r?\n/)
    .map((line) => {
      const octets = new TextEncoder().encode(line);
      const lines: string[] = [];
      let current = '';
      for (const [index, octet] of octets.entries()) {
        const last = index === octets.length - 1;
        const plain = (octet > 32 && octet < 127 && octet !== 61) || ((octet === 32 || octet === 9) && !last);
        const piece = plain ? String.fromCharCode(octet) : encode(octet);
        if (current.length + piece.length > 75) {
          lines.push(`${current}=`);
          current = '';
        }
        current += piece;
      }
      return [...lines, current].join('\r\n');
    })
    .join('\r\n');
}

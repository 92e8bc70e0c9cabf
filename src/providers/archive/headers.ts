/**
 * A message's header block, as mail really is: 8-bit bytes in any charset, junk lines, NULs, ten thousand fields.
 * Nothing here throws. Encoded words (RFC 2047) are left as they are: addresses must be taken apart before decoding.
 */
import { decodeWords } from 'postal-mime';

export interface HeaderField {
  /** Lower case. */
  name: string;
  /** Unfolded to one line, control characters removed, encoded words not decoded. */
  value: string;
}

/** With the other limits of this folder: one hostile message costs at most some tenths of a second. */
const MAX_FIELDS = 200;
/** Longest value that is decoded. Address lists may be longer: they are cut by mailboxes, see `mailboxes.ts`. */
const MAX_VALUE = 64 * 1024;
const MAX_NAME = 128;

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/;

/**
 * The fields called one of `names`, in their order, at most `MAX_FIELDS` of them. Lines that are no field are skipped
 * together with what is folded under them. A field's charset is found by trial: UTF-8, then what Content-Type declares,
 * then windows-1252, which can't fail.
 */
export function parseHeaders(block: Uint8Array, names: ReadonlySet<string>): HeaderField[] {
  const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1');
  const fields: HeaderField[] = [];
  let at = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  while (at < text.length && fields.length < MAX_FIELDS) {
    const end = fieldEnd(text, at);
    const colon = text.indexOf(':', at);
    if (colon > at && colon < end && colon - at <= MAX_NAME) {
      const name = text.slice(at, colon).trimEnd().toLowerCase();
      if (names.has(name) && FIELD_NAME.test(name)) fields.push({ name, value: text.slice(colon + 1, end) });
    }
    at = end;
  }
  let hint: string | null = null;
  for (const field of fields) {
    if (!NOT_ASCII.test(field.value)) continue;
    hint ??= charsetHint(fields);
    field.value = decodeBytes(field.value, hint);
  }
  for (const field of fields) field.value = unfold(field.value);
  return fields;
}

/** Start of the line after a field: folded lines begin with a space or tab. */
function fieldEnd(text: string, at: number): number {
  let lineEnd = text.indexOf('\n', at);
  while (lineEnd >= 0 && (text[lineEnd + 1] === ' ' || text[lineEnd + 1] === '\t')) {
    lineEnd = text.indexOf('\n', lineEnd + 1);
  }
  return lineEnd < 0 ? text.length : lineEnd + 1;
}

/** 8-bit bytes, or the escape sequences of ISO-2022-JP, which old Japanese mail has in its headers undeclared. */
const NOT_ASCII = /[\x80-\xff]|\x1b[$(]/;
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

function unfold(value: string): string {
  return value
    .replace(/[\r\n][\r\n \t]*/g, ' ')
    .replace(CONTROL, '')
    .trim();
}

function charsetHint(fields: readonly HeaderField[]): string {
  const type = fields.find((field) => field.name === 'content-type')?.value ?? '';
  return /\bcharset\s*=\s*"?([\w.:-]{1,40})/i.exec(type)?.[1] ?? 'windows-1252';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** `value` has one character per byte. */
function decodeBytes(value: string, hint: string): string {
  const bytes = Buffer.from(value, 'latin1');
  if (value.includes('\x1b')) return new TextDecoder('iso-2022-jp').decode(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    try {
      return new TextDecoder(hint, { fatal: true }).decode(bytes);
    } catch {
      return windows1252.decode(bytes);
    }
  }
}

/** A value as people read it: encoded words decoded, at most `limit` characters, on one line. */
export function readableText(value: string, limit: number): string {
  const encoded = value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;
  const decoded = encoded.includes('=?') ? decodeWords(encoded) : encoded;
  return cutText(decoded.replace(/\s+/g, ' ').replace(CONTROL, '').trim(), limit);
}

/** Cuts without leaving half of a surrogate pair behind. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

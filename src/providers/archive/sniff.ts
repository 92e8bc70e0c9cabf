/** What a file is, by its first bytes; names are asked only where bytes can't tell. */
import { basename } from 'node:path';
import { RekindleError } from '../../domain/errors.ts';
import { readGzip, readStart, startPosition } from './file-bytes.ts';
import { isFromLine } from './from-line.ts';

export type Content = 'empty' | 'mbox' | 'message' | 'calendar' | 'zip' | 'tar' | 'outlook' | 'unknown';

export interface Sniffed {
  content: Content;
  gzip: boolean;
}

const SNIFF_BYTES = 4096;

/** Header names of which any message has one; a file that begins with one of them is mail even if it isn't called so. */
const MAIL_HEADER =
  /^(?:from|to|date|subject|received|return-path|delivered-to|message-id|mime-version|x-[\w-]+|x-gm-thrid|dkim-signature|arc-[\w-]+|authentication-results|sender|reply-to|content-type|status)[ \t]*:/i;

/** Throws `RekindleError('bad-input')` when the file can't be read. */
export async function sniffFile(path: string): Promise<Sniffed> {
  const start = await readStart(path, SNIFF_BYTES);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return { content: contentOf(start, basename(path)), gzip: false };
  let inner = Buffer.alloc(0);
  try {
    for await (const chunk of readGzip(path, 0, startPosition())) {
      inner = Buffer.concat([inner, chunk.subarray(0, SNIFF_BYTES)]);
      if (inner.length >= SNIFF_BYTES) break;
    }
  } catch (error) {
    // Damage further on is `verifyFile`'s to report; here it only matters what was readable.
    if (error instanceof RekindleError) throw error;
  }
  return { content: contentOf(inner, basename(path).replace(/\.gz$/i, '')), gzip: true };
}

function contentOf(start: Buffer, name: string): Content {
  if (start.length === 0) return 'empty';
  const text = start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .replace(/^[\r\n]+/, '');
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  if (isFromLine(firstLine)) return /\.eml$/i.test(name) ? 'message' : 'mbox';
  if (/^begin:vcalendar/i.test(text) || /\.(?:ics|ical|ifb|icalendar)$/i.test(name)) return 'calendar';
  if (text.startsWith('PK\x03\x04')) return 'zip';
  if (text.startsWith('!BDN')) return 'outlook';
  if (start.toString('latin1', 257, 262) === 'ustar') return 'tar';
  if (start.includes(0)) return 'unknown';
  return MAIL_HEADER.test(firstLine) ? 'message' : 'unknown';
}

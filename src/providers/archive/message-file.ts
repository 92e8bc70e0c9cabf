/** One message in a file of its own (.eml, maildir): read only as far as its headers and parts have to be known. */
import { RekindleError } from '../../domain/errors.ts';
import { readPlain, startPosition } from './file-bytes.ts';
import { createMboxSplitter } from './mbox.ts';
import type { MboxRecord } from './mbox.ts';

/** Null when the file has gone or may not be read. */
export async function readMessageFile(path: string): Promise<MboxRecord | null> {
  const splitter = createMboxSplitter({ single: true });
  try {
    for await (const chunk of readPlain(path, 0, startPosition())) {
      splitter.push(chunk);
      if (splitter.settled()) break;
    }
  } catch (error) {
    if (error instanceof RekindleError) return null;
    throw error;
  }
  const [record] = splitter.end();
  if (record === undefined) return null;
  // A file of headers alone needs no blank line to be whole.
  const complete = record.headerCut && record.header.at(-1) === 10;
  return complete ? { ...record, headerCut: false } : record;
}

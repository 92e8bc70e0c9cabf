/**
 * The mail of an archive as a `Source`: one stream per mbox, one for all single messages of a folder.
 *
 * A stream is named after its file and a fingerprint of its content, so that importing the same file again finds its
 * stream complete, and a file that has grown is a stream of its own (its messages keep their ids and count once). The
 * cursor is a byte offset of the uncompressed mbox, or the name of the last message file.
 */
import { hash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Fact } from '../../domain/fact.ts';
import { RekindleError } from '../../domain/errors.ts';
import type { Cursor, PullResult, Source, StreamInfo } from '../../ports/source.ts';
import { DamagedGzip, openFile, readGzip, readPlain, startPosition } from './file-bytes.ts';
import type { ReadPosition } from './file-bytes.ts';
import { damagedGzip } from './files.ts';
import type { ArchiveFile, MessageFile } from './files.ts';
import { splitMbox } from './mbox.ts';
import type { MboxRecord } from './mbox.ts';
import { digest, readMessage } from './message.ts';
import { readMessageFile } from './message-file.ts';
import { placementsOfFlags } from './placement.ts';

export interface MailSourceOptions {
  /** From `discover`; calendars among them are passed over. */
  files: readonly ArchiveFile[];
  /** ms UTC; nothing is dated later than a day after it. */
  now: number;
  /** Facts a page. */
  pageSize?: number;
}

type MboxFile = Extract<ArchiveFile, { kind: 'mbox' }>;
type MessageFiles = Extract<ArchiveFile, { kind: 'messages' }>;

/** A page also ends here, so that it stays small in memory and short in time whatever the messages are. */
const MAX_PAGE_HEADER_BYTES = 8 * 1024 * 1024;
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
const PAGE_SIZE = 500;
const FINGERPRINT_BYTES = 64 * 1024;
/** How many message files are open at once. */
const FILES_AT_ONCE = 16;

/** Facts of mail archives. `pull` throws `RekindleError('bad-input')` at the point where a file can't be read on. */
export function createMailSource(options: MailSourceOptions): Source {
  const { now } = options;
  const pageSize = options.pageSize ?? PAGE_SIZE;
  let named: Promise<Map<string, MboxFile | MessageFiles>> | null = null;
  const readers = new Map<string, MboxReader>();

  async function closeReader(stream: string): Promise<void> {
    const reader = readers.get(stream);
    readers.delete(stream);
    await reader?.records.return();
  }

  async function pullMbox(stream: string, file: MboxFile, cursor: Cursor): Promise<PullResult> {
    const from = cursor === null ? { offset: 0, count: 0 } : parseCursor(cursor, isMboxCursor);
    if (from === null || (!file.gzip && from.offset > file.size)) return { kind: 'expired' };
    let reader = readers.get(stream);
    if (reader?.offset !== from.offset) {
      await closeReader(stream);
      reader = openMbox(file, from);
      readers.set(stream, reader);
    }
    const facts: Fact[] = [];
    let more = true;
    let headerBytes = 0;
    const start = reader.offset;
    try {
      while (facts.length < pageSize && headerBytes < MAX_PAGE_HEADER_BYTES && reader.offset - start < MAX_PAGE_BYTES) {
        const { value: record, done } = await reader.records.next();
        // A cursor that this file did not make points into the middle of a message or past the end.
        const at = done === true ? reader.position.content : record.offset;
        if (facts.length === 0 && from.offset > 0 && at !== from.offset) {
          await closeReader(stream);
          return { kind: 'expired' };
        }
        if (done === true) {
          more = false;
          break;
        }
        facts.push(readMessage(record, { now, folder: file.folder, flagged: [] }));
        headerBytes += record.header.length;
        reader.offset = record.next;
        reader.count++;
      }
    } catch (error) {
      // What was read before the damage is delivered first; the next pull comes here again, with nothing to deliver.
      readers.delete(stream);
      if (facts.length === 0) throw toldAbout(file.path, error, reader.count);
    }
    if (!more) await closeReader(stream);
    return {
      kind: 'page',
      facts,
      cursor: JSON.stringify({ v: 1, offset: reader.offset, count: reader.count }),
      more,
      progress: {
        done: Math.min(file.gzip ? reader.position.bytes : reader.offset, file.size),
        total: file.size,
        unit: 'bytes',
      },
    };
  }

  async function pullMessages(source: MessageFiles, cursor: Cursor): Promise<PullResult> {
    const from = cursor === null ? { after: null } : parseCursor(cursor, isMessagesCursor);
    if (from === null) return { kind: 'expired' };
    const start = from.after === null ? 0 : firstAfter(source.files, from.after);
    const facts: Fact[] = [];
    let next = start;
    let headerBytes = 0;
    while (next < source.files.length && facts.length < pageSize && headerBytes < MAX_PAGE_HEADER_BYTES) {
      const batch = source.files.slice(next, next + Math.min(FILES_AT_ONCE, pageSize - facts.length));
      const read = batch.map(async (file) => ({ file, record: await readMessageFile(join(source.path, file.name)) }));
      for (const { file, record } of await Promise.all(read)) {
        facts.push(factOfFile(record, file));
        headerBytes += record?.header.length ?? 0;
      }
      next += batch.length;
    }
    return {
      kind: 'page',
      facts,
      cursor: JSON.stringify({ v: 1, after: source.files[next - 1]?.name ?? '' }),
      more: next < source.files.length,
      progress: { done: next, total: source.files.length, unit: 'items' },
    };
  }

  /** `record` is null for a file that has gone or may not be read: one such file must not stop the folder. */
  function factOfFile(record: MboxRecord | null, file: MessageFile): Fact {
    if (record === null) return { type: 'unreadable', id: digest(`file\0${file.name}`), reason: 'unreadable' };
    return readMessage(record, { now, folder: file.folder, flagged: placementsOfFlags(file.name) });
  }

  function byName(): Promise<Map<string, MboxFile | MessageFiles>> {
    named ??= nameStreams(options.files);
    return named;
  }

  return {
    async streams(): Promise<StreamInfo[]> {
      return [...(await byName()).keys()].map((name) => ({ name, kind: 'mail' }));
    },
    async pull(stream, cursor) {
      const file = (await byName()).get(stream);
      if (file === undefined)
        throw new RekindleError('not-found', `There is no mail stream "${stream}" in this archive.`);
      return file.kind === 'mbox' ? pullMbox(stream, file, cursor) : pullMessages(file, cursor);
    },
    async close() {
      for (const stream of readers.keys()) await closeReader(stream);
    },
  };
}

/** An mbox that is being read. */
interface MboxReader {
  records: AsyncGenerator<MboxRecord, void, undefined>;
  /** Where the next record begins, and how many came before it. */
  offset: number;
  count: number;
  position: ReadPosition;
}

function openMbox(file: MboxFile, from: { offset: number; count: number }): MboxReader {
  const position = startPosition();
  const chunks = (file.gzip ? readGzip : readPlain)(file.path, from.offset, position);
  return { records: splitMbox(chunks, { base: from.offset }), offset: from.offset, count: from.count, position };
}

function toldAbout(path: string, error: unknown, count: number): unknown {
  if (!(error instanceof DamagedGzip)) return error;
  return damagedGzip(path, error, `${count} messages before that were read, nothing after`);
}

/** Copies of one file under several paths have one name and are one stream. */
async function nameStreams(files: readonly ArchiveFile[]): Promise<Map<string, MboxFile | MessageFiles>> {
  const named = new Map<string, MboxFile | MessageFiles>();
  for (const file of files) {
    if (file.kind === 'calendar') continue;
    const name = `${baseName(file)} #${(await fingerprint(file)).slice(0, 10)}`;
    if (!named.has(name)) named.set(name, file);
  }
  return named;
}

/** Apple Mail calls every mbox "mbox": the folder it lies in tells them apart. */
function baseName(file: MboxFile | MessageFiles): string {
  const name = basename(file.path);
  return file.kind === 'mbox' && /^mbox$/i.test(name) ? basename(dirname(file.path)) : name;
}

/** Of a file, its size and its two ends; of a folder, the names and sizes of its files. */
async function fingerprint(file: MboxFile | MessageFiles): Promise<string> {
  if (file.kind === 'messages' && file.files[0]?.name !== '') {
    return digest(file.files.map(({ name, size }) => `${name}\0${size}`).join('\n'));
  }
  const handle = await openFile(file.path);
  try {
    const ends = Buffer.alloc(2 * FINGERPRINT_BYTES);
    const first = await handle.read(ends, 0, FINGERPRINT_BYTES, 0);
    const last = await handle.read(
      ends,
      FINGERPRINT_BYTES,
      FINGERPRINT_BYTES,
      Math.max(0, file.size - FINGERPRINT_BYTES),
    );
    const parts = [
      ends.subarray(0, first.bytesRead),
      ends.subarray(FINGERPRINT_BYTES, FINGERPRINT_BYTES + last.bytesRead),
    ];
    return digest(`${file.size}\0${parts.map((part) => hash('sha256', part)).join('\0')}`);
  } finally {
    await handle.close();
  }
}

/** Index of the first file whose name sorts after `name`. */
function firstAfter(files: readonly MessageFile[], name: string): number {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle]?.name ?? '') <= name) low = middle + 1;
    else high = middle;
  }
  return low;
}

function parseCursor<T>(cursor: string, accepts: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(cursor);
    return accepts(value) ? value : null;
  } catch {
    return null;
  }
}

function isMboxCursor(value: unknown): value is { v: 1; offset: number; count: number } {
  const cursor = value as { v?: unknown; offset?: unknown; count?: unknown } | null;
  return cursor?.v === 1 && isCount(cursor.offset) && isCount(cursor.count);
}

function isMessagesCursor(value: unknown): value is { v: 1; after: string } {
  const cursor = value as { v?: unknown; after?: unknown } | null;
  return cursor?.v === 1 && typeof cursor.after === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

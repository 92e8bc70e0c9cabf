/**
 * Splits an mbox stream into messages and keeps their header blocks only.
 *
 * Own code rather than a library: mbox-reader, the splitter on npm that comes closest, decodes every line of every body
 * to a string and knows no byte offsets to resume from. Here bodies are only searched (`Buffer.indexOf`) and dropped;
 * what is held is one chunk and one header block of at most `MAX_HEADER_BYTES`, however large the mailbox.
 *
 * Invariant: how the stream is cut into chunks never changes what comes out.
 */
import { isFromLine, MAX_FROM_LINE } from './from-line.ts';
import { searchParts, startPartSearch } from './mime-parts.ts';
import type { PartSearch } from './mime-parts.ts';

/** One message of an mbox. Offsets are bytes of the uncompressed stream. */
export interface MboxRecord {
  /** Where the message's From_ line begins. */
  offset: number;
  /** Where the next message begins; the end of the stream for the last one. */
  next: number;
  bytes: number;
  /** The From_ line without its line end; '' for a message that has none (an .eml file). */
  envelope: string;
  /** The header block; its bytes are overwritten once the next chunk is read, so copy it to keep it. */
  header: Uint8Array;
  /** The header block was longer than `MAX_HEADER_BYTES`; `header` is its beginning. */
  headerTruncated: boolean;
  /** The stream ended before the blank line that ends a header block. */
  headerCut: boolean;
  /** A part of the message is `text/calendar`. */
  calendarPart: boolean;
}

export const MAX_HEADER_BYTES = 256 * 1024;

const LF = 10;
const CR = 13;
const FROM = Buffer.from('\nFrom ');
const NO_PARTS = startPartSearch('');

interface Current {
  offset: number;
  envelope: string;
  header: Uint8Array | null;
  /** The header is a copy, no view on the buffer. */
  headerMoved: boolean;
  headerTruncated: boolean;
  headerCut: boolean;
  parts: PartSearch;
}

/** Takes a stream chunk by chunk. */
export interface MboxSplitter {
  /** The messages that are complete with this chunk. */
  push(chunk: Uint8Array): MboxRecord[];
  /** The last message, if any. */
  end(): MboxRecord[];
  /** Bytes of all buffers held. */
  held(): number;
  /** `single` only: nothing further in the stream can change the record. */
  settled(): boolean;
}

/**
 * `base` is the stream offset of the first byte that will be pushed. `single` takes the whole stream as one message
 * (an .eml file), From_ line or none.
 */
export function createMboxSplitter(options: { base?: number; single?: boolean } = {}): MboxSplitter {
  const single = options.single ?? false;
  /** The one buffer everything is read in; it is reused, so that a long stream leaves no garbage behind. */
  let work = Buffer.allocUnsafeSlow(0);
  /** The bytes in `work` that still matter or have just come. */
  let window: Buffer = work;
  /** Stream offset of `window[0]`. */
  let windowAt = options.base ?? 0;
  let mode: 'start' | 'header' | 'body' = 'start';
  /** Index into `window`: header mode, where the block begins; body mode, where the search for From_ goes on. */
  let pos = 0;
  /** Header mode: start of the line not yet examined. Body mode: where the search for MIME delimiters goes on. */
  let scan = 0;
  let current: Current | null = null;

  function begin(offset: number, envelope: string, headerStart: number): void {
    current = {
      offset,
      envelope,
      header: null,
      headerMoved: false,
      headerTruncated: false,
      headerCut: false,
      parts: NO_PARTS,
    };
    mode = 'header';
    pos = scan = headerStart;
  }

  function endHeader(message: Current, end: number, truncated: boolean): void {
    message.header = window.subarray(pos, end);
    message.headerTruncated = truncated;
    message.parts = startPartSearch(window.toString('latin1', pos, end));
    mode = 'body';
    // The search begins on the line end before the blank line: the blank line may be all there is before the next From_.
    pos = scan = Math.max(0, end - 1);
  }

  function readStart(final: boolean): boolean {
    if (window.length === 0 && !final) return false;
    if (single) {
      const line = firstLine(0, final);
      if (line === null) return false;
      if (isFromLine(line.text)) begin(windowAt, line.text, line.next);
      else begin(windowAt, '', 0);
      return true;
    }
    while (pos < window.length && (window[pos] === LF || window[pos] === CR)) pos++;
    if (window.length - pos < MAX_FROM_LINE && !final && window.indexOf(LF, pos) < 0) return false;
    const line = firstLine(pos, final);
    if (line !== null && isFromLine(line.text)) begin(windowAt + pos, line.text, line.next);
    else {
      mode = 'body';
      scan = pos;
    }
    return true;
  }

  /** The line at `from`, or null when it isn't complete yet. An overlong one comes back cut, which no From_ line is. */
  function firstLine(from: number, final: boolean): { text: string; next: number } | null {
    const lineEnd = window.indexOf(LF, from);
    if (lineEnd < 0 && !final && window.length - from <= MAX_FROM_LINE) return null;
    const stop = Math.min(lineEnd < 0 ? window.length : lineEnd, from + MAX_FROM_LINE + 1);
    const text = window.toString('latin1', from, stop).replace(/\r$/, '');
    return { text, next: lineEnd < 0 ? window.length : lineEnd + 1 };
  }

  function readHeader(message: Current, final: boolean): boolean {
    for (;;) {
      // `scan` is the start of a line: blank, it ends the block.
      const blank = window[scan] === LF || (window[scan] === CR && window[scan + 1] === LF);
      if (blank) {
        endHeader(message, Math.min(scan, pos + MAX_HEADER_BYTES), scan - pos > MAX_HEADER_BYTES);
        return true;
      }
      if (scan - pos > MAX_HEADER_BYTES) {
        endHeader(message, pos + MAX_HEADER_BYTES, true);
        return true;
      }
      const lineEnd = window.indexOf(LF, scan);
      if (lineEnd >= 0 && lineEnd + 2 < window.length) {
        scan = lineEnd + 1;
        continue;
      }
      if (lineEnd < 0 && window.length - pos > MAX_HEADER_BYTES) {
        endHeader(message, pos + MAX_HEADER_BYTES, true);
        return true;
      }
      if (!final) return false;
      if (lineEnd >= 0 && lineEnd + 1 < window.length) {
        scan = lineEnd + 1;
        continue;
      }
      message.headerCut = true;
      endHeader(message, Math.min(window.length, pos + MAX_HEADER_BYTES), window.length - pos > MAX_HEADER_BYTES);
      return true;
    }
  }

  /** Looks for the next From_ line, then for calendar parts up to it. */
  function readBody(final: boolean, records: MboxRecord[]): boolean {
    let search = pos;
    for (;;) {
      const found = single ? -1 : window.indexOf(FROM, search);
      if (found < 0) {
        findParts(window.length, final);
        pos = Math.max(pos, window.length - FROM.length + 1);
        return false;
      }
      const afterBlank = window[found - 1] === LF || (window[found - 1] === CR && window[found - 2] === LF);
      if (afterBlank) {
        const line = firstLine(found + 1, final);
        if (line === null) {
          findParts(found, false);
          pos = found;
          return false;
        }
        if (isFromLine(line.text)) {
          findParts(found, true);
          finish(windowAt + found + 1, records);
          begin(windowAt + found + 1, line.text, line.next);
          return true;
        }
      }
      search = found + 1;
    }
  }

  function findParts(limit: number, closed: boolean): void {
    scan = current === null ? limit : searchParts(current.parts, window.subarray(0, limit), scan, closed);
  }

  function finish(next: number, records: MboxRecord[]): void {
    if (current === null) return;
    const { offset, envelope, header, headerTruncated, headerCut, parts } = current;
    records.push({
      offset,
      next,
      bytes: next - offset,
      envelope,
      header: header ?? new Uint8Array(0),
      headerTruncated,
      headerCut,
      calendarPart: parts.calendar,
    });
    current = null;
  }

  /** False: more bytes are needed. */
  function step(final: boolean, records: MboxRecord[]): boolean {
    if (mode === 'start') return readStart(final);
    return mode === 'header' && current !== null ? readHeader(current, final) : readBody(final, records);
  }

  function run(final: boolean): MboxRecord[] {
    const records: MboxRecord[] = [];
    while (step(final, records));
    if (final) finish(windowAt + window.length, records);
    return records;
  }

  /** Drops what was read. A From_ line is recognised by the two bytes before its line end, so these stay. */
  function drop(): void {
    // The buffer is about to be overwritten: a header whose body goes on has to move out of it.
    if (current !== null && current.header !== null && !current.headerMoved) {
      current.header = Buffer.from(current.header);
      current.headerMoved = true;
    }
    const keep = mode === 'body' ? Math.max(0, Math.min(pos - 2, scan)) : mode === 'header' ? pos : 0;
    work.copyWithin(0, keep, window.length);
    window = work.subarray(0, window.length - keep);
    windowAt += keep;
    pos -= keep;
    scan -= keep;
  }

  function append(chunk: Uint8Array): void {
    const length = window.length + chunk.length;
    if (length > work.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * work.length));
      larger.set(window);
      work = larger;
    }
    work.set(chunk, window.length);
    window = work.subarray(0, length);
  }

  return {
    push(chunk) {
      drop();
      append(chunk);
      return run(false);
    },
    end: () => run(true),
    held: () => work.length + (current?.header?.length ?? 0),
    settled: () => mode === 'body' && current !== null && current.parts.boundaries.size === 0,
  };
}

/** The messages of an mbox, in file order; memory stays flat whatever the sizes of file and messages. */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: { base?: number } = {},
): AsyncGenerator<MboxRecord, void, undefined> {
  const splitter = createMboxSplitter(options);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

/**
 * `Source` over exported calendars (.ics, .ics.gz): one stream per file.
 *
 * A stream is named after the file's content, so that a newer export of the same calendar is a stream of its own; the
 * facts' ids are the same in both, and the engine counts each occurrence once.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RekindleError } from '../../domain/errors.ts';
import type { EventFact, UnreadableFact } from '../../domain/fact.ts';
import { DAY } from '../../domain/time.ts';
import type { PullResult, Source } from '../../ports/source.ts';
import { openExpansion } from './calendar-expand.ts';

export interface CalendarFile {
  path: string;
  /** What the user calls the file; its last part, without `.ics` or `.gz`, names the stream. */
  name: string;
}

export interface CalendarSourceOptions {
  files: CalendarFile[];
  /** ms UTC; series are expanded to a year after it. */
  now: number;
  /** The user's IANA zone: that of floating times. */
  zone: string;
  /** The user's own addresses, lower case. */
  me: ReadonlySet<string>;
  /** Facts per page, default 500. */
  pageSize?: number;
}

/** A calendar is held in memory while it is read; decades of a busy one are below 20 MB. */
const LARGEST_FILE = 100 * 1024 * 1024;

const unpack = promisify(gunzip);

function failure(path: string, message: string, hint: string, cause?: unknown): RekindleError {
  return new RekindleError('bad-input', `${path}: ${message}`, { hint, cause });
}

const EXPORT_AGAIN = 'Export the calendar again as iCalendar (.ics) and import that file.';
const TOO_LARGE = 'Export fewer calendars, or fewer years, into one file.';

/** The file's iCalendar bytes, unpacked. Throws `RekindleError('bad-input')` that names the file. */
async function readCalendarFile(path: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE) throw failure(path, 'is larger than 100 MB', TOO_LARGE);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof RekindleError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw failure(path, 'there is no such file', 'Check the path.', error);
    if (code === 'EISDIR') throw failure(path, 'is a folder, not a calendar file', 'Name the .ics file itself.', error);
    throw failure(path, 'could not be opened', 'Check that you may read it.', error);
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await unpack(bytes, { maxOutputLength: LARGEST_FILE });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ERR_BUFFER_TOO_LARGE') throw failure(path, 'unpacks to more than 100 MB', TOO_LARGE, error);
      throw failure(path, 'is a damaged or cut off gzip file', 'Copy or download it again.', error);
    }
  }
  if (bytes.length === 0) throw failure(path, 'is empty', EXPORT_AGAIN);
  const head = bytes.subarray(0, 64 * 1024);
  const text =
    head[0] === 0xff || head[0] === 0xfe ? head.toString('latin1').replaceAll('\0', '') : head.toString('latin1');
  if (!/(^|[\r\n]|[^\x20-\x7e])[ \t]*BEGIN:VCALENDAR\s*[\r\n]/i.test(text)) {
    throw failure(path, 'is not a calendar: it holds no BEGIN:VCALENDAR', EXPORT_AGAIN);
  }
  return bytes;
}

/** Throws `RekindleError('bad-input')` when the file can't be opened, is empty, too large or not iCalendar at all. */
export async function verifyCalendar(path: string): Promise<void> {
  await readCalendarFile(path);
}

function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

function baseName(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? '').replace(/\.gz$/i, '').replace(/\.ics$/i, '') || 'calendar';
}

interface Position {
  /** Index of the next fact. */
  next: number;
  /** The `now` of the expansion: pages of one pass must all count from the same list of facts. */
  now: number;
  /** The settings that facts depend on besides the file. */
  settings: string;
  complete: boolean;
}

const VERSION = 1;

function writeCursor(position: Position): string {
  return JSON.stringify({ v: VERSION, ...position });
}

/** Null for anything this version did not write. */
function readCursor(cursor: string): Position | null {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { v, next, now, settings, complete } = value as Record<string, unknown>;
  if (v !== VERSION || typeof settings !== 'string' || typeof complete !== 'boolean') return null;
  if (!Number.isSafeInteger(next) || (next as number) < 0 || !Number.isSafeInteger(now)) return null;
  return { next: next as number, now: now as number, settings, complete };
}

/** One pass over one file, positioned at fact `next`. */
interface Reading {
  stream: string;
  now: number;
  next: number;
  total: number;
  done: number;
  facts: Iterator<CalendarFact>;
}

type CalendarFact = EventFact | UnreadableFact;

/**
 * Pages come from one pass that is kept open; a cursor that points elsewhere starts a new one. A stream that was read to
 * its end is `expired` a day later, or when zone or own addresses have changed: series reach a year beyond `now`, and
 * the facts depend on these settings.
 */
export function createCalendarSource(options: CalendarSourceOptions): Source {
  const { files, zone, me, pageSize = 500 } = options;
  const settings = createHash('sha256')
    .update([zone, ...[...me].sort()].join('\n'))
    .digest('hex')
    .slice(0, 8);
  let paths: Map<string, string> | null = null;
  let reading: Reading | null = null;

  async function streamPaths(): Promise<Map<string, string>> {
    if (paths !== null) return paths;
    const found = new Map<string, string>();
    for (const { path, name } of files) {
      // The same content twice is one stream.
      const stream = `${baseName(name)}-${fingerprintOf(await readCalendarFile(path))}`;
      if (!found.has(stream)) found.set(stream, path);
    }
    paths = found;
    return found;
  }

  async function openReading(stream: string, now: number): Promise<Reading> {
    const path = (await streamPaths()).get(stream);
    if (path === undefined) throw new RekindleError('not-found', `${stream}: there is no such calendar in this import`);
    const bytes = await readCalendarFile(path);
    if (!stream.endsWith(`-${fingerprintOf(bytes)}`)) {
      throw failure(path, 'changed while it was being read', 'Import it again when it is complete.');
    }
    const { total, steps } = openExpansion(bytes, { now, defaultZone: zone, me });
    const opened: Reading = { stream, now, next: 0, total, done: 0, facts: each() };
    function* each(): Generator<CalendarFact> {
      for (const step of steps) {
        yield* step.facts;
        opened.done = step.done;
      }
    }
    return opened;
  }

  /** Up to `count` facts from where the reading stands; fewer only at the end. */
  function take(from: Reading, count: number): CalendarFact[] {
    const taken: CalendarFact[] = [];
    while (taken.length < count) {
      const fact = from.facts.next();
      if (fact.done === true) break;
      taken.push(fact.value);
    }
    from.next += taken.length;
    return taken;
  }

  return {
    async streams() {
      return [...(await streamPaths()).keys()].map((name) => ({ name, kind: 'calendar' as const }));
    },

    async pull(stream, cursor): Promise<PullResult> {
      const position = cursor === null ? { next: 0, now: options.now, settings, complete: false } : readCursor(cursor);
      if (position === null || position.settings !== settings) return { kind: 'expired' };
      if (position.complete) {
        if (options.now - position.now >= DAY) return { kind: 'expired' };
        return { kind: 'page', facts: [], cursor: writeCursor(position), more: false };
      }

      let current = reading;
      // Put back only when the page is whole: a pass that failed half-way must not be taken for one at its end.
      reading = null;
      if (current?.stream !== stream || current.now !== position.now || current.next !== position.next) {
        current = await openReading(stream, position.now);
        take(current, position.next);
      }
      const facts = take(current, pageSize);
      const more = facts.length === pageSize;
      reading = more ? current : null;
      return {
        kind: 'page',
        facts,
        cursor: writeCursor({ ...position, next: position.next + facts.length, complete: !more }),
        more,
        progress: { done: current.done, total: current.total, unit: 'items' },
      };
    },

    async close() {
      reading = null;
    },
  };
}

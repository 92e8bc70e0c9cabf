/** Reading an interaction log: CSV, plain or gzipped, one message, call or meeting a line. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { RekindleError } from '../domain/errors.ts';
import type { LoggedEvent } from '../trust/backtest.ts';

const KINDS: Record<string, LoggedEvent['kind']> = { email: 'mail', mail: 'mail', call: 'call', meeting: 'meeting' };
const FORMAT =
  'The first line must read at,from,to,kind or at,from,to,kind,minutes; several people in `to` are joined by ";".';
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** Longer than any line a log of people can have: what comes in such lines is not a log. */
const LONGEST_LINE = 1_000_000;

/**
 * Streams the file's events in its own order. Throws `RekindleError('bad-input')` that names the line at fault: no such
 * file, another header, a malformed line, a truncated or broken gzip.
 */
export async function readEventLog(path: string, progress: (text: string) => void): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  const ids = new Map<string, string>();
  let columns = 0;
  let line = 0;
  for await (const text of linesOf(path)) {
    line++;
    if (line === 1) {
      columns = headerColumns(path, text);
      continue;
    }
    if (text === '') continue;
    events.push(parseEvent(text, columns, ids, (problem) => malformed(path, line, problem)));
    if (line % 50_000 === 0) progress(`Read ${line.toLocaleString('en')} lines`);
  }
  if (columns === 0) throw new RekindleError('bad-input', `${path} is empty.`, { hint: FORMAT });
  if (events.length === 0) throw new RekindleError('bad-input', `${path} has a header and no events.`);
  return events;
}

/** A file's lines without their ends; gunzipped when it begins like a gzip. The same errors as `readEventLog`. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const isGzip = await startsLikeGzip(path);
  const file = createReadStream(path);
  const source = isGzip ? file.pipe(createGunzip()) : file;
  // `pipe` passes data on and no errors.
  file.on('error', (error) => source.destroy(error));
  const failed = new Promise<never>((_, reject) => source.once('error', reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input: source, crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    for (;;) {
      // A line reader ends quietly when its input fails: the failure is awaited beside it.
      const next = await Promise.race([lines.next(), failed]);
      if (next.done) break;
      if (next.value.length > LONGEST_LINE)
        throw new RekindleError('bad-input', `${path} is no interaction log.`, { hint: FORMAT });
      yield next.value;
    }
    if (source.errored) throw source.errored;
  } catch (error) {
    throw asBadInput(path, error);
  } finally {
    file.destroy();
    source.destroy();
  }
}

async function startsLikeGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asBadInput(path, error);
  }
}

function asBadInput(path: string, error: unknown): unknown {
  if (error instanceof RekindleError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const message = {
    ENOENT: `There is no file ${path}.`,
    EISDIR: `${path} is a folder, not a file.`,
    EACCES: `${path} may not be read.`,
    Z_BUF_ERROR: `${path} is cut off: the gzip ends before its end.`,
    Z_DATA_ERROR: `${path} is damaged: it can't be unzipped.`,
  }[code];
  return message === undefined ? error : new RekindleError('bad-input', message, { cause: error });
}

function headerColumns(path: string, text: string): number {
  const header = text
    .replace(/^\uFEFF/, '')
    .toLowerCase()
    .replaceAll(' ', '');
  if (header === 'at,from,to,kind') return 4;
  if (header === 'at,from,to,kind,minutes') return 5;
  throw new RekindleError('bad-input', `${path} is no interaction log: its first line is ${quoted(text)}.`, {
    hint: FORMAT,
  });
}

function parseEvent(
  text: string,
  columns: number,
  ids: Map<string, string>,
  fail: (problem: string) => RekindleError,
): LoggedEvent {
  const fields = text.includes('"') ? quotedFields(text) : text.split(',');
  if (fields.length !== columns) throw fail(`has ${fields.length} fields instead of ${columns}`);
  const [when = '', sender = '', recipients = '', kindName = '', length = ''] = fields.map((field) => field.trim());
  const at = parseInstant(when);
  if (at === null) throw fail(`has no ISO date in its first field, but ${quoted(when)}`);
  if (sender === '') throw fail('has nobody in "from"');
  const kind = KINDS[kindName.toLowerCase()];
  if (kind === undefined) throw fail(`has the unknown kind ${quoted(kindName)} (known: email, call, meeting)`);
  const minutes = length === '' ? 0 : Number(length);
  if (!Number.isFinite(minutes) || minutes < 0) throw fail(`has ${quoted(length)} for minutes`);
  // One string per id, however often it is named: a log repeats few ids very often.
  const intern = (id: string): string => {
    const known = ids.get(id);
    if (known !== undefined) return known;
    ids.set(id, id);
    return id;
  };
  const from = intern(sender);
  const named = recipients.split(';').map((id) => id.trim());
  const to = [...new Set(named.filter((id) => id !== '' && id !== from))].map(intern);
  if (to.length === 0) throw fail('has nobody else in "to"');
  return { at, from, to, kind, minutes };
}

/** An ISO 8601 date or moment as ms UTC; without an offset it is UTC. Null for anything else. */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const needsZone = text.length > 10 && match[1] === undefined;
  const at = Date.parse(text.replace(' ', 'T') + (needsZone ? 'Z' : ''));
  return Number.isNaN(at) ? null : at;
}

/** RFC 4180: fields in double quotes may hold commas, and quotes doubled. */
function quotedFields(text: string): string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, inQuotes, bare]) => inQuotes?.replaceAll('""', '"') ?? bare ?? '',
  );
}

function malformed(path: string, line: number, problem: string): RekindleError {
  return new RekindleError('bad-input', `Line ${line} of ${path} ${problem}.`, { hint: FORMAT });
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

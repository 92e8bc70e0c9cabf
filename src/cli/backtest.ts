/** `rekindle backtest`: the score checked against what really happened next. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { RekindleError } from '../domain/errors.ts';
import { DAY } from '../domain/time.ts';
import { type BacktestRow, backtestRows, type LoggedEvent } from '../trust/backtest.ts';
import { evaluate } from '../trust/evaluate.ts';
import { describeResult, type Result } from './backtest-table.ts';
import { linesOf, parseInstant, readEventLog } from './event-log.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { checkOnOwnMail, describeSelfCheck, ownLog, SELF } from '../trust/self-check.ts';
import type { Output } from './output.ts';

export interface BacktestOptions {
  /** CSV file, `.gz` too. */
  events?: string;
  /** Exactly one of the next three says whose ties are scored. */
  me?: string;
  /** File with one id a line. */
  egos?: string;
  everyEgo?: boolean;
  /** ISO moments. */
  splits: string[];
  /** Days. */
  horizon: number;
  /** File to write every score to. */
  scores?: string;
  json?: boolean;
}

/**
 * Replays the log, scores every candidate at every split and prints how good the scores were. Throws
 * `RekindleError('usage')` for options that make no sense and `RekindleError('bad-input')` for files that do not.
 */
export async function backtest(options: BacktestOptions, out: Pick<Output, 'write' | 'progress'>): Promise<void> {
  const path = checkOptions(options);
  const events = await readEventLog(path, (text) => out.progress(text));
  const ids = new Set<string>();
  for (const { from, to } of events) {
    ids.add(from);
    for (const id of to) ids.add(id);
  }
  const notes: string[] = [];
  const egos = await chooseEgos({ ...options, events: path }, ids, events, notes);
  await measureLog({ name: path, events, egos, people: egos?.size ?? ids.size, notes }, options, out);
}

/** The same over a user's own stored evidence. */
export async function backtestAccount(
  store: PeopleStore,
  user: UserRecord,
  options: BacktestOptions,
  now: number,
  out: Pick<Output, 'write' | 'progress'>,
): Promise<void> {
  const log = { name: `The mail of ${user.email}`, events: await ownLog(store, user, now), egos: new Set([SELF]) };
  const check = await checkOnOwnMail(store, user, now);
  const notes = check
    ? [describeSelfCheck(check)]
    : ['There is too little history yet to say how well it does on this mail.'];
  await measureLog({ ...log, people: 1, notes }, options, out);
}

interface Log {
  /** How messages call it. */
  name: string;
  events: readonly LoggedEvent[];
  egos: ReadonlySet<string> | null;
  people: number;
  notes: string[];
}

async function measureLog(
  { name, events, egos, people, notes }: Log,
  options: BacktestOptions,
  out: Pick<Output, 'write' | 'progress'>,
): Promise<void> {
  const splits = parseSplits(options.splits);
  checkSpan(splits, events, { name, horizon: options.horizon }, notes);
  const rows = backtestRows({ events, egos, splits: [...splits.keys()], horizon: options.horizon }, (done, total) =>
    out.progress(`Replayed ${done.toLocaleString('en')} of ${total.toLocaleString('en')} events`),
  );
  if (rows.length === 0)
    throw new RekindleError('bad-input', 'Nobody has had any contact in the year before these splits.');
  if (options.scores !== undefined) await writeScores(options.scores, rows, splits);
  out.progress(`Measuring ${rows.length.toLocaleString('en')} scores`);
  const result: Result = {
    events: events.length,
    egos: people,
    splits: [...splits.values()],
    horizonDays: options.horizon,
    notes,
    report: evaluate(rows),
  };
  out.write(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : describeResult(result));
}

/** ms UTC → the moment as it was written. */
function parseSplits(texts: readonly string[]): Map<number, string> {
  const splits = new Map<number, string>();
  for (const text of texts.map((part) => part.trim()).filter((part) => part !== '')) {
    const at = parseInstant(text);
    if (at === null) {
      throw new RekindleError('usage', `"${text}" in --splits is not an ISO date.`, {
        hint: 'Write dates like 2025-03-01 or 2025-03-01T00:00:00Z, separated by commas.',
      });
    }
    if (!splits.has(at)) splits.set(at, text);
  }
  if (splits.size === 0) throw new RekindleError('usage', '--splits names no date.');
  return splits;
}

/** The log's path. */
function checkOptions(options: BacktestOptions): string {
  const { events, me, egos, everyEgo, horizon } = options;
  if (typeof events !== 'string' || events === '') throw new RekindleError('usage', 'Name a log with --events FILE.');
  const chosen = [me, egos, everyEgo === true ? 'all' : undefined].filter((choice) => choice !== undefined).length;
  if (chosen !== 1) {
    throw new RekindleError('usage', 'Say whose view it is: exactly one of --me ID, --egos FILE and --every-ego.');
  }
  if (!Number.isFinite(horizon) || horizon <= 0) {
    throw new RekindleError('usage', `--horizon must be a number of days above 0, not ${horizon}.`);
  }
  parseSplits(options.splits);
  return events;
}

async function chooseEgos(
  options: BacktestOptions & { events: string },
  ids: ReadonlySet<string>,
  events: readonly LoggedEvent[],
  notes: string[],
): Promise<Set<string> | null> {
  if (options.everyEgo === true) return null;
  if (options.me !== undefined) {
    if (ids.has(options.me)) return new Set([options.me]);
    throw new RekindleError('bad-input', `"${options.me}" does not appear in ${options.events}.`, {
      hint: suggestIds(options.me, ids, events),
    });
  }
  const egos = new Set<string>();
  const unknown: string[] = [];
  for await (const line of linesOf(options.egos ?? '')) {
    const id = line.replace(/^\uFEFF/, '').trim();
    if (id === '') continue;
    if (ids.has(id)) egos.add(id);
    else unknown.push(id);
  }
  if (egos.size === 0) {
    throw new RekindleError('bad-input', `None of the ids in ${options.egos} appears in ${options.events}.`, {
      hint: suggestIds(unknown[0] ?? '', ids, events),
    });
  }
  if (unknown.length > 0) notes.push(`${unknown.length} of the ids in ${options.egos} have no events.`);
  return egos;
}

/** Ids that look like the one asked for, else the ones that send most. */
function suggestIds(wanted: string, ids: ReadonlySet<string>, events: readonly LoggedEvent[]): string {
  const lower = wanted.toLowerCase();
  const alike = [...ids].filter((id) => {
    const other = id.toLowerCase();
    return other === lower || (lower.length > 2 && (other.includes(lower) || lower.includes(other)));
  });
  if (alike.length > 0)
    return `Did you mean ${alike
      .sort((a, b) => a.length - b.length)
      .slice(0, 3)
      .join(' or ')}?`;
  const sent = new Map<string, number>();
  for (const { from } of events) sent.set(from, (sent.get(from) ?? 0) + 1);
  const busiest = [...sent].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
  return `Those who send most are ${busiest.map(([id]) => id).join(', ')}.`;
}

function checkSpan(
  splits: ReadonlyMap<number, string>,
  events: readonly LoggedEvent[],
  log: { name: string; horizon: number },
  notes: string[],
): void {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of events) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  for (const [at, text] of splits) {
    if (at <= first || at > last) {
      throw new RekindleError('bad-input', `The split ${text} is outside the log.`, {
        hint: `${log.name} runs from ${iso(first)} to ${iso(last)}.`,
      });
    }
    if (at + log.horizon * DAY > last + DAY) {
      notes.push(`The log ends before the ${log.horizon} days after ${text} are over: its outcomes are incomplete.`);
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function writeScores(
  path: string,
  rows: readonly BacktestRow[],
  splits: ReadonlyMap<number, string>,
): Promise<void> {
  const file = createWriteStream(path);
  const done = finished(file);
  try {
    // Awaited first so that a path that can't be written fails before anything is made.
    await Promise.race([once(file, 'open'), done]);
    const write = async (text: string) => {
      if (!file.write(text)) await Promise.race([once(file, 'drain'), done]);
    };
    await write('ego,split,contact,contact_next,reactivate,suggest,trust,gap_ratio\n');
    let chunk: string[] = [];
    for (const row of rows) {
      chunk.push(scoreLine(row, splits.get(row.split) ?? iso(row.split)));
      if (chunk.length === 1000) {
        await write(chunk.join(''));
        chunk = [];
      }
    }
    file.end(chunk.join(''));
    await done;
  } catch (error) {
    file.destroy();
    throw new RekindleError('bad-input', `The scores can't be written to ${path}.`, { cause: error });
  }
}

function scoreLine(row: BacktestRow, split: string): string {
  const fields = [
    csvField(row.ego),
    split,
    csvField(row.contact),
    row.contactNext.toFixed(6),
    row.reactivate?.toFixed(6) ?? '',
    row.suggest.toFixed(6),
    String(row.trust),
    row.gapRatio?.toFixed(4) ?? '',
  ];
  return `${fields.join(',')}\n`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * `npm run trust:report -- DIR [--mailboxes DIR]`: writes the tables of docs/trust.md anew.
 *
 * DIR holds interaction logs `NAME.csv.gz` in the format of `rekindle backtest`; where only some of the people have
 * complete histories, `NAME.egos.txt` beside it names them. A folder of mailboxes holds mail files and a `me.json`:
 * `{ "FILE": { "addresses": ["you@example.com"], "timeZone": "Europe/Berlin" } }`. Only aggregates are written; logs go
 * by the name of their file, mailboxes by a number.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { linesOf, readEventLog } from '../../src/cli/event-log.ts';
import { describeError, exitCodeOf } from '../../src/cli/output.ts';
import { importArchive } from '../../src/connect/import-archive.ts';
import { RekindleError } from '../../src/domain/errors.ts';
import { DAY } from '../../src/domain/time.ts';
import { nodeAmbient } from '../../src/node.ts';
import { type BacktestRow, backtestRows, type LoggedEvent } from '../../src/trust/backtest.ts';
import { evaluate } from '../../src/trust/evaluate.ts';
import { BINS, probabilitySums } from '../../src/trust/metrics.ts';
import { ownLog, SELF } from '../../src/trust/self-check.ts';
import {
  describeFindings,
  type Findings,
  HORIZONS,
  isoDay,
  LONGEST,
  MONTH,
  RATIOS,
  type Shares,
} from './trust-tables.ts';

const PAGE = new URL('../../docs/trust.md', import.meta.url);
const [BEGIN, END] = ['<!-- tables: begin -->', '<!-- tables: end -->'];
const WEEK = 7 * DAY;

interface Log {
  name: string;
  events: LoggedEvent[];
  /** Null for everybody. */
  egos: Set<string> | null;
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { mailboxes: { type: 'string' } } });
  const [folder] = positionals;
  if (folder === undefined) throw new RekindleError('usage', 'Name the folder with the logs.');
  await main(folder, values.mailboxes ?? null);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = exitCodeOf(error);
}

async function main(folder: string, mailboxes: string | null): Promise<void> {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new RekindleError('bad-input', `docs/trust.md lacks ${BEGIN} or ${END}.`);
  for (const path of [folder, mailboxes ?? folder])
    if (!existsSync(path)) throw new RekindleError('bad-input', `There is no folder ${path}.`);
  const names = readdirSync(folder).filter((file) => file.endsWith('.csv.gz'));
  if (names.length === 0) throw new RekindleError('bad-input', `There is no *.csv.gz in ${folder}.`);
  const logs: Findings[] = [];
  for (const file of names.sort()) logs.push(findingsOf(await readLog(folder, file)));
  const boxes: Findings[] = [];
  if (mailboxes !== null) for await (const log of readMailboxes(mailboxes)) boxes.push(findingsOf(log));
  const tables = describeFindings(logs, boxes).join('\n');
  writeFileSync(PAGE, `${page.slice(0, begin)}${BEGIN}\n\n${tables}\n${page.slice(end)}`);
}

async function readLog(folder: string, file: string): Promise<Log> {
  const name = file.slice(0, -'.csv.gz'.length);
  const events = await readEventLog(join(folder, file), () => undefined);
  const list = join(folder, `${name}.egos.txt`);
  if (!existsSync(list)) return { name, events, egos: null };
  const egos = new Set<string>();
  for await (const line of linesOf(list)) if (line.trim() !== '') egos.add(line.trim());
  return { name, events, egos };
}

/** Imports each mailbox into a database of its own, which is gone afterwards. */
async function* readMailboxes(folder: string): AsyncGenerator<Log> {
  type Owner = { addresses: string[]; timeZone: string };
  const owners = JSON.parse(readFileSync(join(folder, 'me.json'), 'utf8')) as Record<string, Owner>;
  const quiet = { write: () => undefined, progress: () => undefined, error: () => undefined };
  const ambient = nodeAmbient({}, () => Date.now(), quiet);
  let number = 0;
  for (const [file, { addresses, timeZone }] of Object.entries(owners).sort()) {
    const scratch = mkdtempSync(join(tmpdir(), 'rekindle-trust-'));
    const now = ambient.clock();
    const session = await ambient.openSession(`file:${join(scratch, 'mail.db')}`, now);
    try {
      const deps = { archive: await ambient.openArchive(), evidence: session.evidence, people: session.people };
      const request = { paths: [join(folder, file)], me: addresses, zone: timeZone, defaultZone: timeZone };
      const { user } = await importArchive(deps, { ...request, locale: 'en-GB', now });
      yield { name: `mailbox ${++number}`, events: await ownLog(session.people, user, now), egos: new Set([SELF]) };
    } finally {
      await session.close();
      rmSync(scratch, { recursive: true });
    }
  }
}

/**
 * Midnights (UTC) evenly spaced over a log's busy span; at least five, and for one person's log (`every`) one each so many
 * days. The first has a third of that span behind it, the last one the longest horizon before it.
 *
 * The busy span is the part with most events between silences of four weeks, from its first to its last week with at
 * least half the events of its median week: data sets begin thinly, trickle on, or resume for a week after months.
 */
function chooseSplits(events: readonly LoggedEvent[], every: number | null): number[] {
  const part = mainPart(events.map(({ at }) => at).sort((a, b) => a - b));
  const start = Math.floor((part[0] ?? 0) / DAY) * DAY;
  const weeks = Map.groupBy(part, (at) => Math.floor((at - start) / WEEK));
  const median = [...weeks.values()].map(({ length }) => length).sort((a, b) => a - b)[weeks.size >> 1] ?? 0;
  const busy = [...weeks].filter(([, { length }]) => length >= median / 2).map(([week]) => week);
  const from = start + Math.min(...busy) * WEEK;
  const to = start + (Math.max(...busy) + 1) * WEEK;
  const [first, last] = [from + (to - from) / 3, to - LONGEST * DAY];
  if (last <= first) throw new RekindleError('bad-input', 'A log is too short to look ahead in it.');
  const steps = Math.max(4, every === null ? 0 : Math.floor((last - first) / (every * DAY)));
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((first + ((last - first) * i) / steps) / DAY) * DAY);
}

function mainPart(sorted: readonly number[]): number[] {
  let [best, part]: [number[], number[]] = [[], []];
  for (const at of sorted) {
    if (at - (part.at(-1) ?? at) > 4 * WEEK) part = [];
    part.push(at);
    if (part.length > best.length) best = part;
  }
  return best;
}

function earliest(events: readonly LoggedEvent[]): number {
  return events.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
}

function findingsOf({ name, events, egos }: Log): Findings {
  process.stderr.write(`${name}: ${events.length.toLocaleString('en')} events\n`);
  const isOne = egos?.size === 1;
  const splits = chooseSplits(events, isOne ? MONTH : null);
  const ids = new Set(events.flatMap(({ from, to }) => [from, ...to]));
  const findings: Findings = {
    name,
    events: events.length,
    people: egos === null ? ids.size : [...egos].filter((id) => ids.has(id)).length,
    from: earliest(events),
    to: events.reduce((most, { at }) => Math.max(most, at), 0),
    splits,
    all: new Map(),
    last: new Map(),
    trust: null,
    reliability: [],
    ratios: [],
  };
  for (const horizon of HORIZONS) {
    const rows = backtestRows({ events, egos, splits, horizon });
    // There is one person to resample: their lists stand in, each as a unit of its own.
    if (isOne) for (const row of rows) row.ego = isoDay(row.split);
    findings.all.set(horizon, evaluate(rows));
    findings.last.set(horizon, evaluate(rows.filter(({ split }) => split === splits.at(-1))));
    if (horizon !== MONTH) continue;
    findings.trust = evaluate(rows.map((row) => ({ ...row, contactNext: row.trust / 100 }))).contactNext;
    findings.reliability = reliabilityOf(rows);
    findings.ratios = RATIOS.slice(1).map((to, i) => sharesIn(rows, RATIOS[i] ?? 0, to));
  }
  return findings;
}

function reliabilityOf(rows: readonly BacktestRow[]): Shares[] {
  const { bins } = probabilitySums(rows.map(({ contactNext, contacted }) => ({ score: contactNext, hit: contacted })));
  const at = (index: number) => bins[index] ?? 0;
  return Array.from({ length: BINS }, (_, i) => ({ rows: at(3 * i), expected: at(3 * i + 1), hits: at(3 * i + 2) }));
}

function sharesIn(rows: readonly BacktestRow[], from: number, to: number): Shares {
  const within = rows.filter(({ gapRatio }) => gapRatio !== null && gapRatio >= from && gapRatio < to);
  return { rows: within.length, expected: 0, hits: within.filter(({ active }) => active).length };
}

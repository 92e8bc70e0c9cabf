/** The tables of docs/trust.md in Markdown. */
import { BASELINES } from '../../src/trust/baselines.ts';
import { MODEL, type RankFigures, type Report, type TargetReport } from '../../src/trust/evaluate.ts';
import { BINS } from '../../src/trust/metrics.ts';
import { BANDS } from '../../src/trust/params.ts';
import type { Estimate } from '../../src/trust/resample.ts';

/** Days ahead. */
export const HORIZONS = [28, 56] as const;
/** The horizon of the tables that show one only; the one that readings use. */
export const MONTH = HORIZONS[0];
export const LONGEST = HORIZONS[1];
/** Ends of the bands of gap ratio. */
export const RATIOS = [0, 1, BANDS.onTrack, BANDS.slipping, BANDS.lapsing, 16, Number.POSITIVE_INFINITY];
const FEWEST_LISTS = 5;

/** How many scores, what they promised, and what came true. */
export interface Shares {
  rows: number;
  expected: number;
  hits: number;
}

/** What remains of a log: nothing but sums over its people. */
export interface Findings {
  name: string;
  events: number;
  people: number;
  from: number;
  to: number;
  splits: number[];
  /** By horizon: over all splits, and over the last one alone. */
  all: Map<number, Report>;
  last: Map<number, Report>;
  /** The number 0–100 as if it ranked the next `MONTH` days; its probabilities mean nothing. */
  trust: TargetReport | null;
  /** Within `MONTH` days: by what was said, and by gap ratio (`RATIOS`). */
  reliability: Shares[];
  ratios: Shares[];
}

/** The Markdown of all tables, line by line. `boxes` are single mailboxes. */
export function describeFindings(logs: readonly Findings[], boxes: readonly Findings[]): string[] {
  const everything = [...logs, ...boxes];
  return [
    '### The data and the splits',
    '',
    ...table(
      ['log', 'events', 'people scored', 'from', 'to', 'splits'],
      everything.map(({ name, events, people, from, to, splits }) => {
        const dates = splits.length <= 5 ? splits.map(isoDay).join(', ') : describeMany(splits);
        return [name, count(events), count(people), isoDay(from), isoDay(to), dates];
      }),
    ),
    '### Whom will the user contact? Gain over Interactions Rank',
    '',
    ...gains(everything, 'contactNext', 'interactions_rank'),
    'The last split of each log alone, 28 days:',
    '',
    ...table(
      ['log', 'lists', 'AUC', 'gain in AUC', 'gain in MAP', 'calibration error'],
      logs.map(({ name, last }) => {
        const found = last.get(MONTH)?.contactNext;
        const gain = found?.gains['interactions_rank'];
        const figures = [estimate(found?.rankings[MODEL]?.auc), signed(gain?.auc), signed(gain?.map)];
        return [name, count(found?.lists ?? 0), ...figures, estimate(found?.calibrationError)];
      }),
    ),
    '### The number 0–100 itself, as a ranking of the next 28 days',
    '',
    ...table(
      ['log', 'AUC', 'against count', 'against Interactions Rank', 'against random'],
      everything.map(({ name, trust }) => {
        const against = (baseline: string) => signed(trust?.gains[baseline]?.auc);
        const others = [against('count'), against('interactions_rank'), against('random')];
        return [name, estimate(trust?.rankings[MODEL]?.auc), ...others];
      }),
    ),
    '### Who among the lapsed will be in contact again? Gain over recency',
    '',
    ...gains(logs, 'reactivate', 'recency'),
    '### Are the probabilities true?',
    '',
    'Contact by the user within 28 days: mean of what was said → share that came true (how many were said).',
    '',
    ...shareTable(
      'said',
      Array.from({ length: BINS }, (_, i) => `${i * BINS}–${(i + 1) * BINS} %`),
      logs,
      ({ reliability }) => reliability,
      ({ rows, expected, hits }) => `${percent(expected / rows)} → ${percent(hits / rows)} (${count(rows)})`,
    ),
    '### Gap ratio and contact',
    '',
    'Of the people with a rhythm, the share in contact, whoever began it, within 28 days (how many there were):',
    '',
    ...shareTable(
      'gap ratio',
      RATIOS.slice(1).map((to, i) => (Number.isFinite(to) ? `${RATIOS[i]}–${to}` : `${RATIOS[i]} and more`)),
      logs,
      ({ ratios }) => ratios,
      ({ rows, hits }) => `${percent(hits / rows)} (${count(rows)})`,
    ),
    ...everything.flatMap((finding) => HORIZONS.flatMap((horizon) => inFull(finding, horizon))),
  ];
}

function describeMany(splits: readonly number[]): string {
  return `${splits.length} from ${isoDay(splits[0] ?? 0)} to ${isoDay(splits.at(-1) ?? 0)}`;
}

/** One row a band, one column a log. */
function shareTable(
  title: string,
  bands: readonly string[],
  logs: readonly Findings[],
  sharesOf: (finding: Findings) => readonly Shares[],
  write: (shares: Shares) => string,
): string[] {
  const cell = (finding: Findings, band: number) => {
    const shares = sharesOf(finding)[band];
    return shares === undefined || shares.rows === 0 ? '–' : write(shares);
  };
  return table(
    [title, ...logs.map(({ name }) => name)],
    bands.map((band, i) => [band, ...logs.map((log) => cell(log, i))]),
  );
}

function gains(findings: readonly Findings[], target: keyof Report, baseline: (typeof BASELINES)[number]): string[] {
  const rows = findings.flatMap((finding) =>
    HORIZONS.map((horizon) => {
      const found = finding.all.get(horizon)?.[target];
      const gain = found?.gains[baseline];
      const own = found?.rankings[MODEL];
      return [
        finding.name,
        String(horizon),
        estimate(own?.auc),
        signed(gain?.auc),
        signed(gain?.map),
        signed(gain?.ndcg5),
        found ? `${estimate(found.brier)}; ${found.brierOfBaseRate.toFixed(3)}` : '–',
        estimate(found?.calibrationError),
      ];
    }),
  );
  const head = ['log', 'days', 'AUC', 'gain in AUC', 'gain in MAP', 'gain in NDCG@5', 'Brier; of the base rate'];
  return table([...head, 'calibration error'], rows);
}

/** Every ranking of one log at one horizon. */
function inFull({ name, all }: Findings, horizon: number): string[] {
  const part = (title: string, target: TargetReport | null | undefined) => {
    if (!target || target.lists < FEWEST_LISTS) return [`${title}: ${target?.lists ?? 0} lists, too few to say.`, ''];
    const { rows, lists, baseRate, rankings } = target;
    const row = (ranking: string, figures: RankFigures | undefined) => [
      ranking,
      estimate(figures?.auc),
      estimate(figures?.map),
      estimate(figures?.ndcg5),
    ];
    return [
      `${title}: ${count(rows)} scores in ${count(lists)} lists; ${percent(baseRate)} did.`,
      '',
      ...table(
        ['ranking', 'AUC', 'MAP', 'NDCG@5'],
        [MODEL, ...BASELINES].map((ranking) => row(ranking, rankings[ranking])),
      ),
    ];
  };
  const report = all.get(horizon);
  return [
    `### In full: ${name}, ${horizon} days`,
    '',
    ...part('Whom will the user contact', report?.contactNext),
    ...part('Who among the lapsed will be in contact again', report?.reactivate),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line), ''];
}

function estimate(figure: Estimate | undefined): string {
  return withInterval(figure, (value) => value.toFixed(3));
}

function signed(figure: Estimate | undefined): string {
  return withInterval(figure, (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`);
}

function withInterval(figure: Estimate | undefined, write: (value: number) => string): string {
  if (figure === undefined) return '–';
  const { value, low, high } = figure;
  return low === null || high === null ? write(value) : `${write(value)} [${write(low)}, ${write(high)}]`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

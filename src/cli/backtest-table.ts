/** What a backtest prints for people: figures of the model beside every baseline. */
import { BASELINES } from '../trust/baselines.ts';
import { MODEL, type RankFigures, type Report, type TargetReport } from '../trust/evaluate.ts';
import type { Estimate } from '../trust/resample.ts';

/** What is printed with `--json`. */
export interface Result {
  events: number;
  egos: number;
  splits: string[];
  horizonDays: number;
  notes: string[];
  report: Report;
}

export function describeResult({ events, egos, splits, horizonDays, notes, report }: Result): string {
  const lines = [
    `${events.toLocaleString('en')} events, ${egos.toLocaleString('en')} people, ${splits.length} splits, ${horizonDays} days ahead; 95 % intervals by person, where there are enough of them.`,
    ...notes,
    '',
    ...describeTarget('Whom will the user contact?', report.contactNext),
    '',
    ...describeTarget('Who among the lapsed will be in contact again?', report.reactivate),
  ];
  return `${lines.join('\n')}\n`;
}

function describeTarget(title: string, target: TargetReport | null): string[] {
  if (target === null) return [title, '  Nothing to measure: nobody has both outcomes.'];
  const row = (name: string, { auc, map, ndcg5 }: RankFigures) =>
    `  ${name.padEnd(18)} ${interval(auc)}  ${interval(map)}  ${interval(ndcg5)}`;
  return [
    `${title} (${target.rows.toLocaleString('en')} scores, ${target.lists.toLocaleString('en')} lists of ${target.people.toLocaleString('en')} people, ${percent(target.baseRate)} did)`,
    `  ${''.padEnd(18)} ${'AUC'.padEnd(20)}  ${'MAP'.padEnd(20)}  NDCG@5`,
    ...[MODEL, ...BASELINES].flatMap((name) => {
      const figures = target.rankings[name];
      return figures === undefined ? [] : [row(name, figures)];
    }),
    `  ${MODEL} minus`,
    ...BASELINES.flatMap((name) => {
      const figures = target.gains[name];
      return figures === undefined ? [] : [row(name, figures)];
    }),
    `  Brier ${interval(target.brier)} (always the base rate: ${target.brierOfBaseRate.toFixed(3)}); calibration error ${interval(target.calibrationError)}`,
  ];
}

function interval({ value, low, high }: Estimate): string {
  const ends = low === null || high === null ? '' : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `${value.toFixed(3)}${ends}`.padEnd(20);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

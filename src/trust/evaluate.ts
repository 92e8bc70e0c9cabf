/** From scored rows to the figures of a report: the model beside its baselines, with intervals by person. */
import type { BacktestRow } from './backtest.ts';
import { BASELINES } from './baselines.ts';
import { BINS, calibrationError, type Outcome, type ProbabilitySums, probabilitySums, rankQuality } from './metrics.ts';
import { bootstrap, type Estimate } from './resample.ts';

export interface RankFigures {
  auc: Estimate;
  map: Estimate;
  ndcg5: Estimate;
}

/** Figures of one target. Rankings are means over lists (a person at a split); probabilities are over all rows. */
export interface TargetReport {
  rows: number;
  /** People and lists that had both outcomes, and so could be ranked at all. */
  people: number;
  lists: number;
  baseRate: number;
  rankings: Record<string, RankFigures>;
  /** The model minus a baseline, on the same resamples: positive is better. */
  gains: Record<string, RankFigures>;
  brier: Estimate;
  /** Brier score of always saying the base rate. */
  brierOfBaseRate: number;
  calibrationError: Estimate;
}

export interface Report {
  contactNext: TargetReport | null;
  reactivate: TargetReport | null;
}

/** The model's name in reports, beside `BASELINES`. */
export const MODEL = 'rekindle';

/** Both targets; a target is null when no list has both outcomes. */
export function evaluate(rows: readonly BacktestRow[]): Report {
  return {
    contactNext: target(
      rows,
      (row) => row.contactNext,
      ({ contacted }) => contacted,
    ),
    reactivate: target(
      rows.filter(({ reactivate }) => reactivate !== null),
      (row) => row.reactivate ?? 0,
      ({ active }) => active,
    ),
  };
}

type Metric = 'auc' | 'ap' | 'ndcg5';

/** Per person: how many lists could be ranked, and each ranking's sums over them. */
interface PersonSums {
  lists: number;
  sums: Map<string, Record<Metric, number>>;
  probabilities: ProbabilitySums;
}

function target(
  rows: readonly BacktestRow[],
  probabilityOf: (row: BacktestRow) => number,
  hitOf: (row: BacktestRow) => boolean,
): TargetReport | null {
  const people = sumsByPerson(rows, probabilityOf, hitOf);
  const ranked = people.filter(({ lists }) => lists > 0);
  if (ranked.length === 0) return null;
  const lists = ranked.reduce((sum, person) => sum + person.lists, 0);
  const hits = rows.reduce((sum, row) => sum + (hitOf(row) ? 1 : 0), 0);
  const baseRate = hits / rows.length;

  const listsOf = Float64Array.from(ranked, (person) => person.lists);
  const meanOf = (metric: Metric, model: string, less?: string) => {
    const sumOf = (person: PersonSums, name: string) => person.sums.get(name)?.[metric] ?? 0;
    const sums = Float64Array.from(ranked, (one) => sumOf(one, model) - (less === undefined ? 0 : sumOf(one, less)));
    return bootstrap(ranked.length, (times) => {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < sums.length; i++) {
        const drawn = times[i] ?? 0;
        sum += drawn * (sums[i] ?? 0);
        count += drawn * (listsOf[i] ?? 0);
      }
      return count === 0 ? null : sum / count;
    });
  };
  const figures = (model: string, less?: string): RankFigures => ({
    auc: given(meanOf('auc', model, less)),
    map: given(meanOf('ap', model, less)),
    ndcg5: given(meanOf('ndcg5', model, less)),
  });
  const overRows = (figure: (sums: { rows: number; squared: number; bins: Float64Array }) => number) =>
    given(
      bootstrap(people.length, (times) => {
        const total = { rows: 0, squared: 0, bins: new Float64Array(3 * BINS) };
        people.forEach(({ probabilities }, index) => {
          const drawn = times[index] ?? 0;
          if (drawn === 0) return;
          total.rows += drawn * probabilities.rows;
          total.squared += drawn * probabilities.squared;
          for (let i = 0; i < total.bins.length; i++) {
            total.bins[i] = (total.bins[i] ?? 0) + drawn * (probabilities.bins[i] ?? 0);
          }
        });
        return total.rows === 0 ? null : figure(total);
      }),
    );

  return {
    rows: rows.length,
    people: ranked.length,
    lists,
    baseRate,
    rankings: Object.fromEntries([MODEL, ...BASELINES].map((name) => [name, figures(name)])),
    gains: Object.fromEntries(BASELINES.map((name) => [name, figures(MODEL, name)])),
    brier: overRows(({ squared, rows: count }) => squared / count),
    brierOfBaseRate: baseRate * (1 - baseRate),
    calibrationError: overRows(({ bins, rows: count }) => calibrationError(bins, count)),
  };
}

/** There is at least one person to draw, so there is a figure. */
function given(estimate: Estimate | null): Estimate {
  return estimate ?? { value: 0, low: null, high: null };
}

function sumsByPerson(
  rows: readonly BacktestRow[],
  probabilityOf: (row: BacktestRow) => number,
  hitOf: (row: BacktestRow) => boolean,
): PersonSums[] {
  const byPerson = Map.groupBy(rows, ({ ego }) => ego);
  return [...byPerson.values()].map((own) => {
    const person: PersonSums = {
      lists: 0,
      sums: new Map([MODEL, ...BASELINES].map((name) => [name, { auc: 0, ap: 0, ndcg5: 0 }])),
      probabilities: probabilitySums(own.map((row) => ({ score: probabilityOf(row), hit: hitOf(row) }))),
    };
    for (const list of Map.groupBy(own, ({ split }) => split).values()) {
      const rank = (scoreOf: (row: BacktestRow) => number) =>
        rankQuality(list.map((row): Outcome => ({ score: scoreOf(row), hit: hitOf(row) })));
      const ofModel = rank(probabilityOf);
      if (ofModel === null) continue;
      person.lists++;
      addTo(person.sums.get(MODEL), ofModel);
      for (const name of BASELINES)
        addTo(
          person.sums.get(name),
          rank((row) => row.baselines[name]),
        );
    }
    return person;
  });
}

function addTo(sums: Record<Metric, number> | undefined, quality: Record<Metric, number> | null): void {
  if (sums === undefined || quality === null) return;
  sums.auc += quality.auc;
  sums.ap += quality.ap;
  sums.ndcg5 += quality.ndcg5;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationError, type Outcome, probabilitySums, rankQuality } from './metrics.ts';
import { bootstrap, randomFrom } from './resample.ts';

const list = (...parts: [score: number, hit: 0 | 1][]): Outcome[] =>
  parts.map(([score, hit]) => ({ score, hit: hit === 1 }));

const outcomes = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), hit: fc.boolean() }), {
  minLength: 2,
  maxLength: 7,
});

/** All orders of the list, each equally likely among equal scores: the definition, spelled out. */
function byAllOrders(input: readonly Outcome[]): { auc: number; ap: number; ndcg5: number } {
  const orders: Outcome[][] = [];
  const arrange = (left: Outcome[], taken: Outcome[]): void => {
    if (left.length === 0) orders.push(taken);
    left.forEach((one, i) => {
      if (left.every(({ score }) => score <= one.score)) arrange(left.toSpliced(i, 1), [...taken, one]);
    });
  };
  arrange([...input], []);
  const mean = (of: (order: Outcome[]) => number) => orders.reduce((sum, order) => sum + of(order), 0) / orders.length;
  const hits = input.filter(({ hit }) => hit).length;
  return {
    auc: mean((order) => {
      let pairs = 0;
      order.forEach(({ hit }, i) => (pairs += hit ? order.slice(i).filter((later) => !later.hit).length : 0));
      return pairs / (hits * (order.length - hits));
    }),
    ap: mean((order) => {
      let [seen, sum] = [0, 0];
      order.forEach(({ hit }, i) => (sum += hit ? ++seen / (i + 1) : 0));
      return sum / hits;
    }),
    ndcg5: mean((order) => {
      const gain = (flags: boolean[]) =>
        flags.reduce((sum, hit, i) => sum + (hit && i < 5 ? 1 / Math.log2(i + 2) : 0), 0);
      const ideal = order.map(({ hit }) => hit).sort((a, b) => Number(b) - Number(a));
      return gain(order.map(({ hit }) => hit)) / gain(ideal);
    }),
  };
}

describe('rank quality', () => {
  it('is one for a perfect list and known for a mixed one', () => {
    expect(rankQuality(list([3, 1], [2, 1], [1, 0]))).toEqual({ auc: 1, ap: 1, ndcg5: 1 });
    const mixed = rankQuality(list([3, 0], [2, 1], [1, 0], [0, 1]));
    expect(mixed?.auc).toBeCloseTo(0.25, 12);
    expect(mixed?.ap).toBeCloseTo((1 / 2 + 2 / 4) / 2, 12);
  });

  it('equals the mean over every order that the scores allow', () => {
    fc.assert(
      fc.property(outcomes, (input) => {
        const quality = rankQuality(input);
        if (quality === null) return;
        const expected = byAllOrders(input);
        expect(quality.auc).toBeCloseTo(expected.auc, 9);
        expect(quality.ap).toBeCloseTo(expected.ap, 9);
        expect(quality.ndcg5).toBeCloseTo(expected.ndcg5, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('does not exist for a list without a hit or without a miss', () => {
    expect(rankQuality(list([1, 1], [2, 1]))).toBeNull();
    expect(rankQuality(list([1, 0]))).toBeNull();
    expect(rankQuality([])).toBeNull();
  });
});

describe('calibration error', () => {
  it('is the gap between what was said and what came, weighted by how often it was said', () => {
    const sums = probabilitySums(list([0.25, 1], [0.25, 0], [0.95, 1], [1, 1]));
    expect(calibrationError(sums.bins, sums.rows)).toBeCloseTo((Math.abs(0.5 - 1) + Math.abs(1.95 - 2)) / 4, 12);
    expect(sums.squared).toBeCloseTo(0.75 ** 2 + 0.25 ** 2 + 0.05 ** 2, 12);
  });

  it('is zero for probabilities that came true as often as said', () => {
    const sums = probabilitySums(list([0.5, 1], [0.5, 0]));
    expect(calibrationError(sums.bins, sums.rows)).toBe(0);
  });
});

describe('bootstrap', () => {
  const mean = (values: number[]) => (times: Float64Array) =>
    values.reduce((sum, value, i) => sum + value * (times[i] ?? 0), 0) / times.reduce((sum, drawn) => sum + drawn, 0);

  it('holds the figure and narrows with more people', () => {
    const random = randomFrom('values');
    const values = Array.from({ length: 400 }, random);
    const few = bootstrap(20, mean(values.slice(0, 20)));
    const many = bootstrap(400, mean(values));
    if (few === null || many === null) throw new Error('no figure');
    const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
    expect(many.low).toBeLessThan(many.value);
    expect(many.high).toBeGreaterThan(many.value);
    expect(width(many)).toBeLessThan(width(few) / 2);
  });

  it('draws the same every time', () => {
    const values = [1, 2, 3, 4, 5, 6];
    expect(bootstrap(6, mean(values))).toEqual(bootstrap(6, mean(values)));
  });

  it('gives no interval for a handful of people', () => {
    expect(bootstrap(2, mean([1, 3]))).toEqual({ value: 2, low: null, high: null });
  });

  it('gives nothing when there is nothing to measure', () => {
    expect(bootstrap(3, () => null)).toBeNull();
  });
});

describe('the generator', () => {
  it('is fixed by its seed and even', () => {
    const first = Array.from({ length: 1000 }, randomFrom('a'));
    expect(Array.from({ length: 1000 }, randomFrom('a'))).toEqual(first);
    expect(Array.from({ length: 1000 }, randomFrom('b'))).not.toEqual(first);
    expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(first.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
  });
});

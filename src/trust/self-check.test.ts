import { describe, expect, it } from 'vitest';
import { DAY } from '../domain/time.ts';
import { backtestRows, type LoggedEvent } from './backtest.ts';
import { describeSelfCheck, measure, SELF } from './self-check.ts';

const START = Date.UTC(2025, 0, 6, 9);
const SPLITS = [420, 448, 476, 504].map((day) => START + day * DAY);

/** `who` is written to every `every` days from day `first` on, and answers. */
function letters(who: string, every: number, first = 0, until = 540): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (let day = first; day < until; day += every) {
    const at = START + day * DAY;
    events.push({ at, from: SELF, to: [who], kind: 'mail', minutes: 0 });
    events.push({ at: at + 3_600_000, from: who, to: [SELF], kind: 'mail', minutes: 0 });
  }
  return events;
}

const measured = (events: LoggedEvent[]) =>
  measure(backtestRows({ events, egos: new Set([SELF]), splits: SPLITS, horizon: 28 }));

describe('measure', () => {
  it('counts who was contacted in each month, and finds those with a rhythm where recency is fooled', () => {
    const regular = ['a', 'b', 'c', 'd', 'e'].flatMap((who, i) => letters(who, 20, i));
    // Strangers met once, just before each month begins, and never again.
    const passing = SPLITS.flatMap((split, i) =>
      Array.from({ length: 6 }, (_, n): LoggedEvent => ({
        at: split - (n + 1) * 3_600_000,
        from: SELF,
        to: [`s${i}-${n}`],
        kind: 'mail',
        minutes: 0,
      })),
    );
    const quiet = Array.from({ length: 10 }, (_, n) => letters(`q${n}`, 90, n, 300)).flat();
    const check = measured([...regular, ...passing, ...quiet]);
    expect(check).toMatchObject({ months: 4, top: 5, contacted: 20 });
    expect(check!.found).toBe(20);
    expect(check!.foundByRecency).toBeLessThan(5);
  });

  it('says nothing of a handful of people, or of too few months', () => {
    expect(measured(letters('a', 7))).toBeNull();
    expect(measure([])).toBeNull();
  });
});

describe('in words', () => {
  const check = { months: 12, top: 20, contacted: 100, found: 70, foundByRecency: 50 };
  it('gives both figures', () => {
    expect(describeSelfCheck(check)).toBe(
      'Asked at the start of each of the last 12 months, Rekindle would have had 70 of the 100 people you then wrote to or met among its first 20; "most recent first" has 50.',
    );
  });
  it('admits it when the plain rule does as well or better', () => {
    expect(describeSelfCheck({ ...check, foundByRecency: 70 })).toContain('as many');
    expect(describeSelfCheck({ ...check, foundByRecency: 80 })).toContain('better');
  });
});

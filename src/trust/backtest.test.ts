import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../domain/time.ts';
import { type BacktestRow, backtestRows, type LoggedEvent } from './backtest.ts';
import { evaluate, MODEL } from './evaluate.ts';
import { randomFrom } from './resample.ts';

const START = Date.UTC(2024, 0, 1);
const SPLIT = START + 200 * DAY;
const PEOPLE = ['ana', 'ben', 'chi', 'dev', 'eva', 'fay'];

const moments = fc.record({
  day: fc.integer({ min: 0, max: 300 }),
  second: fc.integer({ min: 0, max: 86_399 }),
  from: fc.constantFrom(...PEOPLE),
  to: fc.uniqueArray(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 4 }),
  kind: fc.constantFrom('mail' as const, 'call' as const, 'meeting' as const),
  minutes: fc.integer({ min: 0, max: 90 }),
});
const logs = fc.array(moments, { minLength: 10, maxLength: 120 }).map((parts) =>
  parts
    .map(({ day, second, to, from, ...rest }): LoggedEvent => {
      return { ...rest, from, at: START + day * DAY + second * 1000, to: to.filter((id) => id !== from) };
    })
    .filter(({ to }) => to.length > 0),
);

const run = (events: readonly LoggedEvent[], splits = [SPLIT], horizon = 28, egos: ReadonlySet<string> | null = null) =>
  backtestRows({ events, egos, splits, horizon });
const scoresOf = (rows: readonly BacktestRow[]) => rows.map((row) => ({ ...row, contacted: null, active: null }));

describe('backtest rows', () => {
  it('do not change in any score when the future is edited', () => {
    fc.assert(
      fc.property(logs, logs, (past, otherFuture) => {
        const before = past.filter(({ at }) => at < SPLIT);
        const edited = [...before, ...otherFuture.filter(({ at }) => at >= SPLIT)];
        expect(scoresOf(run(edited))).toEqual(scoresOf(run(past)));
        expect(scoresOf(run(before))).toEqual(scoresOf(run(past)));
      }),
    );
  });

  it('are the same whatever the order of the events, and when lines are repeated [FM-103]', () => {
    fc.assert(
      fc.property(
        logs.chain((log) => fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length }))),
        ([log, shuffled]) => {
          expect(run(shuffled)).toEqual(run(log));
          expect(run([...log, ...shuffled])).toEqual(run(log));
        },
      ),
    );
  });

  it('of one person do not depend on whose views are scored beside theirs', () => {
    fc.assert(
      fc.property(logs, (log) => {
        expect(run(log, [SPLIT], 28, new Set(['ana']))).toEqual(run(log).filter(({ ego }) => ego === 'ana'));
      }),
    );
  });

  it('of a later split are the same with and without an earlier one', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const early = SPLIT - 60 * DAY;
        expect(run(log, [SPLIT, early]).filter(({ split }) => split === SPLIT)).toEqual(run(log));
      }),
    );
  });

  it('label whom the user wrote to within the horizon, from its first to before its last moment', () => {
    const mail = (at: number, from: string, to: string[]): LoggedEvent => ({ at, from, to, kind: 'mail', minutes: 0 });
    const history = ['ben', 'chi', 'dev', 'eva'].map((to, i) => mail(SPLIT - (i + 1) * DAY, 'ana', [to]));
    const log = [
      ...history,
      mail(SPLIT, 'ana', ['ben']),
      mail(SPLIT + 27 * DAY, 'chi', ['ana']),
      mail(SPLIT + 28 * DAY, 'ana', ['dev']),
      mail(SPLIT + 28 * DAY - 1000, 'fay', ['eva', 'ana']),
    ];
    const rows = run(log, [SPLIT], 28, new Set(['ana']));
    expect(rows.map(({ contact, contacted, active }) => [contact, contacted, active])).toEqual([
      ['ben', true, true],
      ['chi', false, true],
      ['dev', false, false],
      ['eva', false, false],
    ]);
  });

  it('name as candidates everybody with contact in the last 365 days', () => {
    const mail = (at: number, to: string): LoggedEvent => ({ at, from: 'ana', to: [to], kind: 'mail', minutes: 0 });
    const rows = run([mail(SPLIT - 366 * DAY, 'ben'), mail(SPLIT - 364 * DAY, 'chi')], [SPLIT], 28, new Set(['ana']));
    expect(rows.map(({ contact }) => contact)).toEqual(['chi']);
  });

  it('hold a reactivation probability for lapsed ties and for no others', () => {
    const weekly = (to: string, until: number): LoggedEvent[] =>
      Array.from({ length: 10 }, (_, i) => ({
        at: until - i * 7 * DAY,
        from: 'ana',
        to: [to],
        kind: 'mail',
        minutes: 0,
      }));
    const log = [
      ...weekly('ben', SPLIT - 3 * DAY),
      ...weekly('chi', SPLIT - 40 * DAY),
      ...weekly('dev', SPLIT - 40 * DAY).slice(0, 3),
    ];
    const rows = run(log, [SPLIT], 28, new Set(['ana']));
    expect(rows.map(({ contact, reactivate }) => [contact, reactivate !== null])).toEqual([
      ['ben', false],
      ['chi', true],
      ['dev', false],
    ]);
    for (const { gapRatio, reactivate } of rows) if (reactivate !== null) expect(gapRatio).toBeGreaterThan(3);
  });

  it('say more for a longer horizon', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const long = run(log, [SPLIT], 56);
        run(log, [SPLIT], 28).forEach(({ contactNext }, i) =>
          expect(contactNext).toBeLessThan(long[i]?.contactNext ?? 0),
        );
      }),
    );
  });

  it('do not give more trust for a hundred group mails', () => {
    const weekly: LoggedEvent[] = Array.from({ length: 20 }, (_, i) => {
      return {
        at: SPLIT - i * 7 * DAY,
        from: i % 2 ? 'ana' : 'ben',
        to: [i % 2 ? 'ben' : 'ana'],
        kind: 'mail',
        minutes: 0,
      };
    });
    const crowd = ['ana', ...Array.from({ length: 20 }, (_, i) => `guest${i}`)];
    const group: LoggedEvent[] = Array.from({ length: 100 }, (_, i) => {
      return { at: SPLIT - i * DAY - 1000, from: 'ben', to: crowd, kind: 'mail', minutes: 0 };
    });
    const of = (log: LoggedEvent[]) => run(log, [SPLIT], 28, new Set(['ana'])).find(({ contact }) => contact === 'ben');
    expect(of([...weekly, ...group])?.trust).toBe(of(weekly)?.trust);
    expect(of([...weekly, ...group])?.gapRatio).toBe(of(weekly)?.gapRatio);
  });
});

describe('the report', () => {
  /** Contacts with a rate of their own, over two years: what there is to learn is known. */
  const world = (): LoggedEvent[] => {
    const random = randomFrom('world');
    const events: LoggedEvent[] = [];
    for (const ego of ['ana', 'ben', 'chi', 'dev', 'eva']) {
      for (let contact = 0; contact < 12; contact++) {
        const rate = 0.002 * 1.6 ** contact;
        for (let day = 0; day < 600; day++) {
          if (random() >= rate) continue;
          const pair = [ego, `${ego}-${contact}`];
          const [from = '', to = ''] = random() < 0.5 ? pair : pair.reverse();
          events.push({ at: START + day * DAY + Math.floor(random() * DAY), from, to: [to], kind: 'mail', minutes: 0 });
        }
      }
    }
    return events;
  };
  const splits = [300, 400, 500].map((day) => START + day * DAY);
  const egos = new Set(['ana', 'ben', 'chi', 'dev', 'eva']);

  it('shows the model above chance and recency where the rate is what there is to learn', () => {
    const { contactNext } = evaluate(run(world(), splits, 28, egos));
    expect(contactNext?.people).toBe(5);
    expect(contactNext?.rankings[MODEL]?.auc.value).toBeGreaterThan(0.75);
    expect(contactNext?.gains['random']?.auc.low).toBeGreaterThan(0);
    expect(contactNext?.gains['recency']?.auc.value).toBeGreaterThan(0);
    expect(contactNext?.rankings['random']?.auc.value).toBeCloseTo(0.5, 0);
  });

  it('pairs its differences: a gain is the difference of the two figures', () => {
    const { contactNext } = evaluate(run(world(), splits, 28, egos));
    const [model, rank] = [contactNext?.rankings[MODEL], contactNext?.rankings['interactions_rank']];
    const difference = (model?.map.value ?? 0) - (rank?.map.value ?? 0);
    expect(contactNext?.gains['interactions_rank']?.map.value).toBeCloseTo(difference, 12);
  });

  it('says that there is nothing to measure when nothing happened', () => {
    const quiet = world().filter(({ at }) => at < START + 300 * DAY);
    expect(evaluate(run(quiet, [START + 300 * DAY], 28, egos))).toEqual({ contactNext: null, reactivate: null });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../domain/time.ts';
import { emptyTie, fold } from './fold.ts';
import { PART_WEIGHTS } from './params.ts';
import { bandOf, readTrust } from './read.ts';
import { at, did, every, exchange, foldAll, inOrder, localDay, readAll } from './tie.fixture.ts';

const weekly = (from: string, weeks: number) => every(7, weeks, from, (when) => exchange(when));
const trustOf = (...input: Parameters<typeof readAll>) => readAll(...input).reading.trust;

describe('trust', () => {
  it('is put together from the six parts and what the silence has left of the lasting five', () => {
    const { reading } = readAll(weekly('2025-01-06', 40), '2026-02-01');
    const { consistency, reciprocity, responsiveness, depth, tenure, currency } = reading.parts;
    const lasting =
      PART_WEIGHTS.consistency * consistency +
      PART_WEIGHTS.reciprocity * reciprocity +
      PART_WEIGHTS.responsiveness * responsiveness +
      PART_WEIGHTS.depth * depth +
      PART_WEIGHTS.tenure * tenure;
    expect(reading.trust).toBe(Math.round(100 * (reading.kept * lasting + PART_WEIGHTS.currency * currency)));
    expect(Object.values(PART_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('never rises by the mere passing of time, and neither does the chance of contact', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), (gaps, gap) => {
        let day = 0;
        const history = gaps.flatMap((step, i) => [
          did(i % 3 === 0 ? 'out' : 'in', at('2023-01-01') + (day += step) * DAY),
        ]);
        const state = foldAll(history);
        let before = readTrust(state, at('2023-01-01') + day * DAY, localDay);
        for (let silence = 1; silence < 30; silence++) {
          const after = readTrust(state, at('2023-01-01') + (day + silence * gap) * DAY, localDay);
          expect(after.trust).toBeLessThanOrEqual(before.trust);
          expect(after.earned).toBeLessThanOrEqual(before.earned);
          expect(after.contactProbability).toBeLessThanOrEqual(before.contactProbability);
          before = after;
        }
      }),
    );
  });

  it('is zero for one-way mail, in either direction, however much of it there is', () => {
    expect(
      trustOf(
        every(3, 200, '2025-01-01', (when) => [did('in', when)]),
        '2026-10-01',
      ),
    ).toBe(0);
    expect(
      trustOf(
        every(3, 200, '2025-01-01', (when) => [did('out', when)]),
        '2026-10-01',
      ),
    ).toBe(0);
  });

  it('does not rise by a hundred group mails, and changes in nothing else but the chance of contact', () => {
    const history = every(20, 20, '2025-06-01', (when) => exchange(when));
    const crowd = every(2, 100, '2025-06-02', (when) => [did('in', when, { groupSize: 20 })]);
    const now = '2026-10-01';
    const { contactProbability: _, priority: _priority, ...before } = readAll(history, now).reading;
    const { contactProbability: __, priority: __priority, ...after } = readAll([...history, ...crowd], now).reading;
    expect(after).toEqual(before);
  });

  it('counts days, not messages: forty mails on one day earn what one exchange earns', () => {
    const burst = Array.from({ length: 20 }, (_, i) => exchange(at('2026-03-02') + i * 60_000, 0.01)).flat();
    expect(readAll(burst, '2026-03-03').facts.activeDays).toBe(1);
    expect(readAll(burst, '2026-03-03').reading.parts.reciprocity).toBe(
      readAll(exchange('2026-03-02', 0.01), '2026-03-03').reading.parts.reciprocity,
    );
    expect(trustOf(weekly('2026-01-05', 8), '2026-03-03')).toBeGreaterThan(trustOf(burst, '2026-03-03'));
  });

  it('fades more slowly for a long-known tie than for a new one of the same rhythm', () => {
    const old = weekly('2021-01-04', 260);
    const young = weekly('2025-09-01', 16);
    const lastDay = at('2025-12-22');
    const left = (history: typeof old, months: number) => {
      const { reading } = readAll(history, lastDay + months * 30 * DAY);
      return reading.trust / reading.earned;
    };
    for (const months of [3, 6, 12]) expect(left(old, months)).toBeGreaterThan(left(young, months) + 0.05);
  });

  it('is not zero for fifty messages over years that are quiet now', () => {
    const old = every(45, 25, '2021-03-01', (when) => exchange(when));
    const { reading } = readAll(old, '2026-11-01');
    expect(reading.trust).toBeGreaterThanOrEqual(10);
    expect(reading.earned).toBeGreaterThanOrEqual(40);
  });

  it('puts two-way, regular, one-to-one contact above the same number of messages in groups of six', () => {
    const apart = weekly('2025-01-06', 50);
    const together = apart.map((one) => ({ ...one, groupSize: 6 }));
    expect(trustOf(apart, '2026-01-01')).toBeGreaterThan(trustOf(together, '2026-01-01') + 10);
  });

  it('counts meetings by their minutes and by how few were there', () => {
    const met = (minutes: number, groupSize: number) =>
      readAll(
        every(30, 12, '2025-01-06', (when) => [did('met', when, { minutes, groupSize })]),
        '2026-01-01',
      ).reading.parts.depth;
    expect(met(90, 1)).toBeGreaterThan(met(15, 1));
    expect(met(90, 1)).toBeGreaterThan(met(90, 5));
  });

  it('gives a steady rhythm more consistency than the same days in one burst', () => {
    const burst = [...every(1, 11, '2025-01-06', (when) => exchange(when)), ...exchange('2025-12-01')];
    const steady = every(30, 12, '2025-01-06', (when) => exchange(when));
    const of = (history: typeof burst) => readAll(history, '2025-12-10').reading.parts.consistency;
    expect(of(steady)).toBeGreaterThan(of(burst) + 0.3);
  });

  it('gives fast and reliable answers more responsiveness than slow or missing ones', () => {
    const of = (hours: number) =>
      readAll(
        every(20, 10, '2025-01-06', (when) => exchange(when, hours)),
        '2025-09-01',
      ).reading.parts.responsiveness;
    const silent = every(20, 10, '2025-01-06', (when) => [did('out', when), did('met', when + DAY)]);
    expect(of(1)).toBeGreaterThan(of(60));
    expect(of(60)).toBeGreaterThan(readAll(silent, '2025-09-01').reading.parts.responsiveness);
  });
});

describe('rhythm and gap ratio', () => {
  it('need four active days', () => {
    expect(readAll(weekly('2026-01-05', 3), '2026-02-01').reading).toMatchObject({ rhythmDays: null, band: 'unknown' });
    expect(readAll(weekly('2026-01-05', 4), '2026-02-01').reading).toMatchObject({ rhythmDays: 7 });
  });

  it('compare the silence with the usual gap', () => {
    const { reading } = readAll(weekly('2026-01-05', 10), '2026-03-30');
    expect(reading).toMatchObject({ silenceDays: 21, rhythmDays: 7, gapRatio: 3, band: 'slipping' });
  });

  it('have bands with their lower end inside', () => {
    expect([0, 1.99, 2, 3.99, 4, 8, 8.01].map(bandOf)).toEqual([
      'on-track',
      'on-track',
      'slipping',
      'slipping',
      'lapsing',
      'lapsing',
      'lapsed',
    ]);
  });

  it('are not reset by group mail', () => {
    const history = weekly('2026-01-05', 10);
    const state = foldAll(history);
    fold(state, did('in', '2026-03-29', { groupSize: 40 }), localDay);
    expect(readTrust(state, at('2026-03-30'), localDay).silenceDays).toBe(21);
  });
});

describe('suggestion priority', () => {
  const priorityOf = (...input: Parameters<typeof readAll>) => readAll(...input).reading.priority;

  it('is nothing for a tie on track, and rises as an earned one slips', () => {
    const history = weekly('2025-01-06', 50);
    const on = (days: number) => priorityOf(history, at('2025-12-15') + days * DAY);
    expect([on(5), on(13)]).toEqual([0, 0]);
    expect(on(20)).toBeGreaterThan(0);
    expect(on(28)).toBeGreaterThan(on(20));
  });

  it('falls for a young tie when the silence goes beyond reason, and stays for an old strong one', () => {
    const young = weekly('2025-09-01', 16);
    const old = weekly('2021-01-04', 260);
    const on = (history: typeof old, days: number) => priorityOf(history, at('2025-12-22') + days * DAY);
    expect(on(young, 400)).toBeLessThan(on(young, 40) / 5);
    expect(on(old, 400)).toBeGreaterThan(on(old, 40) / 4);
  });

  it('leaves a yearly friend alone in June, and names them in their month', () => {
    const yearly = [2021, 2022, 2023, 2024, 2025].flatMap((year) => exchange(`${year}-11-12`));
    const june = readAll(yearly, '2026-06-10').reading;
    expect(june).toMatchObject({ priority: 0, band: 'on-track' });
    expect(priorityOf(yearly, '2026-11-02')).toBeGreaterThan(0);
  });

  it('leaves in peace who has not answered three attempts on three days, for a year', () => {
    const history = weekly('2025-01-06', 40);
    const attempts = ['2025-12-01', '2026-01-10', '2026-02-20'].map((when) => did('out', when));
    expect(priorityOf([...history, ...attempts.slice(0, 2)], '2026-05-01')).toBeGreaterThan(0);
    expect(priorityOf([...history, ...attempts], '2026-05-01')).toBe(0);
    expect(priorityOf([...history, ...attempts, did('in', '2026-03-01')], '2026-05-01')).toBeGreaterThan(0);
    expect(priorityOf([...history, ...attempts], '2027-05-01')).toBeGreaterThan(0);
  });

  it('prefers who is likely to answer', () => {
    const answered = every(14, 20, '2025-01-06', (when) => exchange(when));
    const ignored = every(14, 20, '2025-01-06', (when) => [
      did('out', when),
      did('in', when + 20 * DAY, { thread: 'x' }),
    ]);
    const now = '2025-12-20';
    expect(readAll(answered, now).reading.answerProbability).toBeGreaterThan(0.7);
    expect(readAll(ignored, now).reading.answerProbability).toBeLessThan(0.3);
  });
});

describe('a tie of crowds only', () => {
  it('has no trust, no rhythm and no priority', () => {
    const { reading, facts } = readAll(
      every(7, 20, '2026-01-05', (when) => [
        did('out', when, { groupSize: 30 }),
        did('in', when + DAY, { groupSize: 30 }),
      ]),
      '2026-08-01',
    );
    expect(reading).toMatchObject({ trust: 0, earned: 0, gapRatio: null, priority: 0 });
    expect(facts).toMatchObject({ crowds: 40, activeDays: 0, lastPersonalAt: null });
  });
});

describe('the user’s own pace', () => {
  it('moves the chance of contact, and nothing else', () => {
    const state = inOrder(weekly('2026-01-05', 10)).reduce((tie, one) => fold(tie, one, localDay), emptyTie());
    const now = at('2026-03-20');
    const lively = readTrust(state, now, localDay, { silenceDays: 0, people: 20 });
    const away = readTrust(state, now, localDay, { silenceDays: 40, people: 20 });
    expect(away.contactProbability).toBeLessThan(lively.contactProbability);
    expect(away.trust).toBe(lively.trust);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../domain/evidence.ts';
import { DAY } from '../domain/time.ts';
import { chance, ratio } from './phrases.ts';
import { portraitOf } from './portrait.ts';
import { at, did, every, exchange, readAll } from './tie.fixture.ts';

const portrait = (history: Interaction[], now: string, weekAgo: Interaction[] | null = null) =>
  portraitOf(
    { firstName: 'Tomas', ...readAll(history, now), now: at(now), zone: 'Europe/Lisbon' },
    weekAgo && readAll(weekAgo, at(now) - 7 * DAY).reading,
  );
const fortnightly = every(14, 30, '2025-06-02', (when) => exchange(when));

describe('a portrait', () => {
  it('has six parts of 0–100 with what moved, and trust with what moved', () => {
    const { trust, parts } = portrait(fortnightly, '2026-11-23', fortnightly);
    const { reading } = readAll(fortnightly, '2026-11-23');
    const before = readAll(fortnightly, '2026-11-16').reading;
    expect(trust).toEqual({ now: reading.trust, before: before.trust, change: reading.trust - before.trust });
    expect(parts.map(({ part }) => part)).toEqual(Object.keys(reading.parts));
    for (const { part, now, before: then, change, meaning } of parts) {
      expect([now, then]).toEqual([Math.round(100 * reading.parts[part]), Math.round(100 * before.parts[part])]);
      expect(change).toBe(now - then!);
      expect(meaning).not.toBe('');
    }
  });

  it('of somebody new has nothing to compare with', () => {
    const { trust, parts, rhythm, gapRatio } = portrait(exchange('2026-11-20'), '2026-11-23');
    expect([trust.before, trust.change, parts[0]?.before, rhythm, gapRatio]).toEqual([null, null, null, null, null]);
  });

  it.each<[string, Interaction[], string, Record<string, string | null>]>([
    [
      'a rhythm that broke',
      fortnightly,
      '2026-11-23',
      {
        pattern: 'You and Tomas wrote about every two weeks for 13 months.',
        break: 'Nothing since 13 July (133 days).',
        stateOfPlay: 'Tomas answered last, on 13 July; nothing is open since.',
      },
    ],
    [
      'a rhythm that holds',
      fortnightly,
      '2026-07-20',
      {
        break: 'None: the last time was 13 July (seven days ago).',
        whyNow: 'Nothing presses: the silence is within your usual rhythm.',
      },
    ],
    [
      'the next word being the other’s',
      [...fortnightly, did('out', '2026-07-15')],
      '2026-07-20',
      {
        break: 'None: the last time was 15 July (five days ago).',
        stateOfPlay:
          'You wrote last, on 15 July, and Tomas has not answered yet. Tomas usually answers in about five hours.',
        whyNow: 'Not now: since 15 July the next word is Tomas’s.',
      },
    ],
    [
      'three attempts',
      ['2026-09-01', '2026-09-20', '2026-10-10'].map((day) => did('out', day)),
      '2026-11-23',
      { whyNow: 'Not now: you have written three times, and the next word is Tomas’s.' },
    ],
    [
      'a user who rarely answers',
      [...fortnightly, did('in', '2026-11-12')],
      '2026-11-23',
      {
        stateOfPlay: 'Tomas wrote last, on 12 November; no mail from you since.',
        whyNow: 'The mail of 12 November is a natural place to begin.',
      },
    ],
    [
      'the month of every year',
      [2022, 2023, 2024, 2025].flatMap((year) => exchange(`${year}-11-12`)),
      '2026-11-23',
      {
        pattern: 'Every November from 2022 to 2025 you caught up.',
        whyNow: 'It is November, the month in which you catch up.',
      },
    ],
    [
      'crowds alone',
      [did('in', '2026-10-01', { groupSize: 30 })],
      '2026-11-23',
      {
        break: null,
        stateOfPlay: 'No mail waits for an answer.',
        whyNow: 'Nothing presses: there has been no contact in a smaller group yet.',
      },
    ],
  ])('tells of %s', (_name, history, now, expected) => {
    expect(portrait(history, now).account).toMatchObject(expected);
  });
});

describe('why now', () => {
  const { facts, reading } = readAll(fortnightly, '2026-11-23');
  const whyNow = (more: Partial<typeof facts>) =>
    portraitOf(
      { firstName: 'Tomas', facts: { ...facts, ...more }, reading, now: at('2026-11-23'), zone: 'Europe/Lisbon' },
      null,
    ).account.whyNow;

  it('leaves alone who is away, and whom no mail reaches', () => {
    expect(whyNow({ awayUntil: at('2026-12-01') })).toBe('Not now: Tomas is away until 1 December.');
    expect(whyNow({ bouncedAt: at('2026-09-01') })).toBe(
      'There is no address left to write to: mail has come back since 1 September.',
    );
  });

  it('says how much of the silence was an absence', () => {
    expect(whyNow({ pausedDays: 12 })).toMatch(/^The silence, less 12 days away, is [\d.]+ times your usual gap; of/);
  });
});

describe('a chance in words', () => {
  it.each([
    [0, 'less than 1 in 100'],
    [0.01, 'about 1 in 100'],
    [0.21, 'about 1 in 5'],
    [0.5, 'about 1 in 2'],
    [0.68, 'about 2 in 3'],
    [0.97, 'about 49 in 50'],
    [1, 'more than 99 in 100'],
  ])('%d is %s', (probability, words) => expect(chance(probability)).toBe(words));

  it('never falls when the probability rises, and is never far off', () => {
    const value = (words: string) => {
      const [part = NaN, whole = NaN] = words.match(/\d+/g)?.map(Number) ?? [];
      return words.startsWith('less') ? 0 : words.startsWith('more') ? 1 : part / whole;
    };
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        expect(value(chance(Math.min(a, b)))).toBeLessThanOrEqual(value(chance(Math.max(a, b))));
        expect(Math.abs(value(chance(a)) - a)).toBeLessThan(0.1);
      }),
    );
  });
});

describe('a ratio', () => {
  it('has a decimal below ten only', () => {
    expect([0.04, 3.44, 9.94, 9.96, 1234.5].map(ratio)).toEqual(['0.0', '3.4', '9.9', '10', '1,235']);
  });
});

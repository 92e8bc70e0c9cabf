import { describe, expect, it } from 'vitest';
import type { Interaction } from '../domain/evidence.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { at, did, every, exchange, tell } from './tie.fixture.ts';

/** Meetings and exchanges every ten days for two years. */
const everyTenDays = Array.from({ length: 72 }, (_, i) => {
  const when = at('2024-09-01') + i * 10 * DAY;
  return i % 3 === 2 ? [did('met', when, { subject: 'Rayworks move' })] : exchange(when, 5, 'Rayworks move');
}).flat();
const yearly = (day: string, last = 2025): Interaction[] =>
  Array.from({ length: last - 2020 }, (_, i) => exchange(`${2021 + i}-${day}`)).flat();
const threeWeekly = every(21, 10, '2026-01-05', (when) => exchange(when, 30));
const fortnightly = every(14, 20, '2025-01-01', (when) => exchange(when));
/** They write, the user answers within two hours. */
const theyBegin = (when: number): Interaction[] => {
  const asked = did('in', when);
  return [asked, did('out', when + 2 * HOUR, { thread: asked.thread, answers: asked.evidenceKey })];
};

/** History, moment, the reason word for word. Read one by one by a person: true, kind, short. */
const GOLDEN: [name: string, history: Interaction[], now: string, reason: string][] = [
  [
    'a break in a rhythm',
    everyTenDays,
    '2026-11-23',
    'You met or wrote about every ten days for two years; nothing since 12 August (103 days).',
  ],
  [
    'a rhythm that holds',
    everyTenDays,
    '2026-08-20',
    'You met or wrote about every ten days for two years; the last time was 12 August (eight days ago).',
  ],
  [
    'they wrote last, after weekly mail',
    [
      ...every(7, 104, '2024-09-01', (when) => exchange(when, 3)),
      did('in', '2026-10-05', { subject: 'Lisbon in spring?' }),
    ],
    '2026-11-23',
    'Tomas wrote last, on 5 October; no mail from you since. You and Tomas wrote about once a week for two years.',
  ],
  [
    'the user waits for ten weeks',
    [...threeWeekly, did('out', '2026-09-14', { subject: 'Contract draft' })],
    '2026-11-23',
    'You wrote last, ten weeks ago, and Tomas has not answered; one light nudge is fine. Tomas usually answers in about a day.',
  ],
  [
    'the user waits for five days',
    [...threeWeekly, did('out', '2026-11-18', { subject: 'Contract draft' })],
    '2026-11-23',
    'You wrote last, on 18 November, and Tomas has not answered yet. Tomas usually answers in about a day.',
  ],
  [
    'three attempts in vain',
    [...threeWeekly, did('out', '2026-09-14'), did('out', '2026-10-01'), did('out', '2026-10-20')],
    '2026-11-23',
    'You have written three times since 14 September without an answer from Tomas; leave it there for now. Tomas usually answers in about a day.',
  ],
  [
    'a yearly month that has come',
    yearly('11-12'),
    '2026-11-23',
    'Every November since 2021 you catch up. It is November.',
  ],
  [
    'a yearly month that went by',
    yearly('09-12'),
    '2026-11-23',
    'Every September from 2021 to 2025 you caught up. This time September went by without.',
  ],
  [
    'a yearly pair, long past its month',
    yearly('03-12'),
    '2026-11-23',
    'You and Tomas wrote about once a year for four years; the last time was 12 March 2025 (20 months ago).',
  ],
  [
    'a yearly pair between its months',
    yearly('03-12', 2026),
    '2026-06-23',
    'You and Tomas wrote about once a year for five years; the last time was 12 March (three months ago).',
  ],
  [
    'monthly meetings',
    every(30, 10, '2025-08-05', (when) => [did('met', when, { subject: 'Board lunch' })]),
    '2026-11-23',
    'You met about once a month for nine months; nothing since 2 May (205 days).',
  ],
  [
    'five meetings',
    ['2026-01-10', '2026-02-20', '2026-04-02', '2026-05-10', '2026-06-14'].map((d) => did('met', d)),
    '2026-11-23',
    'You met about every six weeks for five months; nothing since 14 June (162 days).',
  ],
  [
    'one exchange',
    exchange('2026-10-01', 5, 'Introduction'),
    '2026-11-23',
    'You and Tomas wrote on one day, 1 October (eight weeks ago).',
  ],
  [
    'one meeting',
    [did('met', '2026-10-01', { subject: 'Coffee' })],
    '2026-11-23',
    'You met on one day, 1 October (eight weeks ago).',
  ],
  [
    'one mail to them',
    [did('out', '2026-10-01', { subject: 'Hello' })],
    '2026-11-23',
    'You wrote last, eight weeks ago, and Tomas has not answered; one light nudge is fine.',
  ],
  [
    'one mail from them',
    [did('in', '2026-10-01', { subject: 'Hello' })],
    '2026-11-23',
    'Tomas wrote last, on 1 October; no mail from you since.',
  ],
  [
    'two days',
    [...exchange('2026-03-01'), ...exchange('2026-05-04')],
    '2026-11-23',
    'You and Tomas wrote on two days between March and May; nothing since 4 May (203 days).',
  ],
  [
    'a burst within a month',
    every(2, 8, '2026-03-01', (when) => exchange(when)),
    '2026-11-23',
    'You and Tomas wrote on eight days in March; nothing since 15 March (253 days).',
  ],
  [
    'two bursts, years apart',
    [...every(1, 9, '2024-03-01', (when) => exchange(when)), ...every(1, 9, '2026-05-01', (when) => exchange(when))],
    '2026-11-23',
    'You and Tomas wrote on 18 days between March 2024 and May 2026; nothing since 9 May (198 days).',
  ],
  [
    'a daily colleague who left',
    every(1, 300, '2025-06-01', (when) => exchange(when, 2, 'Sprint review')),
    '2026-11-23',
    'You and Tomas wrote almost every day for ten months; nothing since 27 March (241 days).',
  ],
  [
    'a daily colleague',
    every(1, 300, '2026-01-27', (when) => exchange(when, 2)),
    '2026-11-23',
    'You and Tomas wrote almost every day for ten months; the last time was yesterday.',
  ],
  [
    'an old tie',
    every(60, 40, '2017-01-01', (when) => exchange(when)),
    '2026-11-23',
    'You and Tomas wrote about every two months for six years; nothing since 30 May 2023 (1,273 days).',
  ],
  [
    'quarterly',
    every(91, 12, '2023-06-01', (when) => [...exchange(when), did('met', when + 3 * DAY, { minutes: 90 })]),
    '2026-11-23',
    'You met or wrote about every six weeks for three years; nothing since 1 March (267 days).',
  ],
  [
    'crowds only',
    every(14, 20, '2026-01-01', (when) => [did('in', when, { groupSize: 30 })]),
    '2026-11-23',
    'So far you have only shared larger groups, last on 24 September.',
  ],
  [
    'only crowds since',
    [...fortnightly, ...every(10, 10, '2026-08-01', (when) => [did('in', when, { groupSize: 30 })])],
    '2026-11-23',
    'You and Tomas wrote about every two weeks for nine months; only in larger groups since 24 September 2025 (425 days).',
  ],
  [
    'they wrote last, long ago',
    [...fortnightly, did('in', '2026-05-02', { subject: 'Fwd: Re: [team] Your “talk”' })],
    '2026-11-23',
    'Tomas wrote last, on 2 May; no mail from you since. You and Tomas wrote on 21 days between January 2025 and May 2026.',
  ],
  [
    'they wrote three times',
    [...fortnightly, did('in', '2026-10-02'), did('in', '2026-10-12'), did('in', '2026-11-02')],
    '2026-11-23',
    'Tomas wrote last, on 2 November; no mail from you since. You and Tomas wrote on 23 days between January 2025 and November 2026.',
  ],
  [
    'their last mail was an answer',
    [...every(14, 20, '2025-12-01', (when) => exchange(when))],
    '2026-11-23',
    'You and Tomas wrote about every two weeks for nine months; nothing since 24 August (91 days).',
  ],
  [
    'the user usually answers fast',
    [...every(14, 8, '2026-03-01', theyBegin), did('in', '2026-10-12', { subject: 'Lisbon in spring?' })],
    '2026-11-23',
    'Tomas wrote last, on 12 October, and waits for your answer. You usually answer in about two hours.',
  ],
  [
    'they wrote three times to a user who usually answers',
    [
      ...every(14, 8, '2026-03-01', theyBegin),
      did('in', '2026-10-02'),
      did('in', '2026-10-12'),
      did('in', '2026-11-02'),
    ],
    '2026-11-23',
    'Tomas has written three times since 2 October and waits for your answer. You usually answer in about two hours.',
  ],
  [
    'the user rarely answers, and nobody is said to wait',
    [
      ...every(21, 10, '2026-02-01', (when) => [did('in', when)]),
      ...every(21, 3, '2026-02-08', theyBegin),
      did('in', '2026-10-12'),
    ],
    '2026-11-23',
    'Tomas wrote last, on 12 October; no mail from you since. You and Tomas wrote about every three weeks for eight months.',
  ],
  [
    'two days from last year to this',
    [...exchange('2025-09-03'), ...exchange('2026-09-03')],
    '2026-11-23',
    'You and Tomas wrote on two days between September 2025 and September 2026; nothing since 3 September (81 days).',
  ],
  [
    'they usually answer in a day',
    [...every(14, 8, '2026-03-01', (when) => exchange(when, 26)), did('out', '2026-08-12', { subject: 'Budget' })],
    '2026-11-23',
    'You wrote last, three months ago, and Tomas has not answered; one light nudge is fine. Tomas usually answers in about a day.',
  ],
  [
    'a question to a group',
    [
      ...every(14, 8, '2026-03-01', (when) => exchange(when, 26)),
      did('in', '2026-11-12', { groupSize: 5, subject: 'Who comes?' }),
    ],
    '2026-11-23',
    'You and Tomas wrote on 17 days between March and November; the last time was 12 November (eleven days ago).',
  ],
  [
    'mail from them only',
    every(9, 20, '2026-01-03', (when) => [did('in', when)]),
    '2026-11-23',
    'Tomas wrote last, on 23 June; no mail from you since.',
  ],
  [
    'mail to them only',
    every(9, 20, '2026-01-03', (when) => [did('out', when)]),
    '2026-11-23',
    'You have written 20 times since 3 January without an answer from Tomas; leave it there for now.',
  ],
  [
    'today',
    every(12, 20, '2026-04-09', (when) => exchange(when)),
    '2026-11-23',
    'You and Tomas wrote about every ten days for seven months; the last time was today.',
  ],
  [
    'yesterday',
    every(12, 20, '2026-04-08', (when) => exchange(when)),
    '2026-11-23',
    'You and Tomas wrote about every ten days for seven months; the last time was yesterday.',
  ],
  [
    'they wrote, then the two met',
    [did('in', '2026-10-01'), did('met', '2026-10-05', { minutes: 45, subject: 'Plan' })],
    '2026-11-23',
    'You met or wrote on two days in October; nothing since 5 October (49 days).',
  ],
  [
    'weekly mail, three weeks ago',
    every(7, 30, '2026-04-06', (when) => exchange(when, 1)),
    '2026-11-16',
    'You and Tomas wrote about once a week for seven months; nothing since 26 October (21 days).',
  ],
  [
    'six months apart',
    every(182, 8, '2022-09-06', (when) => [did('met', when, { minutes: 120 })]),
    '2026-11-23',
    'You met about every six months for three years; the last time was 3 March (nine months ago).',
  ],
  [
    'three-day cadence',
    every(3, 40, '2026-06-06', (when) => exchange(when, 1)),
    '2026-11-23',
    'You and Tomas wrote every three days for four months; nothing since 1 October (53 days).',
  ],
  [
    'last year only',
    every(15, 10, '2025-01-06', (when) => exchange(when, 1)),
    '2026-11-23',
    'You and Tomas wrote about every two weeks for four months; nothing since 21 May 2025 (551 days).',
  ],
  [
    'first contact last week',
    exchange('2026-11-16', 1, 'Nice to meet you'),
    '2026-11-23',
    'You and Tomas wrote on one day, 16 November (seven days ago).',
  ],
];

describe('the reason', () => {
  it.each(GOLDEN)('%s', (_name, history, now, expected) => {
    expect(tell(history, now).reason).toBe(expected);
  });

  it.each(GOLDEN)(
    'of %s has at most two sentences, no pronoun for the person, and three to six facts',
    (_n, history, now) => {
      const { reason, facts, opener } = tell(history, now);
      expect(reason.match(/[.!?](?= |$)/g)?.length).toBeLessThanOrEqual(2);
      for (const text of [reason, opener, ...facts]) expect(text).not.toMatch(/\b(she|he|her|his|him)\b/i);
      expect(facts.length).toBeGreaterThanOrEqual(3);
      expect(facts.length).toBeLessThanOrEqual(6);
      expect(new Set(facts).size).toBe(facts.length);
    },
  );
});

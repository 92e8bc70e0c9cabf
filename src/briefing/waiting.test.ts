import { describe, expect, test } from 'vitest';

import { DAY, HOUR, localDayIn } from '../domain/time.ts';
import { asking, input, meeting, NOW, person } from './briefing.fixture.ts';
import type { BriefingInput, Candidate } from './candidate.ts';
import { isQuestion } from '../trust/habit.ts';
import { chooseMeetings, chooseWaiting } from './waiting.ts';

const BERLIN = localDayIn('Europe/Berlin');
type Open = NonNullable<Candidate['facts']['open']>;

const waits = (candidate: Candidate) => chooseWaiting(input([candidate])).length === 1;
const withOpen = (change: Partial<Open>) => {
  const candidate = asking('Ana Lima');
  return asking('Ana Lima', '', {
    facts: { ...candidate.facts, open: { ...(candidate.facts.open as Open), ...change } },
  });
};
const answering = (asked: number, answered: number, reply = false) => {
  const candidate = withOpen({ reply });
  return asking('Ana Lima', '', { facts: { ...candidate.facts, userAnswers: { asked, answered, hours: 5 } } });
};

describe('who waits for an answer', () => {
  test('somebody who wrote to the user alone, six weeks ago, and is usually answered', () => {
    expect(waits(asking('Ana Lima'))).toBe(true);
  });

  test('not when the user wrote last, or nobody waits', () => {
    expect(waits(withOpen({ from: 'user' }))).toBe(false);
    expect(waits(person('Ana Lima'))).toBe(false);
  });

  test('not when the user stood in Cc, nor in a group of more than three', () => {
    expect(waits(withOpen({ direct: false }))).toBe(false);
    expect(waits(withOpen({ groupSize: 4 }))).toBe(false);
    expect(waits(withOpen({ groupSize: 3 }))).toBe(true);
  });

  test('only from the second to the sixtieth day', () => {
    expect(waits(withOpen({ latest: NOW - 2 * DAY + HOUR }))).toBe(false);
    expect(waits(withOpen({ latest: NOW - 2 * DAY }))).toBe(true);
    expect(waits(withOpen({ latest: NOW - 60 * DAY }))).toBe(true);
    expect(waits(withOpen({ latest: NOW - 60 * DAY - HOUR }))).toBe(false);
  });

  test('only where the user has a habit of answering', () => {
    expect(waits(answering(4, 2))).toBe(true);
    expect(waits(answering(4, 1))).toBe(false);
    expect(waits(answering(1, 1))).toBe(false);
    expect(waits(answering(0, 0))).toBe(false);
  });

  test('where they ask, or ask again, a quarter is habit enough', () => {
    const [asked, answered] = [8, 2];
    const rarely = (change: Partial<Open>) => {
      const { facts } = withOpen(change);
      return waits(asking('Ana Lima', '', { facts: { ...facts, userAnswers: { asked, answered, hours: 5 } } }));
    };
    expect(rarely({ subject: 'Draft' })).toBe(false);
    expect(rarely({ subject: 'Draft?' })).toBe(true);
    expect(rarely({ subject: 'Draft', count: 2 })).toBe(true);
    expect(rarely({ subject: 'Draft?', reply: true })).toBe(false);
  });

  test('their answer to the user waits only where the user nearly always answers again', () => {
    expect(waits(answering(4, 2, true))).toBe(false);
    expect(waits(answering(4, 3, true))).toBe(true);
  });

  test('not when they met since', () => {
    const candidate = asking('Ana Lima');
    const met = (at: number) => asking('Ana Lima', 'x', { facts: { ...candidate.facts, lastMeetingAt: at } });
    expect(waits(met(NOW - 41 * DAY))).toBe(false);
    expect(waits(met(NOW - 43 * DAY))).toBe(true);
  });

  test('nobody muted or snoozed', () => {
    expect(waits(asking('Ana Lima', 'x', { muted: true }))).toBe(false);
    expect(waits(asking('Ana Lima', 'x', { snoozedUntil: NOW + DAY }))).toBe(false);
  });

  test('three at most: questions and close ties first', () => {
    const people = [
      asking('No Question', 'Draft', { reading: { earned: 60 } }),
      asking('Far Question', 'Draft?', { reading: { earned: 30 } }),
      asking('Close Question', 'Draft?', { reading: { earned: 60 } }),
      asking('Far Away', 'Draft', { reading: { earned: 29 } }),
    ];
    expect(chooseWaiting(input(people)).map(({ name }) => name)).toEqual([
      'Close Question',
      'No Question',
      'Far Question',
    ]);
  });

  test('a question mark asks, in any script; in an answer it is the user’s own', () => {
    const asks = (subject: string, reply = false) => isQuestion(withOpen({ subject, reply }).facts.open);
    for (const subject of ['Lisbon in spring?', '京都？', 'بيروت؟']) expect(asks(subject)).toBe(true);
    expect(asks('Lisbon')).toBe(false);
    expect(asks('Re: Lisbon in spring?', true)).toBe(false);
    expect(isQuestion(null)).toBe(false);
  });
});

describe('whom the user will see anyway', () => {
  const at = (name: string, time: number, others = 1, title = '') =>
    meeting(name, { nextMeeting: { at: time, minutes: 30, others, title } });
  const lines = (people: Candidate[], options: Partial<BriefingInput> = {}) =>
    chooseMeetings(input(people, options), BERLIN).map((one) => one.people.map(({ name }) => name).join('+'));

  test('in order of time, people of one meeting together', () => {
    const people = [at('Late', NOW + 3 * DAY), at('Ida', NOW + DAY, 2, 'Plan'), at('Ken', NOW + DAY, 2, 'Plan')];
    expect(lines(people)).toEqual(['Ida+Ken', 'Late']);
  });

  test('a crowd of more than six others is not seeing somebody', () => {
    expect(lines([at('Ida', NOW + DAY, 6)])).toEqual(['Ida']);
    expect(lines([at('Ida', NOW + DAY, 7)])).toEqual([]);
  });

  test('nobody muted', () => {
    expect(lines([{ ...at('Ida', NOW + DAY), muted: true }])).toEqual([]);
  });

  test('[FM-54] the week is seven local days, also when clocks change: a 25-hour day hides no meeting', () => {
    const now = Date.UTC(2026, 9, 19, 5); // Monday 07:00 in Berlin; winter time begins on Sunday the 25th
    const lastMinute = Date.UTC(2026, 9, 26, 22, 59); // Monday 26th, 23:59 in Berlin
    expect(lines([at('Ida', lastMinute)], { now })).toEqual(['Ida']);
    expect(lines([at('Ida', lastMinute + 60_000)], { now })).toEqual([]);
    expect(lines([at('Ida', now - 1)], { now })).toEqual([]);
  });

  test('five at most: one to one and out of rhythm before the daily stand-up', () => {
    const standUps = Array.from({ length: 5 }, (_, index) => at(`Up ${index}`, NOW + (index + 1) * HOUR, 6));
    const quiet = { ...at('Quiet', NOW + 6 * DAY), reading: { ...at('x', 0).reading, band: 'lapsing' as const } };
    expect(lines([...standUps, quiet])).toEqual(['Up 0', 'Up 1', 'Up 2', 'Up 3', 'Quiet']);
  });
});

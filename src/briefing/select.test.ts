import { describe, expect, test } from 'vitest';

import { DAY, localDayIn } from '../domain/time.ts';
import { CIRCLE_TRUST } from '../trust/circle.ts';
import { asking, input, meeting, NOW, person } from './briefing.fixture.ts';
import { obstacle, selectBriefing } from './select.ts';

const BERLIN = localDayIn('Europe/Berlin');
const names = (week: Parameters<typeof selectBriefing>[0]) =>
  selectBriefing(week).suggestions.map(({ candidate }) => candidate.name);
const obstacleOf = (candidate: ReturnType<typeof person>, options: Parameters<typeof input>[1] = {}) =>
  obstacle(candidate, input([], options), BERLIN);
const open = (from: 'user' | 'person', daysAgo: number, count = 1) => {
  const latest = NOW - daysAgo * DAY;
  return { from, since: latest, latest, count, subject: 'Draft', groupSize: 1, direct: true, reply: false };
};

describe('who is kept out', () => {
  test('a strong tie that went quiet is suggested: nothing stands against it', () => {
    expect(obstacleOf(person('Bob Ray'))).toBeNull();
  });

  test('nobody muted', () => {
    expect(obstacleOf(person('Bob Ray', { muted: true }))).toBe('muted');
  });

  test('nobody snoozed, until the very moment the snooze ends', () => {
    expect(obstacleOf(person('Bob Ray', { snoozedUntil: NOW + 1 }))).toBe('snoozed');
    expect(obstacleOf(person('Bob Ray', { snoozedUntil: NOW }))).toBeNull();
  });

  test('nobody whose every address bounced; one that is left is enough', () => {
    const deadAddresses = ['bob@rayworks.example'];
    expect(obstacleOf(person('Bob Ray', { facts: { bouncedAt: NOW - DAY, deadAddresses } }))).toBe('address-dead');
    expect(obstacleOf(person('Bob Ray', { facts: { bouncedAt: null, deadAddresses } }))).toBeNull();
  });

  test('nobody who is away, until they are back', () => {
    expect(obstacleOf(person('Bob Ray', { facts: { awayUntil: NOW + DAY } }))).toBe('away');
    expect(obstacleOf(person('Bob Ray', { facts: { awayUntil: null, pausedDays: 7 } }))).toBeNull();
  });

  test('nobody again within the cool-down, and its length can be set', () => {
    expect(obstacleOf(person('Bob Ray', { lastSuggestedAt: NOW - 20 * DAY }))).toBe('cool-down');
    expect(obstacleOf(person('Bob Ray', { lastSuggestedAt: NOW - 21 * DAY }))).toBeNull();
    expect(obstacleOf(person('Bob Ray', { lastSuggestedAt: NOW - 20 * DAY }), { coolDownDays: 14 })).toBeNull();
  });

  test('a cool-down of three weeks ends on its weekday although the clocks went forward in between', () => {
    const before = Date.UTC(2026, 2, 16, 6); // Monday 07:00 in Berlin, winter time
    const after = Date.UTC(2026, 3, 6, 5); // Monday 07:00 in Berlin, summer time: an hour short of 21 × 24
    expect(obstacleOf(person('Bob Ray', { lastSuggestedAt: before }), { now: after })).toBeNull();
  });

  test('nobody met or written with in the last seven days', () => {
    expect(obstacleOf(person('Bob Ray', { reading: { silenceDays: 7 } }))).toBe('in-touch');
    expect(obstacleOf(person('Bob Ray', { reading: { silenceDays: 8 } }))).toBeNull();
  });

  test('nobody booked for the next seven local days; a meeting beyond them, or behind, does not count', () => {
    const at = (time: number) => person('Bob Ray', { nextMeeting: { at: time, minutes: 30, others: 1, title: '' } });
    expect(obstacleOf(at(NOW + 7 * DAY))).toBe('booked');
    expect(obstacleOf(at(NOW + 8 * DAY))).toBeNull();
    expect(obstacleOf(at(NOW - DAY))).toBeNull();
  });

  test('nobody in normal rhythm', () => {
    expect(obstacleOf(person('Bob Ray', { reading: { band: 'on-track' } }))).toBe('on-track');
    for (const band of ['slipping', 'lapsing', 'lapsed'] as const)
      expect(obstacleOf(person('Bob Ray', { reading: { band } }))).toBeNull();
  });

  test('nobody weak, however overdue', () => {
    expect(obstacleOf(person('Bob Ray', { reading: { earned: 19, trust: 15, priority: 999 } }))).toBe('weak');
    expect(obstacleOf(person('Bob Ray', { reading: { earned: 20, trust: 15 } }))).toBeNull();
  });

  test('without a rhythm only on strong evidence: earned, both ways, and quiet for three weeks', () => {
    const unknown = (facts: object, reading: object = {}) =>
      obstacleOf(
        person('Bob Ray', { facts, reading: { band: 'unknown', rhythmDays: null, gapRatio: null, ...reading } }),
      );
    const letters = { mailsOut: 2, mailsIn: 2, meetings: 0, oneToOne: 0, activeDays: 3 };
    expect(unknown({ ...letters, activeDays: 2 })).toBe('rhythm-unknown');
    expect(unknown(letters)).toBeNull();
    expect(unknown({ mailsOut: 0, mailsIn: 0, meetings: 2, oneToOne: 2 })).toBeNull();
    expect(unknown({ ...letters, mailsIn: 1 })).toBe('rhythm-unknown');
    expect(unknown({ mailsOut: 0, mailsIn: 0, meetings: 9, oneToOne: 1 })).toBe('rhythm-unknown');
    expect(unknown(letters, { earned: 30 })).toBeNull();
    expect(unknown(letters, { earned: 29 })).toBe('weak');
    expect(unknown(letters, { silenceDays: 21 })).toBe('rhythm-unknown');
  });

  test('nobody who still has time to answer, and nobody who let three attempts lie', () => {
    expect(obstacleOf(person('Bob Ray', { facts: { open: open('user', 20) } }))).toBe('their-turn');
    expect(obstacleOf(person('Bob Ray', { facts: { open: open('user', 22) } }))).toBeNull();
    const attempts = (over: number, count = 3) => {
      const latest = NOW - 60 * DAY;
      return { ...open('user', 60, count), since: latest - over * DAY };
    };
    expect(obstacleOf(person('Bob Ray', { facts: { open: attempts(14) } }))).toBe('unanswered');
    expect(obstacleOf(person('Bob Ray', { facts: { open: attempts(14, 2) } }))).toBeNull();
    expect(obstacleOf(person('Bob Ray', { facts: { open: attempts(3) } }))).toBeNull();
    expect(obstacleOf(person('Bob Ray', { facts: { open: { ...attempts(14), from: 'person' } } }))).toBeNull();
  });

  test('nobody the model sees no point in, but for the place of an old tie', () => {
    const pointless = (silenceDays: number) => person('Bob Ray', { reading: { priority: 0, silenceDays } });
    expect(names(input([pointless(81)]))).toEqual([]);
    expect(names(input([pointless(181)]))).toEqual(['Bob Ray']);
  });

  test('nobody who is listed as waiting for an answer', () => {
    const selection = selectBriefing(input([asking('Ana Lima'), person('Bob Ray')]));
    expect(selection.waiting.map(({ name }) => name)).toEqual(['Ana Lima']);
    expect(selection.suggestions.map(({ candidate }) => candidate.name)).toEqual(['Bob Ray']);
  });

  test('[FM-79] a week in which everybody is snoozed has no suggestions and no error', () => {
    const asleep = ['Bob Ray', 'Ida Holm'].map((name) => person(name, { snoozedUntil: NOW + DAY }));
    expect(selectBriefing(input(asleep))).toMatchObject({ suggestions: [], waiting: [], meeting: [] });
    expect(selectBriefing(input([]))).toMatchObject({ suggestions: [], circle: { size: 0, of: 0 } });
  });
});

describe('who comes first', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    person(`Person ${String.fromCharCode(65 + index)}x`, { reading: { priority: 40 - index } }),
  );

  test('people are ranked by priority, whatever order they arrive in', () => {
    const expected = ['Person Ax', 'Person Bx', 'Person Cx', 'Person Dx', 'Person Ex'];
    expect(names(input(many))).toEqual(expected);
    expect(names(input([...many].reverse()))).toEqual(expected);
  });

  test('five by default, as many as asked for, never more than seven', () => {
    expect(names(input(many))).toHaveLength(5);
    expect(names(input(many, { count: 3 }))).toHaveLength(3);
    expect(names(input(many, { count: 50 }))).toHaveLength(7);
    expect(names(input(many.slice(0, 2)))).toHaveLength(2);
  });

  const at = (domain: string, name: string, priority: number) =>
    person(name, { email: `${name.toLowerCase()}@${domain}`, reading: { priority } });

  test('colleagues of one company do not fill the list when others are close behind', () => {
    const company = ['Aa', 'Bb', 'Cc', 'Dd', 'Ee'].map((name, index) => at('acme.example', name, 40 - index));
    const others = [at('one.example', 'Vv', 30), at('two.example', 'Ww', 29), at('three.example', 'Xx', 28)];
    expect(names(input([...company, ...others]))).toEqual(['Aa', 'Vv', 'Ww', 'Xx', 'Bb']);
  });

  test('colleagues do fill the list when the others are far behind', () => {
    const company = ['Aa', 'Bb', 'Cc'].map((name, index) => at('acme.example', name, 40 - index));
    expect(names(input([...company, at('one.example', 'Vv', 1)], { count: 3 }))).toEqual(['Aa', 'Bb', 'Cc']);
  });

  test('a public mail service is not a company', () => {
    const friends = ['Aa', 'Bb', 'Cc'].map((name, index) => at('gmail.com', name, 40 - index));
    expect(names(input([...friends, at('one.example', 'Vv', 30)], { count: 3 }))).toEqual(['Aa', 'Bb', 'Cc']);
  });
});

describe('one place for an old strong tie', () => {
  const fresh = ['Aa', 'Bb', 'Cc', 'Dd', 'Ee'].map((name, index) =>
    person(name, { reading: { priority: 40 - index, silenceDays: 60 } }),
  );
  const old = person('Old Friend', {
    reading: { priority: 1, silenceDays: 400, band: 'lapsed', trust: 30, earned: 70 },
  });

  test('the last place goes to the strongest of them', () => {
    const lesser = person('Less Close', { reading: { ...old.reading, earned: 55 } });
    const { suggestions } = selectBriefing(input([...fresh, lesser, old]));
    expect(suggestions.map(({ candidate }) => candidate.name)).toEqual(['Aa', 'Bb', 'Cc', 'Dd', 'Old Friend']);
    expect(suggestions.map(({ place }) => place)).toEqual([...Array(4).fill('slipping'), 'old-tie']);
  });

  test('an old tie that ranks high by itself takes no second place', () => {
    const high = person('High Up', { reading: { ...old.reading, priority: 99 } });
    expect(names(input([...fresh, old, high]))).toEqual(['High Up', 'Aa', 'Bb', 'Cc', 'Dd']);
  });

  test('half a year of silence or a middling tie is not enough', () => {
    for (const reading of [{ silenceDays: 179 }, { earned: 49 }])
      expect(names(input([...fresh, person('No Tie', { reading: { ...old.reading, ...reading } })]))).not.toContain(
        'No Tie',
      );
  });

  test('a short list of two spares no place', () => {
    expect(names(input([...fresh, old], { count: 2 }))).toEqual(['Aa', 'Bb']);
  });

  test('somebody met every November is an old tie in November, with little earned, and not in other months', () => {
    const months = { '2023-11': 2, '2024-11': 1, '2025-11': 3 };
    const yearly = person('Every November', {
      facts: { months },
      reading: { ...old.reading, earned: 41, silenceDays: 360, band: 'unknown' },
    });
    expect(names(input([...fresh, yearly]))).toContain('Every November');
    expect(names(input([...fresh, yearly], { now: NOW + 30 * DAY }))).not.toContain('Every November');
    const often = {
      ...yearly,
      facts: { ...yearly.facts, months: { ...months, '2024-02': 1, '2024-05': 1, '2025-01': 1, '2025-03': 1 } },
    };
    expect(names(input([...fresh, often]))).not.toContain('Every November');
  });
});

describe('the circle of trust', () => {
  const inside = (before: number | null) =>
    person(`P ${before}`, { reading: { trust: CIRCLE_TRUST }, trustMonthAgo: before });

  test('counts trust from the threshold on, of all people, against 28 days ago', () => {
    const outside = person('Out', { reading: { trust: CIRCLE_TRUST - 1 }, trustMonthAgo: CIRCLE_TRUST });
    const week = input([inside(null), inside(CIRCLE_TRUST - 1), inside(CIRCLE_TRUST), outside]);
    expect(selectBriefing(week).circle).toMatchObject({ size: 3, of: 4, change: 1 });
  });

  test('claims no change when there was no evidence a month ago', () => {
    expect(selectBriefing(input([inside(null)], { historyFrom: NOW - 27 * DAY })).circle.change).toBeNull();
    expect(selectBriefing(input([inside(null)], { historyFrom: NOW - 28 * DAY })).circle.change).toBe(1);
  });
});

test('lesser ties fill a list up to three, after the stronger ones, and never beyond', () => {
  const lesser = ['Aa', 'Bb', 'Cc', 'Dd'].map((name, i) => person(name, { reading: { earned: 25, priority: 90 - i } }));
  const strong = (count: number) => ['Ss', 'Tt', 'Uu', 'Vv'].slice(0, count).map((name) => person(name));
  expect(names(input(lesser))).toEqual(['Aa', 'Bb', 'Cc']);
  expect(names(input([...lesser, ...strong(2)]))).toEqual(['Ss', 'Tt', 'Aa']);
  expect(names(input([...lesser, ...strong(4)]))).toEqual(['Ss', 'Tt', 'Uu', 'Vv']);
  expect(names(input(lesser, { count: 2 }))).toEqual(['Aa', 'Bb']);
});

test('a meeting partner in rhythm is announced, not suggested', () => {
  const selection = selectBriefing(input([meeting('Chloé Martin')]));
  expect(selection.suggestions).toEqual([]);
  expect(selection.meeting.map(({ people }) => people.map(({ name }) => name))).toEqual([['Chloé Martin']]);
});

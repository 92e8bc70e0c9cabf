import { describe, expect, test } from 'vitest';

import type { Ledger } from '../domain/evidence.ts';
import { DAY } from '../domain/time.ts';
import { asking, input, meeting, NOW, person } from './briefing.fixture.ts';
import { englishLocale, momentsAt, span } from './moments.ts';
import { selectBriefing } from './select.ts';
import {
  askedSentence,
  circleSentence,
  companySentence,
  lastMetSentence,
  ledgerSentences,
  standingSentence,
  subjectLine,
  usualAnswer,
} from './sentences.ts';
import { stripOf } from './strip.ts';

const moments = momentsAt(NOW, 'Europe/Berlin', 'en-GB');

describe('what waits', () => {
  const asked = (subject: string, open: object = {}) => {
    const candidate = asking('Ana Lima', subject);
    return askedSentence(
      { ...candidate, facts: { ...candidate.facts, open: { ...candidate.facts.open!, ...open } } },
      moments,
    );
  };

  test('is called a question only when the subject is one', () => {
    expect(asked('Lisbon in spring?')).toBe('asked you something on 12 October (“Lisbon in spring?”).');
    expect(asked('Lisbon in spring')).toBe('wrote to you on 12 October (“Lisbon in spring”).');
    expect(asked('Re: Lisbon in spring?', { reply: true })).toBe(
      'wrote to you on 12 October (“Re: Lisbon in spring?”).',
    );
  });

  test('goes without a subject, counts repeats and names another year', () => {
    expect(asked('')).toBe('wrote to you on 12 October.');
    expect(asked('', { count: 2 })).toBe('wrote to you twice, last on 12 October.');
    expect(asked('', { count: 3 })).toBe('wrote to you three times, last on 12 October.');
    expect(asked('', { latest: Date.UTC(2025, 11, 30) })).toBe('wrote to you on 30 December 2025.');
  });

  test.each([
    [0.5, 'within hours'],
    [20, 'within a day'],
    [48, 'within two days'],
    [150, 'within a week'],
    [400, null],
    [null, null],
  ])('an answer after %s hours is told as %s', (hours, words) => {
    const candidate = person('Ana', { facts: { userAnswers: { asked: 9, answered: 8, hours } } });
    expect(usualAnswer(candidate)).toBe(words === null ? 'You usually answer.' : `You usually answer ${words}.`);
  });
});

test('no habit is claimed where the user answers less than half', () => {
  expect(usualAnswer(person('Ana', { facts: { userAnswers: { asked: 9, answered: 4, hours: 20 } } }))).toBe('');
});

describe('how trust stands', () => {
  const standing = (trust: number, before: number | null, place: 'slipping' | 'old-tie' = 'slipping') =>
    standingSentence({ candidate: person('Bob', { trustMonthAgo: before, reading: { trust } }), place });

  test('with what moved within the month, when something did', () => {
    expect(standing(78, 83)).toBe('Trust 78, 5 down this month.');
    expect(standing(78, 77)).toBe('Trust 78, 1 up this month.');
    expect(standing(78, 78)).toBe('Trust 78.');
    expect(standing(78, null)).toBe('Trust 78.');
    expect(standing(40, null, 'old-tie')).toBe('An old strong tie. Trust 40.');
  });
});

describe('meetings', () => {
  test('say who sits there and when the two last met', () => {
    expect(companySentence(1)).toBe('the two of you');
    expect(companySentence(3)).toBe('four of you');
    const met = (lastMeetingAt: number | null) =>
      lastMetSentence([meeting('Ida', { facts: { lastMeetingAt } })], moments);
    expect(met(Date.UTC(2026, 5, 9))).toBe('Last met in June.');
    expect(met(Date.UTC(2025, 10, 9))).toBe('Last met in November 2025.');
    expect(met(NOW - 20 * DAY)).toBe('Last met on 3 November.');
    expect(met(null)).toBe('Your calendar knows of no meeting before.');
    expect(lastMetSentence([meeting('Ida'), meeting('Ken')], moments)).toBe('');
  });

  test('today and tomorrow are called that, in local days', () => {
    expect(moments.appointment(Date.UTC(2026, 10, 23, 22, 30))).toBe('today at 23:30');
    expect(moments.appointment(Date.UTC(2026, 10, 23, 23, 30))).toBe('tomorrow at 0:30');
    expect(moments.appointment(Date.UTC(2026, 10, 30, 9))).toMatch(/^Monday,? 30 November at 10:00$/);
  });
});

describe('the circle', () => {
  test.each([
    [{ size: 43, of: 311, change: 2 }, '43 of the 311 people you deal with, 2 more than a month ago.'],
    [{ size: 1043, of: 5311, change: -1 }, '1,043 of the 5,311 people you deal with, 1 fewer than a month ago.'],
    [{ size: 3, of: 9, change: 0 }, '3 of the 9 people you deal with, as many as a month ago.'],
    [{ size: 3, of: 9, change: null }, '3 of the 9 people you deal with.'],
    [
      { size: 5, of: 9, change: 1, before: { quarter: 4, year: 2 } },
      '5 of the 9 people you deal with, 1 more than a month ago (a quarter ago 4, a year ago 2).',
    ],
    [
      { size: 5, of: 9, change: 1, before: { quarter: 4, year: null } },
      '5 of the 9 people you deal with, 1 more than a month ago (a quarter ago 4).',
    ],
    [{ size: 0, of: 1, change: 0 }, 'The one person you deal with is not in it yet.'],
    [{ size: 0, of: 0, change: 0 }, ''],
  ])('%j', (circle, sentence) => {
    const known = { addresses: null, before: { quarter: null, year: null }, ...circle };
    expect(circleSentence(known, moments)).toBe(sentence);
  });
});

describe('the ledger', () => {
  const mail = (skipped: Ledger['skipped'], counted = 10): Ledger => ({
    stream: 'mail',
    kind: 'mail',
    read: counted + Object.values(skipped).reduce((total, count) => total + count, 0),
    counted,
    skipped,
  });
  const told = (...ledger: Ledger[]) => ledgerSentences(ledger, null, moments);

  test('adds the streams up and counts machines apart from other skipped mail', () => {
    expect(told(mail({ newsletter: 3, robot: 1, draft: 5 }), mail({ 'mailing-list': 2 }))).toEqual([
      'Read 31 messages; 6 were newsletters, lists and robots. Nothing was left unread. Your mails’ texts are never stored.',
    ]);
  });

  test('says what could not be read instead of that nothing was left unread', () => {
    expect(told(mail({ unreadable: 2, undated: 1, 'too-large': 1 }))[0]).toContain(
      'Not counted: 2 could not be read, 1 had no usable date, 1 was too large. ',
    );
  });

  test('is loud when it does not add up, also when one stream’s gap hides another’s surplus', () => {
    const short = { ...mail({}), read: 12 };
    const over = { ...mail({}), read: 8 };
    expect(told(short, over)[1]).toBe('The count does not add up: 4 items are unaccounted for.');
    expect(told({ ...mail({}), read: 11 })[1]).toBe('The count does not add up: 1 item is unaccounted for.');
    expect(told(mail({}))).toHaveLength(1);
  });

  test('says since when there is mail, and when nothing was read at all', () => {
    expect(ledgerSentences([mail({})], Date.UTC(2021, 2, 4), moments)[0]).toContain(
      'Read 10 messages, back to March 2021.',
    );
    expect(told()).toEqual(['No mail and no calendar has been read yet. Your mails’ texts are never stored.']);
  });
});

describe('the subject line', () => {
  const subject = (people: Parameters<typeof input>[0]) =>
    subjectLine(selectBriefing(input(people)), ({ name }) => name.split(' ')[0] ?? name, moments);

  test('names who waits, then whom to keep warm, then whom one will see', () => {
    const [ana, bob, tom] = [asking('Ana Lima'), person('Bob Ray'), person('Tom Ek', { reading: { priority: 3 } })];
    expect(subject([ana, bob, tom])).toBe('Ana is waiting for your answer, and 2 more to keep warm');
    expect(subject([bob, tom])).toBe('You and Bob: quiet for 11 weeks, and 1 more to keep warm');
    expect(subject([bob])).toBe('You and Bob: quiet for 11 weeks');
    expect(subject([meeting('Ida Holm')])).toMatch(
      /^A quiet week: you will see Ida on Thursday,? 26 November at 14:00$/,
    );
    expect(subject([])).toBe('A quiet week: nobody to suggest');
  });

  test('drops its tail, then letters of the name, before it grows past 70 characters', () => {
    const long = asking('Wolfeschlegelsteinhausenbergerdorff Jr');
    expect(subject([long, person('Bob Ray')])).toBe('Wolfeschlegelsteinhausenbergerdorff is waiting for your answer');
    expect(subject([asking('x'.repeat(99))])).toHaveLength(70);
  });
});

describe('the strip', () => {
  test('shows twelve months with heights, blocks and a sentence that agree', () => {
    const strip = stripOf({ '2025-12': 1, '2026-06': 4, '2026-11': 2, '2024-01': 9 }, null, moments);
    expect(strip?.sentence).toBe('Active days by month, Dec to Nov: 1 0 0 0 0 0 4 0 0 0 0 2.');
    expect(strip?.text).toBe('Dec ▂▁▁▁▁▁▇▁▁▁▁▃ Nov');
    expect(strip?.bars.map(({ height }) => height)).toEqual([12, 2, 2, 2, 2, 2, 30, 2, 2, 2, 2, 18]);
  });

  test('leaves out months before the history begins: they are unknown, not empty', () => {
    expect(stripOf({ '2026-11': 2 }, Date.UTC(2026, 7, 20), moments)?.sentence).toBe(
      'Active days by month, Aug to Nov: 0 0 0 2.',
    );
    expect(stripOf({ '2026-11': 2 }, NOW, moments)).toBeNull();
    expect(stripOf({ '2020-11': 2 }, null, moments)).toBeNull();
  });

  test('[FM-54] months are those of the user’s zone', () => {
    const newYear = Date.UTC(2026, 11, 31, 23, 30); // 00:30 in Berlin
    expect(momentsAt(newYear, 'Europe/Berlin', 'en-GB').months(1)).toEqual([{ key: '2027-01', name: 'Jan' }]);
    expect(
      momentsAt(newYear, 'America/New_York', 'en-GB')
        .months(2)
        .map(({ key }) => key),
    ).toEqual(['2026-11', '2026-12']);
  });
});

test('dates stay English inside English sentences, in the order the user’s English has', () => {
  expect(englishLocale('de-DE')).toBe('en-GB');
  expect(englishLocale('en-US')).toBe('en-US');
  expect(englishLocale('no such tag')).toBe('en-GB');
  expect(englishLocale('en')).toBe('en-GB');
  expect(momentsAt(NOW, 'UTC', 'en-US').date(NOW)).toBe('November 23');
  expect(() => momentsAt(NOW, 'Mars/Base', 'en')).toThrow(RangeError);
});

test('a silence is told in the unit one would say it in', () => {
  expect([1, 9, 27, 28, 81, 119, 120, 364, 729, 730, 1500].map(span)).toEqual([
    '1 day',
    '9 days',
    '27 days',
    '4 weeks',
    '11 weeks',
    '17 weeks',
    '3 months',
    '11 months',
    '23 months',
    '2 years',
    '4 years',
  ]);
});

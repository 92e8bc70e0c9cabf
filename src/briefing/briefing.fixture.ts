/** Invented people and weeks for the tests of this folder. */
import { DAY, HOUR } from '../domain/time.ts';
import type { TieFacts, TrustReading } from '../trust/types.ts';
import type { BriefingInput, Candidate } from './candidate.ts';

/** Monday 23 November 2026, 07:00 in Berlin. */
export const NOW = Date.UTC(2026, 10, 23, 6);

export interface PersonOptions {
  facts?: Partial<TieFacts>;
  reading?: Partial<TrustReading>;
  /** Active days of the last twelve months, oldest (December 2025) first. */
  strip?: number[];
}

/** A strong tie that has gone quiet 81 days ago: suggested unless an option speaks against it. */
export function person(
  name: string,
  options: PersonOptions & Partial<Omit<Candidate, 'facts' | 'reading'>> = {},
): Candidate {
  const { facts, reading, strip, ...rest } = options;
  const id =
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z]+/g, '.')
      .replace(/^\.|\.$/g, '') || 'somebody';
  const email = rest.email ?? `${id}@${id.split('.').at(-1)}.example`;
  const silenceDays = reading?.silenceDays ?? 81;
  const lastAt = NOW - silenceDays * DAY;
  return {
    personId: id,
    name,
    email,
    addresses: [email],
    trustMonthAgo: 83,
    nextMeeting: null,
    muted: false,
    snoozedUntil: null,
    lastSuggestedAt: null,
    ...rest,
    facts: {
      firstAt: NOW - 800 * DAY,
      lastAt,
      lastKind: 'mail_in',
      firstPersonalAt: NOW - 800 * DAY,
      lastPersonalAt: lastAt,
      lastPersonalKind: 'mail_in',
      lastOutAt: lastAt - DAY,
      lastInAt: lastAt,
      lastMeetingAt: lastAt - 30 * DAY,
      lastSubject: 'The move to Rayworks',
      lastSubjectAt: lastAt,
      lastSubjectKind: 'mail_in',
      mailsOut: 61,
      mailsIn: 58,
      meetings: 9,
      meetingMinutes: 540,
      oneToOne: 7,
      activeDays: 72,
      crowds: 0,
      theirAnswers: { asked: 50, answered: 44, hours: 20 },
      userAnswers: { asked: 40, answered: 36, hours: 22 },
      open: null,
      awayUntil: null,
      pausedDays: 0,
      deadAddresses: [],
      bouncedAt: null,
      months: months(strip ?? [3, 5, 5, 3, 4, 5, 3, 4, 5, 2, 0, 0]),
      ...facts,
    },
    reading: {
      trust: 78,
      earned: 86,
      kept: 0.9,
      parts: { consistency: 0.8, reciprocity: 0.9, responsiveness: 0.7, depth: 0.6, tenure: 0.7, currency: 0.5 },
      rhythmDays: 10,
      gapRatio: silenceDays / 10,
      silenceDays,
      band: 'lapsing',
      contactProbability: 0.2,
      answerProbability: 0.8,
      priority: 30,
      ...reading,
    },
  };
}

function months(counts: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    counts
      .map((count, index) => {
        const date = new Date(Date.UTC(2025, 12 - counts.length + index + (counts.length - 1), 1));
        return [`${date.getUTCFullYear()}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`, count] as const;
      })
      .filter(([, count]) => count > 0),
  );
}

/** Somebody whose question of six weeks ago lies unanswered. */
export function asking(
  name: string,
  subject = 'Lisbon in spring?',
  options: Parameters<typeof person>[1] = {},
): Candidate {
  const latest = NOW - 42 * DAY;
  return person(name, {
    ...options,
    reading: { silenceDays: 42, ...options.reading },
    facts: {
      lastAt: latest,
      lastInAt: latest,
      lastMeetingAt: NOW - 200 * DAY,
      open: { from: 'person', since: latest, latest, count: 1, subject, groupSize: 1, direct: true, reply: false },
      ...options.facts,
    },
  });
}

/** Somebody in rhythm whom the user sees on Thursday at 14:00 in Berlin. */
export function meeting(name: string, options: Parameters<typeof person>[1] = {}): Candidate {
  return person(name, {
    nextMeeting: { at: NOW + 3 * DAY + 7 * HOUR, minutes: 45, others: 1, title: 'Catch-up' },
    ...options,
    reading: { band: 'on-track', silenceDays: 12, trust: 64, ...options.reading },
    facts: { lastMeetingAt: Date.UTC(2026, 5, 9, 10), ...options.facts },
  });
}

export function input(candidates: Candidate[], options: Partial<BriefingInput> = {}): BriefingInput {
  return {
    now: NOW,
    zone: 'Europe/Berlin',
    locale: 'en-GB',
    user: { name: 'Mara Stein', email: 'mara@stein.example' },
    candidates,
    ledger: [
      {
        stream: 'mail',
        kind: 'mail',
        read: 3412,
        counted: 1535,
        skipped: { newsletter: 1402, 'mailing-list': 275, robot: 120, 'no-reply': 80 },
      },
      { stream: 'calendar', kind: 'calendar', read: 208, counted: 161, skipped: { 'all-day': 40, crowd: 7 } },
    ],
    historyFrom: Date.UTC(2021, 2, 4),
    addresses: 812,
    circleBefore: { quarter: null, year: null },
    ...options,
  };
}

const FIVE = [
  person('Bob Ray', { reading: { priority: 50 } }),
  person('Priya Natarajan', {
    email: 'priya@lotus.example',
    trustMonthAgo: 44,
    strip: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    reading: { trust: 44, silenceDays: 364, band: 'lapsed', priority: 8 },
    facts: {
      lastSubject: 'Diwali plans',
      months: { '2022-11': 3, '2023-11': 2, '2024-11': 4, '2025-11': 3 },
    },
  }),
  person('Zoë Müller-Lüdenscheidt', {
    trustMonthAgo: 71,
    strip: [1, 1, 2, 1, 0, 2, 1, 3, 2, 1, 0, 0],
    reading: { trust: 69, silenceDays: 52, rhythmDays: 18, priority: 31 },
    facts: { lastSubject: 'Re: Offsite in Graz, next steps' },
  }),
  person('Tomasz Wiśniewski', {
    trustMonthAgo: null,
    strip: [0, 0, 0, 0, 2, 6, 4, 3, 2, 0, 0, 0],
    reading: { trust: 51, earned: 60, silenceDays: 70, priority: 22 },
    facts: { lastSubject: '' },
  }),
  person('山田 花子', {
    personId: 'hanako',
    email: 'hanako@sakura.example',
    trustMonthAgo: 55,
    strip: [0, 1, 0, 1, 0, 2, 0, 1, 1, 0, 0, 0],
    reading: { trust: 55, earned: 63, silenceDays: 96, priority: 18 },
    facts: { lastSubject: '京都の紅葉' },
  }),
];

const REST = [
  person('ليلى حداد', {
    personId: 'layla',
    email: 'layla@cedar.example',
    trustMonthAgo: 48,
    reading: { trust: 46, earned: 58, silenceDays: 110, priority: 12 },
    facts: { lastSubject: 'مشروع بيروت' },
  }),
  person('Jo', {
    email: 'jo@gmail.com',
    trustMonthAgo: 41,
    reading: { trust: 43, earned: 50, silenceDays: 40, priority: 11 },
  }),
];

const AROUND = [
  asking('Ana Lima'),
  meeting('Chloé Martin'),
  meeting('Ken Adeyemi', { nextMeeting: { at: NOW + DAY, minutes: 60, others: 3, title: 'Roadmap' } }),
  meeting('Ida Holm', { nextMeeting: { at: NOW + DAY, minutes: 60, others: 3, title: 'Roadmap' } }),
];

/** Whole weeks by the number of people suggested. */
export const WEEKS = {
  0: input([meeting('Ida Holm', { nextMeeting: null, reading: { silenceDays: 3 } })]),
  1: input([FIVE[0] as Candidate]),
  5: input([...FIVE, ...AROUND]),
  7: input(
    [
      ...FIVE,
      ...REST,
      ...AROUND,
      asking('Noor van Dijk', 'Contract draft', { facts: { userAnswers: { asked: 9, answered: 8, hours: 3 } } }),
    ],
    {
      count: 7,
      canReply: true,
      locale: 'en-US',
    },
  ),
} satisfies Record<number, BriefingInput>;

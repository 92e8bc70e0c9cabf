/**
 * The portrait of one person: everything the model says of a tie and what it says it from, ready to be shown. A pure
 * function of readings; where it is shown and how is not decided here.
 */
import { CIRCLE_TRUST } from './circle.ts';
import { monthName } from './dates.ts';
import {
  attemptsOf,
  explain,
  type ExplainInput,
  type Explanation,
  openEndSentence,
  patternOf,
  type Story,
  storyOf,
  withUsual,
} from './explain.ts';
import { EXPECTED_DAYS, isAnswerExpected } from './habit.ts';
import { ENOUGH_ATTEMPTS } from './params.ts';
import { account, ago, chance, every, number, ratio, reason, tally, whyNow } from './phrases.ts';
import type { Band, TrustParts, TrustReading } from './types.ts';

/** The story of a tie, a line for each of its parts. */
export interface Account {
  /** How contact went while it went. */
  pattern: string;
  /** Where it stopped, or that it has not; null when the two only ever met in crowds. */
  break: string | null;
  /** Who wrote last and whether an answer is open. */
  stateOfPlay: string;
  /** What speaks for a line now, or for leaving it. */
  whyNow: string;
}

/** A figure now and a week earlier; `before` and `change` are null where there was no evidence a week earlier. */
export interface Moved {
  now: number;
  before: number | null;
  change: number | null;
}

/** A probability (0–1) and the same in words: `about 1 in 5`. */
export interface Chance {
  probability: number;
  words: string;
}

export interface Portrait {
  /** 0–100. */
  trust: Moved;
  /** 0–100: trust before the present silence took from it. */
  earned: number;
  circle: { isIn: boolean; from: number };
  /** Each 0–100, in the order of their definition. */
  parts: ({ part: keyof TrustParts; meaning: string } & Moved)[];
  /** The pair's usual gap; null with too few days of contact. */
  rhythm: { days: number; words: string } | null;
  silenceDays: number;
  /** Days of the silence in which the person was away; they do not count against the tie. */
  awayDays: number;
  /** Silence, less the days away, divided by rhythm; null without a rhythm. */
  gapRatio: number | null;
  band: Band;
  /** That the user is in contact within 28 days without being reminded. */
  contact: Chance;
  /** That this person answers if the user writes. */
  answer: Chance;
  account: Account;
  explanation: Explanation;
}

/** What moved is told against this many days earlier. */
export const MOVED_SINCE_DAYS = 7;

/** What each part says, in the order in which they are shown. */
const MEANINGS: Record<keyof TrustParts, string> = {
  consistency: 'how steady the rhythm is',
  reciprocity: 'how evenly both sides take part',
  responsiveness: 'how often and how soon mail is answered',
  depth: 'one to one rather than in groups, and time spent meeting',
  tenure: 'in how many months there was contact',
  currency: 'how alive it is now',
};

/** Time for the other side to answer before it is the user's turn again. */
const PATIENCE_DAYS = 21;

/** The portrait as of `input.now`; `before` is the reading `MOVED_SINCE_DAYS` earlier. Throws `RangeError` for an unknown zone. */
export function portraitOf(input: ExplainInput, before: TrustReading | null): Portrait {
  const { reading } = input;
  const part = (name: keyof TrustParts) => {
    const percent = (value: TrustReading) => Math.round(100 * value.parts[name]);
    return { part: name, meaning: MEANINGS[name], ...moved(percent(reading), before && percent(before)) };
  };
  const { rhythmDays } = reading;
  const story = storyOf(input);
  return {
    trust: moved(reading.trust, before && before.trust),
    earned: reading.earned,
    circle: { isIn: reading.trust >= CIRCLE_TRUST, from: CIRCLE_TRUST },
    parts: (Object.keys(MEANINGS) as (keyof TrustParts)[]).map(part),
    rhythm: rhythmDays === null ? null : { days: rhythmDays, words: every(rhythmDays) },
    silenceDays: reading.silenceDays,
    awayDays: input.facts.pausedDays,
    gapRatio: reading.gapRatio,
    band: reading.band,
    contact: { probability: reading.contactProbability, words: chance(reading.contactProbability) },
    answer: { probability: reading.answerProbability, words: chance(reading.answerProbability) },
    account: {
      pattern: patternLine(story),
      break: breakLine(story),
      stateOfPlay: stateOfPlay(story),
      whyNow: whyNowLine(story),
    },
    explanation: explain(input),
  };
}

function moved(now: number, before: number | null): Moved {
  return { now, before, change: before === null ? null : now - before };
}

function patternLine(story: Story): string {
  const { contact, yearly, calendar, facts } = story;
  if (contact === null) return reason.onlyCrowds(calendar.date(facts.lastAt));
  if (yearly !== null) return account.yearly(monthName(yearly.month), yearly.since, yearly.until);
  return `${patternOf(story, contact)}.`;
}

function breakLine({ contact, calendar, facts, rhythm }: Story): string | null {
  if (contact === null) return null;
  const silence = calendar.daysSince(contact.lastAt);
  const date = calendar.date(contact.lastAt);
  if (silence < 2) return account.noBreakWhen(ago(silence));
  if (rhythm !== null && silence < 2 * rhythm) return account.noBreak(date, ago(silence));
  const seenSince = calendar.daysBetween(contact.lastAt, facts.lastAt) > 0;
  return (seenSince ? account.onlyCrowdsSince : account.nothingSince)(date, tally(silence, 'day'));
}

function stateOfPlay(story: Story): string {
  const { open, facts, name, calendar } = story;
  if (open !== null) return withUsual(openEndSentence(open, story), open, { ...story, rhythm: null });
  const last = facts.open;
  if (last === null || !last.reply) return account.nothingOpen;
  return account.answeredLast(last.from === 'person' ? name : null, calendar.date(last.latest));
}

/** The phrase of each state of a yearly pattern. */
const YEARLY = { now: 'yearlyNow', missed: 'yearlyMissed', resting: 'yearlyResting' } as const;

function whyNowLine({ contact, yearly, open, facts, reading, name, calendar }: Story): string {
  if (contact === null) return whyNow.crowds;
  if (facts.bouncedAt !== null) return whyNow.noAddress(calendar.date(facts.bouncedAt));
  if (facts.awayUntil !== null) return whyNow.away(name, calendar.date(facts.awayUntil));
  if (open?.from === 'user') {
    if (attemptsOf(open, calendar) >= ENOUGH_ATTEMPTS) return whyNow.enough(name, `${number(open.count)} times`);
    const date = calendar.date(open.latest);
    if (calendar.daysSince(open.latest) < PATIENCE_DAYS) return whyNow.theirTurn(name, date);
  }
  const age = open === null ? 0 : calendar.daysSince(open.latest);
  if (open?.from === 'person' && age <= EXPECTED_DAYS) {
    return (isAnswerExpected(open, facts, age) ? whyNow.waits : whyNow.begin)(calendar.date(open.latest));
  }
  if (yearly !== null) return whyNow[YEARLY[yearly.state]](monthName(yearly.month));
  if (contact.manner === 'sent' || contact.manner === 'received') return whyNow.oneWay;
  if (reading.gapRatio === null) return whyNow.fewDays(tally(facts.activeDays, 'day'));
  if (reading.band === 'on-track') return whyNow.inRhythm;
  const away = facts.pausedDays > 0 ? tally(facts.pausedDays, 'day') : '';
  return whyNow.slipping(away, ratio(reading.gapRatio), String(reading.earned), String(reading.trust));
}

/**
 * Why this person, in sentences: the pattern, the break, the state of play. Every figure can be recomputed from
 * `TieFacts`, the rhythm and the moment; what they do not show is not said.
 */
import { isAnswerExpected } from './habit.ts';
import { calendarOf, monthName, type Calendar } from './dates.ts';
import { ENOUGH_ATTEMPTS, QUESTION_GROUP, STALE_DAYS } from './params.ts';
import { isSteady, type YearlyPattern, yearlyPattern } from './pattern.ts';
import { ago, every, fact, type Manner, number, opener, reason, span, tally, within } from './phrases.ts';
import { plainSubject } from './subject.ts';
import type { OpenEnd, TieFacts, TrustReading } from './types.ts';

export interface Explanation {
  /** At most two sentences. */
  reason: string;
  /** Three to six short, dated, checkable facts. */
  facts: string[];
  /** One concrete line the user could begin with. */
  opener: string;
}

export interface ExplainInput {
  /** What the user calls the person; their address when no name is known. */
  firstName: string;
  facts: TieFacts;
  reading: TrustReading;
  /** ms UTC. */
  now: number;
  /** IANA zone. */
  zone: string;
  /** BCP 47; decides how English dates are written, e.g. `en-US`. Other languages fall back to `en`. */
  locale?: string;
}

/** One tie, ready to be told. */
export interface Story {
  name: string;
  facts: TieFacts;
  reading: TrustReading;
  rhythm: number | null;
  yearly: YearlyPattern | null;
  calendar: Calendar;
  /** Null when the two only ever met in crowds. */
  contact: { firstAt: number; lastAt: number; lastKind: 'mail_out' | 'mail_in' | 'meeting'; manner: Manner } | null;
  /** The open end that is worth a word. */
  open: OpenEnd | null;
}

/** Answers on record before "usually" is said. */
const USUAL_ANSWERS = 3;

/** Explains one reading. Pure; the same input gives the same words. Throws `RangeError` for an unknown zone. */
export function explain(input: ExplainInput): Explanation {
  const story = storyOf(input);
  return { reason: reasonOf(story), facts: factsOf(story), opener: openerOf(story) };
}

/** Throws `RangeError` for an unknown zone. */
export function storyOf(input: ExplainInput): Story {
  const { facts, reading } = input;
  const calendar = calendarOf(input.now, input.zone, input.locale ?? 'en');
  const { firstPersonalAt: firstAt, lastPersonalAt: lastAt, lastPersonalKind: lastKind } = facts;
  return {
    name: input.firstName,
    facts,
    reading,
    rhythm: reading.rhythmDays,
    yearly: yearlyPattern(facts.months, calendar.today),
    calendar,
    contact:
      firstAt === null || lastAt === null || lastKind === null
        ? null
        : { firstAt, lastAt, lastKind, manner: mannerOf(facts) },
    open: openEnd(facts, calendar),
  };
}

function mannerOf({ meetings, mailsOut, mailsIn }: TieFacts): Manner {
  if (meetings > 0) return mailsOut + mailsIn > 0 ? 'both' : 'met';
  if (mailsIn === 0) return 'sent';
  return mailsOut === 0 ? 'received' : 'mutual';
}

/**
 * An answer may be the end of it: a run of nothing but answers leaves nothing open. Nor does mail that came back: who never
 * got it owes no answer.
 */
function openEnd({ open, bouncedAt }: TieFacts, calendar: Calendar): OpenEnd | null {
  if (open === null || open.groupSize > QUESTION_GROUP || calendar.daysSince(open.latest) > STALE_DAYS) return null;
  const cameBack = open.from === 'user' && bouncedAt !== null;
  return open.reply || cameBack ? null : open;
}

function reasonOf(story: Story): string {
  const { facts, calendar, contact, open, yearly } = story;
  if (contact === null) return reason.onlyCrowds(calendar.date(facts.lastAt));
  if (yearly?.state === 'now' && open?.from !== 'person') {
    return reason.yearlyNow(monthName(yearly.month), yearly.since);
  }
  if (open !== null) return withUsual(openEndSentence(open, story), open, story);
  if (yearly?.state === 'missed') return reason.yearlyMissed(monthName(yearly.month), yearly.since, yearly.until);

  const silence = calendar.daysSince(contact.lastAt);
  const pattern = patternOf(story, contact);
  if (facts.activeDays === 1) return silence < 2 ? `${pattern}.` : `${pattern} (${ago(silence)}).`;
  if (silence < 2) return `${pattern}; ${reason.lastWhen(ago(silence))}.`;
  const date = calendar.date(contact.lastAt);
  const counted = silence - facts.pausedDays;
  if (story.rhythm !== null && counted < 2 * story.rhythm) return `${pattern}; ${reason.lastOn(date, ago(silence))}.`;
  const seenSince = calendar.daysBetween(contact.lastAt, facts.lastAt) > 0;
  return `${pattern}; ${(seenSince ? reason.onlyCrowdsSince : reason.nothingSince)(date, tally(silence, 'day'))}.`;
}

/** "You met or wrote about every ten days for two years", or a plain count of days where no rhythm can be named. */
export function patternOf({ facts, name, calendar, rhythm }: Story, contact: NonNullable<Story['contact']>): string {
  const { firstAt, lastAt, manner } = contact;
  if (facts.activeDays <= 1) return reason.once(manner, name, calendar.date(lastAt));
  const length = calendar.daysBetween(firstAt, lastAt);
  if (rhythm !== null && length >= 28 && isSteady(facts.months, facts.activeDays, length)) {
    return reason.pattern(manner, name, every(rhythm), span(length));
  }
  const days = `${number(facts.activeDays)} days`;
  const [from, to] = calendar.months(firstAt, lastAt);
  return from === to ? reason.daysIn(manner, name, days, from) : reason.daysBetween(manner, name, days, from, to);
}

export function openEndSentence(open: OpenEnd, { name, calendar, facts }: Story): string {
  const latest = calendar.date(open.latest);
  const first = calendar.date(open.since);
  const times = `${number(open.count)} times`;
  const attempts = attemptsOf(open, calendar);
  if (open.from === 'person') {
    if (!isAnswerExpected(open, facts, calendar.daysSince(open.latest))) return reason.theyWrote(name, latest);
    return attempts > 1 ? reason.theyWaitTimes(name, times, first) : reason.theyWait(name, latest);
  }
  const days = calendar.daysSince(open.latest);
  if (attempts >= ENOUGH_ATTEMPTS) return reason.userWroteTimes(name, times, first);
  return days < 14 ? reason.userWroteLast(name, latest) : reason.userWaits(name, span(days));
}

/** Several messages of one day are one attempt. */
export function attemptsOf(open: OpenEnd, calendar: Calendar): number {
  return Math.min(open.count, calendar.daysBetween(open.since, open.latest) + 1);
}

/** Who owes whom comes first, then how it usually goes: the user's own pace, the other's, or the pattern. */
export function withUsual(sentence: string, open: OpenEnd, story: Story): string {
  const { facts, name, contact, rhythm } = story;
  const side = open.from === 'person' ? facts.userAnswers : facts.theirAnswers;
  const isUsual = side.hours !== null && side.answered >= USUAL_ANSWERS && 2 * side.answered > side.asked;
  if (isUsual && side.hours !== null) {
    const time = within(side.hours);
    return `${sentence} ${open.from === 'person' ? reason.youUsually(time) : reason.theyUsually(name, time)}`;
  }
  const isOneWay = contact?.manner === 'sent' || contact?.manner === 'received';
  return rhythm === null || contact === null || isOneWay ? sentence : `${sentence} ${patternOf(story, contact)}.`;
}

function factsOf({ facts, name, calendar, contact, rhythm, open }: Story): string[] {
  const told: string[] = [];
  if (contact !== null) {
    const first = calendar.date(contact.firstAt);
    told.push(facts.activeDays === 1 ? fact.onlyDay(first) : fact.since(tally(facts.activeDays, 'day'), first));
    told.push(fact.last(contact.lastKind, name, calendar.date(contact.lastAt)));
  }
  if (open !== null) {
    told.push((open.from === 'person' ? fact.theyWait : fact.userWaits)(name, calendar.date(open.latest)));
  }
  if (contact !== null && rhythm !== null) {
    told.push(fact.rhythm(tally(Math.round(rhythm), 'day'), tally(calendar.daysSince(contact.lastAt), 'day')));
  }
  if (facts.mailsOut + facts.mailsIn > 0) told.push(fact.mails(facts.mailsOut, facts.mailsIn, name));
  if (facts.meetings > 0) {
    const minutes = Math.round(facts.meetingMinutes);
    const length = minutes < 120 ? tally(minutes, 'minute') : tally(Math.round(minutes / 60), 'hour');
    told.push(fact.meetings(facts.meetings, length));
  }
  const { theirAnswers: theirs, userAnswers: ours } = facts;
  const time = (hours: number | null) => (hours === null ? null : within(hours));
  if (theirs.asked >= USUAL_ANSWERS) {
    told.push(fact.theirAnswers(name, theirs.answered, theirs.asked, time(theirs.hours)));
  }
  if (ours.asked >= USUAL_ANSWERS) told.push(fact.userAnswers(ours.answered, ours.asked, time(ours.hours)));
  if (facts.crowds > 0) told.push(fact.crowds(facts.crowds, calendar.date(facts.lastAt)));
  if (contact === null) told.push(fact.first(calendar.date(facts.firstAt)), fact.onlyCrowds);
  return told.slice(0, 6);
}

function openerOf({ facts, calendar, contact, open, yearly }: Story): string {
  if (open !== null) {
    const line = open.from === 'person' ? opener.answer : opener.nudge;
    return line(plainSubject(open.subject), calendar.date(open.latest));
  }
  if (yearly?.state === 'now') return opener.yearly(monthName(yearly.month));
  const subject = plainSubject(facts.lastSubject);
  if (subject !== '' && facts.lastSubjectAt !== null) {
    const line = facts.lastSubjectKind === 'meeting' ? opener.meeting : opener.subject;
    return line(subject, calendar.month(facts.lastSubjectAt));
  }
  const line = contact?.lastKind === 'meeting' ? opener.met : opener.wrote;
  return line(calendar.month(contact?.lastAt ?? facts.lastAt));
}

/**
 * Who goes into a briefing, and in what order. Pure: the same input gives the same people, in whatever order the
 * candidates arrive. Every rule that keeps somebody out is one line of `obstacle`, so that it can be told and tested.
 */
import { DAY, type LocalDay, localDayIn } from '../domain/time.ts';
import { CIRCLE_TRUST } from '../trust/circle.ts';
import type { BriefingInput, Candidate } from './candidate.ts';
import { type Appointment, bookedMeeting, chooseMeetings, chooseWaiting } from './waiting.ts';

export type { BriefingInput, Candidate } from './candidate.ts';
export type { Appointment } from './waiting.ts';

export interface Suggestion {
  candidate: Candidate;
  /** `old-tie`: chosen for what was, not for what is slipping. */
  place: 'slipping' | 'old-tie';
}

export interface Selection {
  /** Best first. Empty in an honest quiet week. */
  suggestions: Suggestion[];
  waiting: Candidate[];
  meeting: Appointment[];
  circle: {
    /** People whose trust is at least `CIRCLE_TRUST`. */
    size: number;
    /** People in all. */
    of: number;
    /** Of how many addresses in all; null when that is not known. */
    addresses: number | null;
    /** Against 28 days ago; null when there was no evidence that far back. */
    change: number | null;
    /** Its size a quarter and a year ago. */
    before: BriefingInput['circleBefore'];
  };
}

const DEFAULT_COUNT = 5;
const MOST = 7;
const COOL_DOWN_DAYS = 21;
/** In touch this recently is in touch. */
const RECENT_DAYS = 7;
/** Earned trust that is worth a line in any week: well short of what the circle takes. */
const WORTH_A_LINE = 0.7 * CIRCLE_TRUST;
/** Below this much earned trust nobody is suggested, however overdue. In between, people fill a list up to `FEW`. */
const EARNED_FLOOR = 0.4 * CIRCLE_TRUST;
const FEW = 3;
/** The floor without a rhythm: too few days to earn consistency, so other evidence is asked for beside it. */
const EARNED_WITHOUT_RHYTHM = 0.6 * CIRCLE_TRUST;
const DAYS_WITHOUT_RHYTHM = 3;
const QUIET_WITHOUT_RHYTHM_DAYS = 21;
/** Time for them to answer before the user is asked to write again. */
const PATIENCE_DAYS = 21;
/** So many unanswered messages, spread over so long, are an answer; several within days are one attempt. */
const UNANSWERED = { messages: 3, days: 14 };
const OLD_TIE = { earned: CIRCLE_TRUST, silenceDays: 180 };
const MONTH_AGO = 28 * DAY;

export function selectBriefing(input: BriefingInput): Selection {
  const day = localDayIn(input.zone);
  const waiting = chooseWaiting(input);
  return {
    suggestions: chooseSuggestions(input, day, new Set(waiting.map(({ personId }) => personId))),
    waiting,
    meeting: chooseMeetings(input, day),
    circle: circleOf(input),
  };
}

function chooseSuggestions(input: BriefingInput, day: LocalDay, waiting: ReadonlySet<string>): Suggestion[] {
  const eligible = input.candidates
    .filter((candidate) => !waiting.has(candidate.personId) && obstacle(candidate, input, day) === null)
    .sort(byPriority);
  const wanted = Math.max(0, Math.min(MOST, Math.trunc(input.count ?? DEFAULT_COUNT)));
  const slipping = eligible.filter(({ reading }) => reading.priority > 0);
  const first = varied(slipping.filter(isWorthALine), wanted);
  const more = varied(
    slipping.filter((candidate) => !isWorthALine(candidate)),
    Math.min(FEW, wanted) - first.length,
  );
  const chosen: Suggestion[] = [...first, ...more].map((candidate) => ({ candidate, place: 'slipping' }));

  const thisMonth = new Date(day(input.now) * DAY).toISOString().slice(0, 7);
  const oldTie = eligible
    .filter((candidate) => isOldTie(candidate, thisMonth))
    .sort((a, b) => worthReviving(b) - worthReviving(a) || byPriority(a, b))[0];
  if (oldTie === undefined) return chosen;
  const already = chosen.find(({ candidate }) => candidate === oldTie);
  if (already !== undefined) already.place = 'old-tie';
  // The last place, and only in a list long enough to spare one.
  else if (wanted >= 3 && !chosen.some(({ candidate }) => isOldTie(candidate, thisMonth)))
    chosen.splice(wanted - 1, 1, { candidate: oldTie, place: 'old-tie' });
  return chosen;
}

function isWorthALine({ reading }: Candidate): boolean {
  return reading.earned >= WORTH_A_LINE;
}

/** Why somebody is not suggested this week, or null when nothing speaks against it. */
export type Obstacle =
  | 'muted'
  | 'snoozed'
  | 'address-dead'
  | 'away'
  | 'cool-down'
  | 'in-touch'
  | 'booked'
  | 'on-track'
  | 'weak'
  | 'rhythm-unknown'
  | 'their-turn'
  | 'unanswered';

export function obstacle(candidate: Candidate, input: BriefingInput, day: LocalDay): Obstacle | null {
  const { facts, reading, lastSuggestedAt, snoozedUntil } = candidate;
  const { now } = input;
  if (candidate.muted) return 'muted';
  if (snoozedUntil !== null && snoozedUntil > now) return 'snoozed';
  if (facts.bouncedAt !== null) return 'address-dead';
  if (facts.awayUntil !== null) return 'away';
  // Counted in local days: three weeks across a change of clocks are not quite 21 × 24 hours.
  if (lastSuggestedAt !== null && day(now) - day(lastSuggestedAt) < (input.coolDownDays ?? COOL_DOWN_DAYS))
    return 'cool-down';
  if (reading.silenceDays <= RECENT_DAYS) return 'in-touch';
  if (bookedMeeting(candidate, now, day) !== null) return 'booked';
  if (reading.band === 'on-track') return 'on-track';
  if (reading.earned < (reading.band === 'unknown' ? EARNED_WITHOUT_RHYTHM : EARNED_FLOOR)) return 'weak';
  if (reading.band === 'unknown' && !strongWithoutRhythm(candidate)) return 'rhythm-unknown';
  if (facts.open?.from === 'user') {
    const { count, since, latest } = facts.open;
    if (count >= UNANSWERED.messages && latest - since >= UNANSWERED.days * DAY) return 'unanswered';
    if (now - latest < PATIENCE_DAYS * DAY) return 'their-turn';
  }
  return null;
}

/** Too few days for a rhythm, yet several, and plainly both ways: written back and forth, or met more than once one to one. */
function strongWithoutRhythm({ facts, reading }: Candidate): boolean {
  const bothWays = (facts.mailsOut >= 2 && facts.mailsIn >= 2) || (facts.meetings >= 2 && facts.oneToOne >= 2);
  return bothWays && facts.activeDays >= DAYS_WITHOUT_RHYTHM && reading.silenceDays > QUIET_WITHOUT_RHYTHM_DAYS;
}

function byPriority(a: Candidate, b: Candidate): number {
  return (
    b.reading.priority - a.reading.priority ||
    b.reading.earned - a.reading.earned ||
    (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0)
  );
}

/** Domains where an address says nothing about who else one works with. */
const PUBLIC_MAIL =
  /^(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|proton|protonmail|pm|fastmail|zoho|mail|t-online|orange|free|laposte|libero|qq|163|126|naver|yandex)\.[a-z.]{2,6})$/;

/** Each further person of a company weighs this much less: five colleagues are one reason, not five. */
const SAME_COMPANY = 0.6;

/** The best `count`, taken one by one so that each choice sees the ones before it. Expects best first. */
function varied(eligible: readonly Candidate[], count: number): Candidate[] {
  const rest = [...eligible];
  const chosen: Candidate[] = [];
  const seen = new Map<string, number>();
  while (chosen.length < count && rest.length > 0) {
    let best = 0;
    let bestWeight = -1;
    for (const [index, candidate] of rest.entries()) {
      const weight = candidate.reading.priority * SAME_COMPANY ** (seen.get(company(candidate)) ?? 0);
      if (weight > bestWeight) [best, bestWeight] = [index, weight];
    }
    const [candidate] = rest.splice(best, 1) as [Candidate];
    chosen.push(candidate);
    seen.set(company(candidate), (seen.get(company(candidate)) ?? 0) + 1);
  }
  return chosen;
}

/** The company an address belongs to; for public mail services the person alone. */
function company({ email, personId }: Candidate): string {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return PUBLIC_MAIL.test(domain) ? personId : domain;
}

/** Strong once, silent for long, or met every year about now. */
function isOldTie({ facts, reading }: Candidate, thisMonth: string): boolean {
  if (reading.silenceDays < OLD_TIE.silenceDays) return false;
  return reading.earned >= OLD_TIE.earned || isYearly(facts.months, thisMonth);
}

/** In touch in this month (`YYYY-MM`) of each of the last two years or more, and in few others. */
function isYearly(months: Readonly<Record<string, number>>, thisMonth: string): boolean {
  const [year, month] = thisMonth.split('-') as [string, string];
  let years = 0;
  while ((months[`${Number(year) - years - 1}-${month}`] ?? 0) > 0) years += 1;
  return years >= 2 && Object.keys(months).length <= years * 2;
}

function worthReviving({ reading }: Candidate): number {
  return reading.earned * (0.5 + reading.answerProbability);
}

function circleOf({ candidates, historyFrom, now, addresses, circleBefore }: BriefingInput): Selection['circle'] {
  const size = candidates.filter(({ reading }) => reading.trust >= CIRCLE_TRUST).length;
  const before = candidates.filter(({ trustMonthAgo }) => (trustMonthAgo ?? 0) >= CIRCLE_TRUST).length;
  const comparable = historyFrom !== null && historyFrom <= now - MONTH_AGO;
  return { size, of: candidates.length, addresses, change: comparable ? size - before : null, before: circleBefore };
}

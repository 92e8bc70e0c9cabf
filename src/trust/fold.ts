/**
 * The fold: everything the trust model remembers of one tie, updated by one interaction at a time.
 *
 * A tie's state is a left fold over the person's interactions in canonical order (`at`, then `evidenceKey`). Adding a
 * later interaction and folding everything again are the same computation, hence the same bits. An interaction that
 * arrives late (older than what was folded) needs a refold of that tie, and so does a change of the user's zone.
 *
 * Two views are kept side by side. *Personal* contact, with at most `CROWD` others, is what trust is made of. *Traffic*
 * counts everything, crowds too: it says something about who will be written to next, and nothing about trust.
 */
import { isContact, type ContactKind, type Interaction } from '../domain/evidence.ts';
import { DAY, type LocalDay } from '../domain/time.ts';
import { type Conversation, noConversation, trackConversation } from './answers.ts';
import { noNotices, restartSilence, trackNotices, type Notices } from './fold-notices.ts';
import { CROWD, GROUP_EXPONENT, HALF_LIVES, TRAFFIC_GROUP_EXPONENT, TRAFFIC_HALF_LIVES } from './params.ts';

/** Changes whenever the state or the fold changes; a stored state of another version is refolded. */
export const MODEL_VERSION = '4';

/** Sums that halve every half-life; each as of the local day that its owner names. */
export interface Decayed {
  /** Active days with something from the user, weighted by 1 / group size. */
  out: number;
  /** The same from the person. */
  in: number;
  /** The same for meetings. */
  met: number;
  /** Active days, each counted once. */
  days: number;
  /** Active days, each weighted by 1 / the smallest group of that day. */
  close: number;
}

/** Days on which there was contact: how many, and how regular. */
export interface Days {
  first: number;
  last: number;
  count: number;
  /** Welford's running sum of squared deviations of the gaps; their mean is (last − first) / (count − 1). */
  m2: number;
}

/**
 * JSON-serialisable. Its size is bounded but for `months`, which grows by one entry per calendar month of contact, and
 * `addresses`, one entry per address of the person.
 */
export interface TieState extends Conversation, Notices {
  lastKey: string;
  firstAt: number;
  lastAt: number;
  lastKind: ContactKind;
  lastOutAt: number | null;
  lastInAt: number | null;
  lastMeetingAt: number | null;
  lastSubject: string;
  lastSubjectAt: number | null;
  lastSubjectKind: ContactKind | null;
  mailsOut: number;
  mailsIn: number;
  meetings: number;
  meetingMinutes: number;
  oneToOne: number;
  crowds: number;
  months: Record<string, number>;
  monthCount: number;
  /** Personal contact only. */
  personal: {
    firstAt: number;
    lastAt: number;
    lastKind: ContactKind;
    days: Days;
    /** Largest weight counted on the last active day, per kind. */
    today: { out: number; in: number; met: number };
    /** As of `days.last`, in the order of `HALF_LIVES`. */
    sums: Decayed[];
    /** Meeting minutes over the number of others, at the longest half-life. */
    minutes: number;
  } | null;
  /** Everything, crowds too; null before the first interaction. */
  traffic: {
    /** The day the sums are as of. */
    day: number;
    /** Largest weight of what the user sent on that day; 0 for nothing. */
    sentToday: number;
    /** Days on which the user sent something, each by its smallest group, at `TRAFFIC_HALF_LIVES.month` … */
    sentMonth: number;
    /** … and at `TRAFFIC_HALF_LIVES.season`. */
    sentSeason: number;
    /** Days with anything at all, at `TRAFFIC_HALF_LIVES.year`. */
    days: number;
  } | null;
}

/** A tie about which nothing is known yet. */
export function emptyTie(): TieState {
  return {
    lastKey: '',
    firstAt: 0,
    lastAt: 0,
    lastKind: 'mail_in',
    lastOutAt: null,
    lastInAt: null,
    lastMeetingAt: null,
    lastSubject: '',
    lastSubjectAt: null,
    lastSubjectKind: null,
    mailsOut: 0,
    mailsIn: 0,
    meetings: 0,
    meetingMinutes: 0,
    oneToOne: 0,
    crowds: 0,
    months: {},
    monthCount: 0,
    ...noConversation(),
    ...noNotices(),
    personal: null,
    traffic: null,
  };
}

/**
 * Adds one interaction in O(1), changing `state` in place, and returns it. Interactions come in canonical order; the
 * same evidence key twice in a row (two addresses of one person on one message) counts once. Never throws.
 */
export function fold(state: TieState, interaction: Interaction, localDay: LocalDay): TieState {
  const { at, kind } = interaction;
  const day = localDay(at);
  // Of one message to two addresses of a person, each address has to be known.
  trackNotices(state, interaction, day);
  if (!isContact(kind)) return state;
  if (interaction.evidenceKey === state.lastKey && state.traffic !== null) return state;
  const others = Math.max(1, interaction.groupSize);
  const isPersonal = others <= CROWD;

  if (state.traffic === null) state.firstAt = at;
  state.lastKey = interaction.evidenceKey;
  state.lastAt = Math.max(state.traffic === null ? at : state.lastAt, at);
  state.lastKind = kind;
  if (kind === 'mail_out') state.lastOutAt = at;
  else if (kind === 'mail_in') state.lastInAt = at;
  else state.lastMeetingAt = at;

  addTraffic(state, kind, day, others);
  trackConversation(state, interaction, others, day);
  if (!isPersonal) {
    state.crowds++;
    return state;
  }
  if (kind === 'mail_out') state.mailsOut++;
  else if (kind === 'mail_in') state.mailsIn++;
  else {
    state.meetings++;
    state.meetingMinutes += Math.max(0, interaction.minutes);
  }
  if (others === 1) state.oneToOne++;

  if (state.personal === null) {
    state.personal = {
      firstAt: at,
      lastAt: at,
      lastKind: kind,
      days: startDays(day),
      today: noneToday(),
      sums: noSums(),
      minutes: 0,
    };
    restartSilence(state, day);
    addMonth(state, day);
  } else {
    const personal = state.personal;
    const passed = day - personal.days.last;
    if (advance(personal, day)) {
      personal.minutes *= Math.pow(2, -passed / LONGEST);
      restartSilence(state, day);
      addMonth(state, day);
    }
    personal.lastAt = Math.max(personal.lastAt, at);
    personal.lastKind = kind;
  }
  count(state.personal, kind, Math.pow(others, -GROUP_EXPONENT));
  state.personal.minutes += Math.max(0, interaction.minutes) / others;
  if (interaction.subject !== '') {
    state.lastSubject = interaction.subject;
    state.lastSubjectAt = at;
    state.lastSubjectKind = kind;
  }
  return state;
}

/** Personal contact of a tie that has had some. */
export type Personal = NonNullable<TieState['personal']>;

const LONGEST = HALF_LIVES[HALF_LIVES.length - 1] ?? 365;

function startDays(day: number): Days {
  return { first: day, last: day, count: 1, m2: 0 };
}

function noneToday(): { out: number; in: number; met: number } {
  return { out: 0, in: 0, met: 0 };
}

function noSums(): Decayed[] {
  return HALF_LIVES.map(() => ({ out: 0, in: 0, met: 0, days: 0, close: 0 }));
}

function addTraffic(state: TieState, kind: ContactKind, day: number, others: number): void {
  state.traffic ??= { day: day - 1, sentToday: 0, sentMonth: 0, sentSeason: 0, days: 0 };
  const traffic = state.traffic;
  const gap = day - traffic.day;
  if (gap > 0) {
    traffic.sentMonth *= Math.pow(2, -gap / TRAFFIC_HALF_LIVES.month);
    traffic.sentSeason *= Math.pow(2, -gap / TRAFFIC_HALF_LIVES.season);
    traffic.days = traffic.days * Math.pow(2, -gap / TRAFFIC_HALF_LIVES.year) + 1;
    traffic.day = day;
    traffic.sentToday = 0;
  }
  if (kind !== 'mail_out') return;
  const more = Math.pow(others, -TRAFFIC_GROUP_EXPONENT) - traffic.sentToday;
  if (more <= 0) return;
  traffic.sentToday += more;
  traffic.sentMonth += more;
  traffic.sentSeason += more;
}

/** Moves personal contact to `day`; false when it was there already (or, after a clock jump, later). */
function advance(view: Personal, day: number): boolean {
  const days = view.days;
  const gap = day - days.last;
  if (gap <= 0) return false;
  const gapsBefore = days.count - 1;
  const meanBefore = gapsBefore > 0 ? (days.last - days.first) / gapsBefore : 0;
  const meanAfter = (day - days.first) / days.count;
  if (gapsBefore > 0) days.m2 += (gap - meanBefore) * (gap - meanAfter);
  days.last = day;
  days.count++;
  view.today = noneToday();
  for (let i = 0; i < view.sums.length; i++) {
    const sum = view.sums[i];
    if (sum === undefined) continue;
    const keep = Math.pow(2, -gap / (HALF_LIVES[i] ?? LONGEST));
    sum.out *= keep;
    sum.in *= keep;
    sum.met *= keep;
    sum.days *= keep;
    sum.close *= keep;
  }
  return true;
}

/** Counts a weight on the current day: at most one unit per kind and day, namely the largest weight of that day. */
function count(view: Personal, kind: ContactKind, weight: number): void {
  const today = view.today;
  const side = kind === 'mail_out' ? 'out' : kind === 'mail_in' ? 'in' : 'met';
  const closest = Math.max(today.out, today.in, today.met);
  const closer = weight - closest;
  const more = weight - today[side];
  if (more > 0) today[side] = weight;
  for (const sum of view.sums) {
    if (more > 0) sum[side] += more;
    if (closest === 0) sum.days += 1;
    if (closer > 0) sum.close += closer;
  }
}

function addMonth(state: TieState, day: number): void {
  const month = monthOf(day);
  const before = state.months[month];
  if (before === undefined) state.monthCount++;
  state.months[month] = (before ?? 0) + 1;
}

/** `YYYY-MM` of a local day. */
function monthOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 7);
}

/** Reading a tie: its state and a moment → what the model says and the facts it says it from. */
import { DAY, type LocalDay } from '../domain/time.ts';
import { civil } from './dates.ts';
import type { TieState } from './fold.ts';
import { deadAddressesOf, pausedDaysOf } from './fold-notices.ts';
import { BANDS, ENOUGH_ATTEMPTS, PART_WEIGHTS, STALE_DAYS } from './params.ts';
import { yearlyPattern } from './pattern.ts';
import { contactProbabilityOf, priorityOf, type UserPace } from './predict.ts';
import {
  answerHours,
  answerRate,
  askedBy,
  consistencyOf,
  currencyOf,
  depthOf,
  keptThroughSilence,
  mutualityOf,
  reciprocityOf,
  responsivenessOf,
  rhythmOf,
  tenureOf,
} from './score.ts';
import type { Band, TieFacts, TrustParts, TrustReading } from './types.ts';

/** `TrustReading.contactProbability` looks this many days ahead. */
const HORIZON_DAYS = 28;

/**
 * Reads a tie with at least one interaction at `now` (ms UTC). Ages that a clock made negative are 0. `pace`, where it is
 * known, makes the probability of contact the user's own. Never throws.
 */
export function readTie(
  state: TieState,
  now: number,
  localDay: LocalDay,
  pace?: UserPace,
): { reading: TrustReading; facts: TieFacts } {
  return { reading: readTrust(state, now, localDay, pace), facts: readFacts(state, now, localDay) };
}

/** The model's reading alone. */
export function readTrust(state: TieState, now: number, localDay: LocalDay, pace?: UserPace): TrustReading {
  const today = localDay(now);
  const personal = state.personal;
  const answerProbability = answerRate(state.theirs, now);
  const contactProbability = contactProbabilityOf(state, now, today, HORIZON_DAYS, pace);
  if (personal === null) {
    // Nothing but crowds: no active day, no trust, nothing to suggest.
    return {
      trust: 0,
      earned: 0,
      kept: 1,
      parts: { consistency: 0, reciprocity: 0, responsiveness: 0, depth: 0, tenure: 0, currency: 0 },
      rhythmDays: null,
      gapRatio: null,
      silenceDays: Math.max(0, today - localDay(state.lastAt)),
      band: 'unknown',
      contactProbability,
      answerProbability,
      priority: 0,
    };
  }
  const silenceDays = Math.max(0, today - personal.days.last);
  // What the person's absence explains says nothing about the tie: the clock stands still.
  const countedSilence = silenceDays - pausedDaysOf(state, today, silenceDays);
  const rhythmDays = rhythmOf(personal.days);
  const gapRatio = rhythmDays === null ? null : countedSilence / rhythmDays;
  // One-way mail is not a relationship: every part counts only as far as contact is mutual.
  const mutual = mutualityOf(personal);
  const parts: TrustParts = {
    consistency: mutual * consistencyOf(personal.days),
    reciprocity: reciprocityOf(personal),
    responsiveness: mutual * responsivenessOf(state, now),
    depth: mutual * depthOf(personal),
    tenure: mutual * tenureOf(state),
    currency: mutual * currencyOf(personal, silenceDays),
  };
  const lasting =
    PART_WEIGHTS.consistency * parts.consistency +
    PART_WEIGHTS.reciprocity * parts.reciprocity +
    PART_WEIGHTS.responsiveness * parts.responsiveness +
    PART_WEIGHTS.depth * parts.depth +
    PART_WEIGHTS.tenure * parts.tenure;
  const kept = keptThroughSilence(countedSilence, rhythmDays, parts.tenure);
  const earned = 100 * (lasting + PART_WEIGHTS.currency * mutual * currencyOf(personal, 0));
  const [year, month] = civil(today);
  const yearly = yearlyPattern(state.months, { year, month });
  const isYearly = yearly !== null && yearly.state !== 'missed';
  return {
    trust: Math.round(100 * (kept * lasting + PART_WEIGHTS.currency * parts.currency)),
    earned: Math.round(earned),
    kept,
    parts,
    rhythmDays,
    gapRatio,
    silenceDays,
    band: isYearly ? 'on-track' : bandOf(gapRatio),
    contactProbability,
    answerProbability,
    priority: isLeftInPeace(state, now)
      ? 0
      : priorityOf({
          earned,
          tenure: parts.tenure,
          gapRatio,
          silenceDays: countedSilence,
          contactProbability,
          answerProbability,
          yearly,
        }),
  };
}

/** The band of a gap ratio; `unknown` without a rhythm. */
export function bandOf(gapRatio: number | null): Band {
  if (gapRatio === null) return 'unknown';
  if (gapRatio < BANDS.onTrack) return 'on-track';
  if (gapRatio < BANDS.slipping) return 'slipping';
  return gapRatio <= BANDS.lapsing ? 'lapsing' : 'lapsed';
}

/** The user has tried often enough, and not so long ago that it is forgotten. */
function isLeftInPeace({ run }: TieState, now: number): boolean {
  return run?.from === 'user' && run.days >= ENOUGH_ATTEMPTS && now - run.latest <= STALE_DAYS * DAY;
}

function readFacts(state: TieState, now: number, localDay: LocalDay): TieFacts {
  const { run, personal, absence } = state;
  const today = localDay(now);
  const { dead, since } = deadAddressesOf(state);
  return {
    firstAt: state.firstAt,
    lastAt: state.lastAt,
    lastKind: state.lastKind,
    firstPersonalAt: personal?.firstAt ?? null,
    lastPersonalAt: personal?.lastAt ?? null,
    lastPersonalKind: personal?.lastKind ?? null,
    lastOutAt: state.lastOutAt,
    lastInAt: state.lastInAt,
    lastMeetingAt: state.lastMeetingAt,
    lastSubject: state.lastSubject,
    lastSubjectAt: state.lastSubjectAt,
    lastSubjectKind: state.lastSubjectKind,
    mailsOut: state.mailsOut,
    mailsIn: state.mailsIn,
    meetings: state.meetings,
    meetingMinutes: state.meetingMinutes,
    oneToOne: state.oneToOne,
    crowds: state.crowds,
    activeDays: personal?.days.count ?? 0,
    theirAnswers: {
      asked: askedBy(state.theirs, now),
      answered: state.theirs.answered,
      hours: answerHours(state.theirs),
    },
    userAnswers: { asked: askedBy(state.ours, now), answered: state.ours.answered, hours: answerHours(state.ours) },
    open:
      run === null
        ? null
        : {
            from: run.from,
            since: run.since,
            latest: run.latest,
            count: run.count,
            subject: run.subject,
            groupSize: run.groupSize,
            direct: run.direct,
            reply: run.reply,
          },
    awayUntil: absence !== null && absence.until > now ? absence.until : null,
    pausedDays: personal === null ? 0 : pausedDaysOf(state, today, Math.max(0, today - personal.days.last)),
    deadAddresses: dead,
    bouncedAt: since,
    months: { ...state.months },
  };
}

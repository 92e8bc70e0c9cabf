/** What is likely to happen next if nobody is reminded, and whom it is worth suggesting. */
import { DAY } from '../domain/time.ts';
import type { TieState } from './fold.ts';
import {
  BANDS,
  CONTACT,
  LAPSED,
  LONGEST_SILENCE,
  REACTIVATION,
  SUGGEST,
  TRAFFIC_HALF_LIVES,
  USUAL_PACE,
  type Logit,
} from './params.ts';
import type { YearlyPattern } from './pattern.ts';
import { clamp } from './score.ts';

/** How the user is doing in general; makes probabilities comparable between users, and changes no order within one. */
export interface UserPace {
  /** Days since the user last sent anything to anybody. */
  silenceDays: number;
  /** People the user has been in contact with in the last 365 days. */
  people: number;
}

/** Probability that the user contacts this person within `horizon` days (`today`: the local day of `now`). */
export function contactProbabilityOf(
  state: TieState,
  now: number,
  today: number,
  horizon: number,
  pace: UserPace = USUAL_PACE,
): number {
  return probability(CONTACT, state, now, today, horizon, pace, 0);
}

/** The same for contact of any kind with a tie that has lapsed; null for a tie that has not. */
export function reactivationProbabilityOf(
  state: TieState,
  now: number,
  today: number,
  horizon: number,
  tie: { gapRatio: number | null; silenceDays: number },
  pace: UserPace = USUAL_PACE,
): number | null {
  const isLapsed = tie.gapRatio !== null && tie.gapRatio > LAPSED.gapRatio && tie.silenceDays >= LAPSED.silenceDays;
  return isLapsed ? probability(REACTIVATION, state, now, today, horizon, pace, tie.gapRatio ?? 0) : null;
}

/** Logistic regression on decayed active days, the silence, and the user's own pace; never rises with silence. */
function probability(
  logit: Logit,
  state: TieState,
  now: number,
  today: number,
  horizon: number,
  pace: UserPace,
  gapRatio: number,
): number {
  const traffic = state.traffic;
  if (traffic === null) return 0;
  const since = Math.max(0, today - traffic.day);
  const sum =
    logit.intercept +
    logit.sentMonth * Math.log1p(traffic.sentMonth * Math.pow(2, -since / TRAFFIC_HALF_LIVES.month)) +
    logit.sentSeason * Math.log1p(traffic.sentSeason * Math.pow(2, -since / TRAFFIC_HALF_LIVES.season)) +
    logit.silence * logWeeks((now - state.lastAt) / DAY) +
    logit.days * Math.log1p(traffic.days * Math.pow(2, -since / TRAFFIC_HALF_LIVES.year)) +
    logit.gapRatio * Math.log1p(gapRatio) +
    logit.userSilence * logWeeks(pace.silenceDays) +
    logit.people * Math.log1p(pace.people) +
    logit.horizon * Math.log(horizon / 28);
  return 1 / (1 + Math.exp(-sum));
}

function logWeeks(days: number): number {
  return Math.log1p(clamp(days, 0, LONGEST_SILENCE) / 7);
}

/**
 * Suggestion priority: earned trust × how far the tie has slipped × whether it can still be saved × P(not in touch
 * anyway) × P(an answer). A yearly pair is only suggested in its month.
 */
export function priorityOf(tie: {
  earned: number;
  tenure: number;
  gapRatio: number | null;
  silenceDays: number;
  contactProbability: number;
  answerProbability: number;
  yearly: YearlyPattern | null;
}): number {
  const worth = (tie.earned / 100) * (1 - tie.contactProbability) * tie.answerProbability;
  if (tie.yearly !== null) return tie.yearly.state === 'resting' ? 0 : worth;
  const ratio = tie.gapRatio ?? tie.silenceDays / SUGGEST.unknownGapDays;
  const slipped = clamp((ratio - BANDS.onTrack) / (BANDS.slipping - BANDS.onTrack));
  const { earned, tenure, stillWorth } = SUGGEST.oldTie;
  const leastWorth = tie.earned >= earned && tie.tenure >= tenure ? stillWorth : 0;
  const savable = Math.max(leastWorth, 1 / (1 + (ratio / SUGGEST.goneAt) ** 2));
  return worth * slipped * savable * (tie.gapRatio === null ? SUGGEST.unknownWeight : 1);
}

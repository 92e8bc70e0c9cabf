/**
 * The six parts of trust and how they are put together. Each part is 0–1, each formula is stated with its code; the
 * weights are in `params.ts`. All of it is a pure function of one tie's state and the number of silent days.
 *
 * Earned parts are read as of the last active day: silence does not rewrite what was. What silence takes is told by
 * `currency` and by `keptThroughSilence`.
 */
import { DAY } from '../domain/time.ts';
import type { Answers } from './answers.ts';
import type { Days, Decayed, Personal, TieState } from './fold.ts';
import {
  ANSWER_PRIOR,
  ANSWER_WINDOW_DAYS,
  CONSISTENCY_SHRINK,
  CURRENCY_SCALE,
  DEEP_MINUTES,
  FULL_TENURE_MONTHS,
  HALF_LIVES,
  MUTUAL_SHRINK,
  RESPONSIVENESS_SHRINK,
  RHYTHM_MIN_DAYS,
  SLOW_ANSWER_HOURS,
  THETA_OUT,
  WEAR,
} from './params.ts';

const NO_SUM: Decayed = { out: 0, in: 0, met: 0, days: 0, close: 0 };

/** The pair's usual gap: mean gap between active days, in days; null with fewer than `RHYTHM_MIN_DAYS` of them. */
export function rhythmOf(days: Days): number | null {
  return days.count < RHYTHM_MIN_DAYS ? null : (days.last - days.first) / (days.count - 1);
}

/**
 * Consistency: (1 − B) / 2 with B the burstiness of the gaps between active days corrected for few gaps (Kim & Jo
 * 2016), times g / (g + 4) for g gaps. A steady rhythm is near 1, chance is ½, one burst is near 0.
 */
export function consistencyOf(days: Days): number {
  const gaps = days.count - 1;
  if (gaps < 2) return 0;
  const mean = (days.last - days.first) / gaps;
  const r = Math.sqrt(Math.max(0, days.m2) / gaps) / mean;
  const root = Math.sqrt(gaps + 1);
  const less = Math.sqrt(gaps - 1);
  const burstiness = (root * r - less) / ((root - 2) * r + less);
  return clamp((1 - clamp(burstiness, -1, 1)) / 2) * (gaps / (gaps + CONSISTENCY_SHRINK));
}

/**
 * Reciprocity: 2·min(o, i) / (o + i), times min(o, i) / (min(o, i) + 1). o and i are group-weighted days on which the
 * user, and the person, did their part, with a half-life of a year; a meeting is both. One-way mail is 0.
 */
export function reciprocityOf(personal: Personal): number {
  const { own, other } = bothSides(personal);
  return own + other === 0 ? 0 : ((2 * Math.min(own, other)) / (own + other)) * mutualityOf(personal);
}

/** How far contact is mutual at all: u / (u + 1) with u = min(o, i) as in `reciprocityOf`. 0 is no relationship. */
export function mutualityOf(personal: Personal): number {
  const { own, other } = bothSides(personal);
  const both = Math.min(own, other);
  return both / (both + MUTUAL_SHRINK);
}

function bothSides(personal: Personal): { own: number; other: number } {
  const year = personal.sums[2] ?? NO_SUM;
  return { own: year.out + year.met, other: year.in + year.met };
}

/**
 * Answer rate of one side: (answered + w·p) / (asked + w), a Beta estimate with prior rate p and weight w. Questions
 * still open at `now` count as asked once the window for an answer has passed.
 */
export function answerRate(side: Answers, now: number): number {
  return (side.answered + ANSWER_PRIOR.weight * ANSWER_PRIOR.rate) / (askedBy(side, now) + ANSWER_PRIOR.weight);
}

/** Questions asked of one side that were answered or have run out at `now`. */
export function askedBy(side: Answers, now: number): number {
  let asked = side.asked;
  for (const { at } of side.pending) if (now - at > ANSWER_WINDOW_DAYS * DAY) asked++;
  return asked;
}

/** Usual delay of an answer in hours (geometric mean of 1 + h, less 1); null without answers. */
export function answerHours(side: Answers): number | null {
  return side.answered === 0 ? null : Math.expm1(side.logHours / side.answered);
}

/**
 * Responsiveness: Σ (answered + w·p)·(½ + ½·speed) / Σ (asked + w) over both sides, with
 * speed = 1 − ln(1 + hours) / ln(1 + 14 days) and the prior of `answerRate`; times a / (a + 2) for a answers in all.
 * A question that runs out while nobody writes can only lower it.
 */
export function responsivenessOf(state: TieState, now: number): number {
  const slowest = Math.log1p(SLOW_ANSWER_HOURS);
  let earned = 0;
  let possible = 0;
  for (const side of [state.theirs, state.ours]) {
    const speed = side.answered === 0 ? 0 : clamp(1 - side.logHours / side.answered / slowest);
    earned += (side.answered + ANSWER_PRIOR.weight * ANSWER_PRIOR.rate) * (0.5 + 0.5 * speed);
    possible += askedBy(side, now) + ANSWER_PRIOR.weight;
  }
  const answers = state.theirs.answered + state.ours.answered;
  return (earned / possible) * (answers / (answers + RESPONSIVENESS_SHRINK));
}

/**
 * Depth: 1 − (1 − 0.8·a)(1 − m). a is the mean group weight k^-γ of the active days, each by its smallest group (1 when
 * always one to one), times d / (d + 3) for d days. m is ln(1 + minutes) / ln(1 + 1200) for meeting minutes divided by the number of
 * others. Both with a half-life of a year.
 */
export function depthOf(personal: Personal): number {
  const year = personal.sums[2] ?? NO_SUM;
  const closeness = year.days === 0 ? 0 : clamp(year.close / year.days) * (year.days / (year.days + 3));
  const minutes = clamp(Math.log1p(personal.minutes) / Math.log1p(DEEP_MINUTES));
  return 1 - (1 - 0.8 * closeness) * (1 - minutes);
}

/** Tenure: ln(1 + months with contact) / ln(1 + 36), at most 1. Calendar months count, not the messages in them. */
export function tenureOf(state: TieState): number {
  return clamp(Math.log1p(state.monthCount) / Math.log1p(FULL_TENURE_MONTHS));
}

/**
 * Currency: 1 − e^(−c/2) with c = ln(1 + d30) + ½·ln(1 + d90) + ½·ln(1 + w30) + 0.3·balance: decayed active days, decayed
 * group-weighted days with what the user sent counting three times, and their balance; `silence` in days.
 */
export function currencyOf(personal: Personal, silence: number): number {
  const month = personal.sums[0] ?? NO_SUM;
  const season = personal.sums[1] ?? NO_SUM;
  const keep30 = Math.pow(2, -silence / HALF_LIVES[0]);
  const keep90 = Math.pow(2, -silence / HALF_LIVES[1]);
  const own = (month.out + month.met) * keep30;
  const other = (month.in + month.met) * keep30;
  const balance = own + other === 0 ? 0 : (2 * Math.min(own, other)) / (own + other);
  const current =
    Math.log1p(month.days * keep30) +
    0.5 * Math.log1p(season.days * keep90) +
    0.5 * Math.log1p((THETA_OUT * own + other) / (THETA_OUT + 1)) +
    0.3 * balance * Math.min(1, own + other);
  return 1 - Math.exp(-current / CURRENCY_SCALE);
}

/**
 * The share of earned trust that a silence of that many days leaves: 1 up to one usual gap, then halving towards a
 * floor, both slower and higher for old ties (`WEAR`). Never rises with silence.
 */
export function keptThroughSilence(silence: number, rhythm: number | null, tenure: number): number {
  const gap = Math.min(WEAR.longestGapDays, Math.max(WEAR.shortestGapDays, rhythm ?? WEAR.unknownGapDays));
  const over = Math.max(0, silence / gap - 1);
  const floor = WEAR.floor + WEAR.oldTieFloor * tenure;
  return floor + (1 - floor) * Math.pow(2, -over / (WEAR.halfLifeGaps * (1 + WEAR.oldTieFactor * tenure)));
}

/** `value` held between `low` and `high`. */
export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

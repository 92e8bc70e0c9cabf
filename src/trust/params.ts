/**
 * Every number the trust model uses, with where it comes from. Fitted values say on which data they were fitted and on
 * which they were only reported; the rest is a definition, since no ground truth of trust exists.
 */

/** Half-lives of the decayed sums, in days: "now" (30), "this season" (90), "earned" (365). */
export const HALF_LIVES = [30, 90, 365] as const;

/** Half-lives of what predicts the next contact, in days. Chosen on the development splits (see `CONTACT`). */
export const TRAFFIC_HALF_LIVES = { month: 30, season: 90, year: 365 } as const;

/**
 * In predicting contact a group of k others weighs k^-½: mail to groups does say who will be written to. Chosen on the
 * development splits of the three logs (exponents 0 and 1 are as good there) and on two mailboxes with much group mail,
 * where 0 is worse.
 */
export const TRAFFIC_GROUP_EXPONENT = 0.5;

/** With more other people than this, a message or meeting is a crowd: no sign of trust, no active day. Definition. */
export const CROWD = 8;

/** A group of k others weighs k^-γ. Roth et al. 2010 treat one-to-one as a group of its own; definition. */
export const GROUP_EXPONENT = 1;

/** What the user sends weighs this much more than what they receive (θ_out of Roth et al., KDD 2010). */
export const THETA_OUT = 3;

/** Only mail to or from at most this many others counts as a question that an answer can be expected to. Definition. */
export const QUESTION_GROUP = 3;

/**
 * A notice of absence or of a failed delivery is believed for this many days after the user's mail: mail systems give up
 * within five (RFC 5321, 4.5.4.1), and an absence note may answer mail that was read late. Definition.
 */
export const NOTICE_DAYS = 30;

/** A question without an answer for this many days was not answered. Definition. */
export const ANSWER_WINDOW_DAYS = 14;

/** Conversations with a pending question that are remembered per side; the oldest is given up first. */
export const PENDING_CAP = 8;

/** Active days before a pair has a rhythm (Navarro et al. 2017 need a mean gap; three gaps are the least). */
export const RHYTHM_MIN_DAYS = 4;

/** Upper ends of the bands of gap ratio. The last is Navarro et al. 2017: above 8 a tie has most likely decayed. */
export const BANDS = { onTrack: 2, slipping: 4, lapsing: 8 } as const;

/** Weights of the six parts; they add up to 1. Definition. */
export const PART_WEIGHTS = {
  consistency: 0.15,
  reciprocity: 0.2,
  responsiveness: 0.15,
  depth: 0.15,
  tenure: 0.15,
  currency: 0.2,
} as const;

/** Gaps at which consistency counts half (burstiness needs about five gaps, Kim & Jo 2016). */
export const CONSISTENCY_SHRINK = 4;

/** Decayed two-way days at which mutual contact counts half: one exchange is not yet a relationship. Definition. */
export const MUTUAL_SHRINK = 1;

/** Prior answer rate and its weight in questions (trust.md, model 4: hierarchical Beta). */
export const ANSWER_PRIOR = { rate: 0.4, weight: 5 } as const;

/** Answers at which responsiveness counts half. Definition. */
export const RESPONSIVENESS_SHRINK = 2;

/** An answer after this many hours or later earns nothing for speed (Wuchty & Uzzi 2011: 7 h friends, 50 h strangers). */
export const SLOW_ANSWER_HOURS = 14 * 24;

/** Decayed group-weighted meeting minutes that count as full depth: twenty hours. Definition. */
export const DEEP_MINUTES = 1200;

/** Months with contact that count as full tenure: three years of monthly contact. Definition. */
export const FULL_TENURE_MONTHS = 36;

/** Value of the currency formula (trust.md, model 1) at which currency is 1 − 1/e. Definition. */
export const CURRENCY_SCALE = 2;

/**
 * How trust wears off in silence: nothing within one usual gap, then half of what can be lost per
 * `halfLifeGaps · (1 + tenure · oldTieFactor)` usual gaps, down to a floor. Burt 2001 and the peers' practice: old ties
 * decay slower; trust.md: a tie of many years that is quiet now is not worth nothing. Definition.
 */
export const WEAR = {
  shortestGapDays: 7,
  longestGapDays: 365,
  unknownGapDays: 30,
  halfLifeGaps: 4,
  oldTieFactor: 2,
  floor: 0.1,
  oldTieFloor: 0.35,
} as const;

/** Attempts on different days without an answer, after which a person is left in peace (PingCRM's guard). Definition. */
export const ENOUGH_ATTEMPTS = 3;

/** An unanswered message older than this many days is history: nobody waits any more. Definition. */
export const STALE_DAYS = 365;

/** Coefficients of a logistic regression; see `predict.ts` for the features. */
export interface Logit {
  intercept: number;
  /** ln(1 + days on which the user sent something, group-weighted, half-life 30 days). */
  sentMonth: number;
  /** The same with a half-life of 90 days. */
  sentSeason: number;
  /** ln(1 + weeks since the last contact of any kind). In weeks, so that a weekend is no silence. */
  silence: number;
  /** ln(1 + days with any contact, half-life a year). */
  days: number;
  /** ln(1 + gap ratio), where the tie has a rhythm. */
  gapRatio: number;
  /** ln(1 + weeks since the user last sent anything to anybody). */
  userSilence: number;
  /** ln(1 + people the user was in contact with in the last year): attention is finite. */
  people: number;
  /** ln(horizon / 28 days). */
  horizon: number;
}

/**
 * P(the user contacts this person within the horizon).
 *
 * Fitted on three public interaction logs (mail of a research institution and of a manufacturing firm, phone calls of a
 * study) at 26 development splits on all weekdays; the last split of each log was kept apart. First the
 * coefficients of the tie, within (user, split) and each user weighing alike, averaged over the three logs. They agree so
 * well (with one half-life for sent: 1.4, 1.7, 1.0 · silence −.4, −.4, −.6 · days .4, .4, 1.0) that none of some thirty
 * further features gained anything on the log that was left out. Then a common slope and the rest, at 28 and 56 days, each log weighing alike.
 */
export const CONTACT: Logit = {
  intercept: -0.62,
  sentMonth: 0.24,
  sentSeason: 0.9,
  silence: -0.4,
  days: 0.6,
  gapRatio: 0,
  userSilence: -0.75,
  people: -0.41,
  horizon: 0.84,
};

/**
 * P(contact of any kind within the horizon) for lapsed ties (`LAPSED`). Fitted like `CONTACT`, on the lapsed ties of the
 * same splits; here the pair's own rhythm adds to the silence, and who wrote does not matter.
 */
export const REACTIVATION: Logit = {
  intercept: 1.41,
  sentMonth: 0,
  sentSeason: 0,
  silence: -0.38,
  days: 1.06,
  gapRatio: -0.57,
  userSilence: -0.88,
  people: -0.5,
  horizon: 0.85,
};

/** A tie is lapsed above this gap ratio after at least this silence (trust.md, evaluation protocol T2). */
export const LAPSED = { gapRatio: 3, silenceDays: 21 } as const;

/** The user's pace where it is not known: somebody who wrote today and deals with sixty people a year. */
export const USUAL_PACE = { silenceDays: 0.5, people: 60 } as const;

/** Ages beyond this many days say nothing further about the next weeks; the longest silence among the fitted rows. */
export const LONGEST_SILENCE = 400;

/**
 * Whom to suggest: nobody who is on track, fully from where slipping ends (`BANDS`), fading once a silence is many times
 * the rhythm (half at `goneAt`), but for old strong ties. Definition, in the spirit of Levin et al. 2011 (dormant strong
 * ties are worth reviving) and of Navarro et al. 2017 (above eight gaps most ties have ended).
 */
export const SUGGEST = {
  goneAt: 12,
  oldTie: { earned: 45, tenure: 0.6, stillWorth: 0.4 },
  /** Stands in for the rhythm of a pair that has none yet, and how little such a pair weighs. */
  unknownGapDays: 60,
  unknownWeight: 0.3,
} as const;

/**
 * What the trust model says about one person, and the dated facts it says it from. Both are a pure function of the
 * person's interactions, the user's zone and `now` (promise 2 of ARCHITECTURE.md).
 */

/** The six parts of trust, each 0–1; definitions stand beside their code in `score.ts`. */
export interface TrustParts {
  consistency: number;
  reciprocity: number;
  responsiveness: number;
  depth: number;
  tenure: number;
  currency: number;
}

/** Where the silence stands against the pair's own rhythm; `unknown` with too few active days to have a rhythm. */
export type Band = 'on-track' | 'slipping' | 'lapsing' | 'lapsed' | 'unknown';

/** The model's reading of one tie at one moment. */
export interface TrustReading {
  /** 0–100, whole number. */
  trust: number;
  /** 0–100: the trust that was earned over time, before the present silence takes from it; `trust` ≤ `earned`. */
  earned: number;
  /** The share (0–1) of the five lasting parts that the present silence has left; `currency` wears off by itself. */
  kept: number;
  parts: TrustParts;
  /** The pair's usual gap between active days, in days; null with fewer than four active days. */
  rhythmDays: number | null;
  /** Silence, less the days of it that the person was away (`TieFacts.pausedDays`), divided by rhythm; null without one. */
  gapRatio: number | null;
  /** Whole local days since the last active day; 0 is today. */
  silenceDays: number;
  band: Band;
  /** Probability (0–1) that the user contacts this person within the next 28 days without being reminded. */
  contactProbability: number;
  /** Probability (0–1) that this person answers if the user writes. */
  answerProbability: number;
  /** Suggestion priority, ≥ 0: earned trust that is slipping and that a contact can still save. Only comparable within one user. */
  priority: number;
}

/** Something that waits for an answer, seen from the user. */
export interface OpenEnd {
  /** Who wrote last and got no answer yet. */
  from: 'user' | 'person';
  /** When the oldest unanswered message of this run was written, ms UTC. */
  since: number;
  /** When the newest one was written, ms UTC. */
  latest: number;
  /** How many messages in a row. */
  count: number;
  subject: string;
  groupSize: number;
  direct: boolean;
  /** Every message of the run was itself an answer to the other side: it may not call for one in turn. */
  reply: boolean;
}

/** Dated, checkable facts of one tie up to a moment; everything a sentence in a briefing may use. Times in ms UTC. */
export interface TieFacts {
  firstAt: number;
  lastAt: number;
  lastKind: 'mail_out' | 'mail_in' | 'meeting';
  /** The same for personal contact, without crowds (more than eight others); null when there was none. */
  firstPersonalAt: number | null;
  lastPersonalAt: number | null;
  lastPersonalKind: 'mail_out' | 'mail_in' | 'meeting' | null;
  lastOutAt: number | null;
  lastInAt: number | null;
  lastMeetingAt: number | null;
  /** Subject of the last one-to-one or small-group message or meeting; '' when none is kept. */
  lastSubject: string;
  lastSubjectAt: number | null;
  lastSubjectKind: 'mail_out' | 'mail_in' | 'meeting' | null;
  /** Mails and meetings with at most eight others; larger ones are in `crowds`. */
  mailsOut: number;
  mailsIn: number;
  meetings: number;
  meetingMinutes: number;
  /** Of those, one to one. */
  oneToOne: number;
  /** Mails and meetings with more than eight others. */
  crowds: number;
  activeDays: number;
  /** Answers: how many of the user's messages this person answered, and the usual delay in hours (geometric mean). */
  theirAnswers: { asked: number; answered: number; hours: number | null };
  /** The same for the user answering this person. */
  userAnswers: { asked: number; answered: number; hours: number | null };
  open: OpenEnd | null;
  /** Until when the person's absence note is taken to hold; null when there is none, or none any more. */
  awayUntil: number | null;
  /** Whole days of the present silence in which they were away: they count in `silenceDays`, and not against the tie. */
  pausedDays: number;
  /** Addresses of theirs that mail came back from for good, and that have not been heard from since; ordered. */
  deadAddresses: string[];
  /** Since when none of their addresses is left to write to; null while there is one. */
  bouncedAt: number | null;
  /** Active days per local calendar month, key `YYYY-MM`; months without contact are absent. */
  months: Record<string, number>;
}

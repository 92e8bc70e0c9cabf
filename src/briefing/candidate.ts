/** What a briefing is made from: the user, everybody they deal with, and the ledger. Instants are ms UTC. */
import type { Ledger } from '../domain/evidence.ts';
import type { TieFacts, TrustReading } from '../trust/types.ts';

/** One person the user deals with, as of `BriefingInput.now`. */
export interface Candidate {
  personId: string;
  /** As written in mail: never trusted, may be ''. */
  name: string;
  /** The address to write to. */
  email: string;
  /** All addresses known to be theirs. */
  addresses: string[];
  facts: TieFacts;
  reading: TrustReading;
  /** Trust 28 days earlier; null when there was no evidence then. */
  trustMonthAgo: number | null;
  /** The first meeting within the next seven local days; `others` counts the people besides the user. */
  nextMeeting: { at: number; minutes: number; others: number; title: string } | null;
  muted: boolean;
  /** The first moment this person may be suggested again. */
  snoozedUntil: number | null;
  lastSuggestedAt: number | null;
}

export interface BriefingInput {
  now: number;
  /** IANA zone in which days, months and clock times are told. */
  zone: string;
  /** BCP 47 tag; decides how dates and numbers look. */
  locale: string;
  user: { name: string; email: string };
  /** Everybody the user deals with, in any order. */
  candidates: Candidate[];
  ledger: Ledger[];
  /** How many addresses the user's mail and calendar hold, of whomever; null when that is not known. */
  addresses: number | null;
  /** Size of the circle 91 and 365 days ago; null where there was no evidence then. */
  circleBefore: { quarter: number | null; year: number | null };
  /** How many people to suggest at most; default 5, never above 7. */
  count?: number;
  /** Local days after a suggestion before the same person is suggested again; default 21. */
  coolDownDays?: number;
  /** The earliest evidence there is: silence before it is unknown, not silence. */
  historyFrom: number | null;
  /** Replies to this mail are read and acted upon; only then does it offer commands. Default false. */
  canReply?: boolean;
}

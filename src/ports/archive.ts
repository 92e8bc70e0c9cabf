/**
 * Port: mail and calendars that a person has exported to files. An archive is inspected as a whole before anything is
 * stored, so that a bad file among good ones changes nothing.
 */
import type { Source } from './source.ts';

export interface Archive {
  /**
   * Looks at every path and reads what must be read to know that all of it is sound. Throws
   * `RekindleError('bad-input')` naming the path for: nothing there, empty, neither mail nor calendar, damaged
   * compression, no permission.
   */
  inspect(paths: readonly string[]): Promise<InspectedArchive>;
}

export interface InspectedArchive {
  /** False when there are only calendars. */
  hasMail: boolean;
  /**
   * Whether one of the addresses (normalised by `normalise`) sent or received any of the mail. Stops at the first
   * match; otherwise tells which addresses appear as senders most often, to help a user who mistyped theirs.
   */
  findOwner(
    me: ReadonlySet<string>,
    normalise: (address: string) => string | null,
    now: number,
  ): Promise<{ found: true } | { found: false; messages: number; topSenders: { address: string; messages: number }[] }>;
  /**
   * `now` bounds plausible dates and how far recurring meetings are expanded; `zone` gives floating times a place;
   * `me` are the user's own addresses, lower case.
   */
  open(context: { now: number; zone: string; me: ReadonlySet<string> }): Source;
}

/**
 * Port: where facts come from. One implementation per provider, in `src/providers/<name>/`.
 *
 * The engine (`sync/run.ts`) pulls a page, plans, commits rows and cursor together, and pulls again with the cursor it
 * has just stored. It may stop after any page and go on in another process.
 */
import type { Fact } from '../domain/fact.ts';

export interface StreamInfo {
  /** Unique and stable within the account; shown in the ledger. */
  name: string;
  kind: 'mail' | 'calendar';
}

/**
 * Opaque to the engine; owned, versioned and checked by the provider. Null means "from the beginning".
 * A provider that is handed a cursor it can't read must answer `expired`, never guess.
 */
export type Cursor = string | null;

export type PullResult =
  | {
      kind: 'page';
      facts: Fact[];
      /** Where to go on after this page. Must differ from the cursor that was asked for while `more` is true. */
      cursor: string;
      /** False when the source holds nothing further for now. An empty page may still have `more`. */
      more: boolean;
      /** Progress for people: how far this stream is, in units of its own (bytes, messages). */
      progress?: { done: number; total: number; unit: 'bytes' | 'items' };
    }
  /** The cursor is dead: the engine starts the stream again from null; evidence stays, nothing counts twice. */
  | { kind: 'expired' };

export interface Source {
  /** The account's streams, in the order they should be read. Idempotent. */
  streams(): Promise<StreamInfo[]>;
  /**
   * The next page. Idempotent: the same cursor gives the same facts as long as the source has not changed. Facts may
   * repeat within and across pages and come in any order. Throws `RekindleError` for a source that can't be read any
   * further; the cursor that was stored stays good.
   */
  pull(stream: string, cursor: Cursor): Promise<PullResult>;
  /** Frees handles. Safe to call twice. */
  close(): Promise<void>;
}

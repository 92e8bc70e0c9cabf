/**
 * Port: where the sync engine keeps what it has learned. Two methods matter: `known` reads everything a page's plan
 * depends on, `commit` writes the plan's rows and the cursor in one transaction.
 */
import type { AddressKind, Interaction, Verdict } from '../domain/evidence.ts';

/** A stream as it was when it was last read; `version` guards the commit. */
export interface StreamState {
  id: string;
  userId: string;
  accountId: string;
  name: string;
  kind: 'mail' | 'calendar';
  cursor: string | null;
  complete: boolean;
  round: number;
  /** How many own addresses the user had when the round began. */
  owned: number;
  version: number;
}

export interface KnownItem {
  streamId: string;
  verdict: Verdict;
  digest: string;
  round: number;
}

export interface AddressRecord {
  id: string;
  personId: string;
  address: string;
  name: string;
  /** 2 when the person wrote the name themselves, 1 when somebody else did, 0 when made from the address. */
  nameRank: number;
  /** When that name was used, ms UTC. */
  nameAt: number;
  kind: AddressKind;
}

/** What the plan asks for, all of it by key. */
export interface Question {
  itemIds: string[];
  evidenceKeys: string[];
  mergeKeys: string[];
  addresses: string[];
}

export interface Known {
  items: ReadonlyMap<string, KnownItem>;
  /** Evidence key → the one item whose evidence counts. */
  holders: ReadonlyMap<string, string>;
  /** Merge key → normalised recipients counted under it, and whether it was found to be a mail merge already. */
  merges: ReadonlyMap<string, { recipients: ReadonlySet<string>; isMerge: boolean }>;
  addresses: ReadonlyMap<string, AddressRecord>;
}

export interface ItemWrite {
  id: string;
  verdict: Verdict;
  evidenceKey: string;
  mergeKey: string | null;
  digest: string;
  /** Replace the item's interactions by these. */
  interactions: (Interaction & { addressId: string })[];
}

/** Everything one page changes. */
export interface Writes {
  stream: {
    cursor: string | null;
    complete: boolean;
    /** A new round begins with this page, judged with that many own addresses: counters start from zero. */
    restart: { owned: number } | null;
    /** Items read and, of those, repeats. */
    read: number;
    repeated: number;
  };
  items: ItemWrite[];
  /** Items seen again unchanged: only their round moves. */
  touched: string[];
  /** Items that lose their interactions and get this verdict (a copy with a smaller id took over; gone at the source). */
  demoted: { id: string; verdict: Verdict }[];
  /** Merge keys found to be mail merges: every item under them is turned. */
  mailMerges: string[];
  /** New or changed addresses; a person is made for each `personId` that does not exist. */
  addresses: AddressRecord[];
  /** Addresses newly found to be the user's own. */
  ownAddresses: string[];
  /** The user's name as their own mail gives it; kept only while none is known. Null when this page has none. */
  ownerName: string | null;
}

export interface EvidenceStore {
  /** The stream of that name, made when it does not exist. Idempotent. */
  openStream(
    userId: string,
    accountId: string,
    name: string,
    kind: 'mail' | 'calendar',
    now: number,
  ): Promise<StreamState>;
  /** Reads everything about the named keys, as of one moment. Keys that aren't known are absent. */
  known(userId: string, question: Question): Promise<Known>;
  /** The user's own addresses, normalised, and their name ('' when not known yet). */
  owner(userId: string): Promise<{ addresses: ReadonlySet<string>; name: string }>;
  /**
   * Applies all writes and moves the cursor in one transaction; afterwards either everything is there or nothing is.
   * Throws `RekindleError('conflict')` and writes nothing when the stream's version is no longer `stream.version`
   * (another process committed first). Returns the stream as it is now. Writes nothing about an account that is gone.
   */
  commit(stream: StreamState, writes: Writes, now: number): Promise<StreamState>;
}

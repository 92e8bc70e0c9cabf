/**
 * Port: users, people and their evidence as the later stages read them, and what users decide about people.
 */
import type { AddressKind, Closeness, Interaction, Ledger } from '../domain/evidence.ts';

export interface UserRecord {
  id: string;
  name: string;
  email: string;
  zone: string;
  locale: string;
}

export interface PersonRecord {
  id: string;
  /** Best first: most recently used by the person themselves. */
  addresses: { address: string; name: string; nameRank: number; nameAt: number; kind: AddressKind }[];
  mutedAt: number | null;
  snoozedUntil: number | null;
  suggestedAt: number | null;
  /** The user's own word on the score, and when they gave it; null when they gave none. */
  closeness: { value: Closeness; at: number } | null;
}

/** What the user decides about a person; what is left out stays as it is. */
export type Decision = Partial<Pick<PersonRecord, 'mutedAt' | 'snoozedUntil' | 'closeness'>>;

/** A stored fold; see `trust/fold.ts`. */
export interface TieRecord {
  personId: string;
  version: string;
  state: string;
  foldedAt: number;
  foldedKey: string;
}

export type PersonInteraction = Interaction & { personId: string };

/** Mail from `answer` that answers the user's mail to `asked` alone, by In-Reply-To. */
export interface CrossAnswer {
  asked: { addressId: string; personId: string; address: string; name: string };
  answer: { addressId: string; personId: string; address: string; name: string };
}

export interface PeopleStore {
  /** All users, oldest first. */
  users(): Promise<UserRecord[]>;
  /** Makes or updates the user with this id. */
  saveUser(user: UserRecord, now: number): Promise<void>;
  /** Marks addresses as the user's own; known ones are left alone. */
  addOwnAddresses(userId: string, addresses: string[], source: 'given' | 'sent-as'): Promise<void>;
  ownAddresses(userId: string): Promise<{ address: string; source: string }[]>;
  /** The account of that provider and address, made when it does not exist. Returns its id. */
  openAccount(userId: string, provider: string, address: string, now: number): Promise<string>;

  /** Everybody with at least one address that isn't the user's own. */
  people(userId: string): Promise<PersonRecord[]>;
  /**
   * Interactions in canonical order: by person, then (at, evidenceKey). `after` leaves out, for that person, everything
   * at or before the given point. Only those with `at <= until`.
   */
  interactions(
    userId: string,
    query: { until: number; from?: number; personIds?: string[]; after?: Map<string, { at: number; key: string }> },
  ): AsyncIterable<PersonInteraction[]>;
  /** Stored folds (of `personIds` only, when given), and the version of the evidence they were read with. */
  ties(userId: string, personIds?: string[]): Promise<{ version: number; ties: TieRecord[] }>;
  /** Stores folds made from the evidence of that version; does nothing when evidence or persons have changed since. */
  saveTies(userId: string, version: number, ties: TieRecord[]): Promise<void>;
  /** Drops every stored fold of the user. */
  dropTies(userId: string): Promise<void>;

  /** Per stream, what became of every item; `read = counted + Σ skipped`. */
  ledger(userId: string): Promise<Ledger[]>;
  /** How many addresses there is evidence with, of people, lists and robots alike; the user's own left out. */
  countAddresses(userId: string): Promise<number>;
  /** Earliest and latest evidence up to `until`, null without any. */
  span(userId: string, until: number): Promise<{ from: number; to: number } | null>;

  /** Evidence that two addresses may belong to one person. */
  crossAnswers(userId: string): Promise<CrossAnswer[]>;
  /**
   * Moves an address to another person and remembers why. Does nothing and returns false when the same move was made
   * or undone before (unless `by` is `user`).
   */
  merge(
    userId: string,
    move: { addressId: string; into: string; reason: string; by: 'evidence' | 'user' },
    now: number,
  ): Promise<boolean>;
  /** Gives the address back to the person it came from. Returns false when it was not merged. */
  split(userId: string, addressId: string, now: number): Promise<boolean>;
  /** What the user decided about a person; fields left out stay as they are. Unknown people are left alone. */
  decide(userId: string, personId: string, decision: Decision): Promise<void>;
  /** Finds an address of the user's people. */
  findAddress(userId: string, address: string): Promise<{ addressId: string; personId: string } | null>;
}

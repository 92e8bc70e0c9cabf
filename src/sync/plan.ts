/**
 * The merge at the heart of sync, pure: judged facts of one page and what is stored about them → the rows to write.
 *
 * Whatever the order of pages, repeats and copies, the stored evidence ends the same (invariant I1):
 * - an item seen again replaces itself, and writes nothing when its judgement is the same;
 * - of several items with evidence of one key, the one with the smallest id keeps it and the others are duplicates;
 * - a text sent to many, one by one, is a mail merge as a whole, however its copies arrive;
 * - names and kinds of addresses are maxima under a fixed order.
 */
import type { AddressKind, SkipReason, Verdict } from '../domain/evidence.ts';
import type {
  AddressRecord,
  ItemWrite,
  Known,
  KnownItem,
  Question,
  StreamState,
  Writes,
} from '../ports/evidence-store.ts';
import { MAIL_MERGE_RECIPIENTS, type Judgement } from '../people/judge.ts';
import { hashOf } from '../people/keys.ts';

/** One fact of a page with what the rules made of it. */
export interface Judged {
  /** Names the item for ever: hash of account and provider id. */
  itemId: string;
  /** Null for an item that is gone at the source. */
  judgement: Judgement | null;
  isEvent: boolean;
}

export interface PageFrame {
  cursor: string | null;
  complete: boolean;
  /** Set when this page is the first of a new round. */
  restart: { owned: number } | null;
  /** The user's name, when a message of the page gives it. */
  ownerName: string | null;
}

/** Everything `plan` must know about a page, by key. */
export function question(judged: readonly Judged[]): Question {
  const judgements = judged.flatMap(({ judgement }) => (judgement ? [judgement] : []));
  const distinct = (keys: (string | null)[]) => [...new Set(keys.filter((key) => key !== null))];
  return {
    itemIds: distinct(judged.map(({ itemId }) => itemId)),
    evidenceKeys: distinct(judgements.map((j) => (isEvidence(j) ? j.evidenceKey : null))),
    mergeKeys: distinct(judgements.map((j) => j.mergeKey)),
    addresses: distinct(judgements.flatMap((j) => [...j.interactions, ...j.kinds].map(({ address }) => address))),
  };
}

export function plan(
  stream: StreamState,
  judged: readonly Judged[],
  known: Known,
  own: ReadonlySet<string>,
  end: PageFrame,
): Writes {
  const round = stream.round + (end.restart ? 1 : 0);
  const written = new Map<string, ItemWrite>();
  const touched = new Set<string>();
  const demoted = new Map<string, Verdict>();
  const holders = new Map(known.holders);
  const ownAddresses = new Set<string>();
  const evident = new Map<string, Judgement>();
  const judgedHere: Judgement[] = [];
  let repeated = 0;

  for (const { itemId: id, judgement, isEvent } of judged) {
    const stored = known.items.get(id);
    const before = written.get(id) ?? stored;
    const seenInRound =
      written.has(id) ||
      touched.has(id) ||
      (stored !== undefined && (stored.streamId !== stream.id || stored.round === round));
    if (seenInRound) repeated += 1;
    else if (stored) touched.add(id);

    if (!judgement) {
      if (before && before.verdict !== 'gone') withdraw(id, 'gone');
      if (!before) written.set(id, skippedItem(id, 'gone'));
      continue;
    }
    judgedHere.push(judgement);
    if (judgement.ownAddress !== null && !own.has(judgement.ownAddress)) ownAddresses.add(judgement.ownAddress);

    const digest = digestOf(judgement);
    if (before && (before.digest === digest || !replaces(judgement, before, stored, stream, isEvent))) continue;
    const item: ItemWrite = {
      id,
      verdict: judgement.verdict,
      evidenceKey: judgement.evidenceKey,
      mergeKey: judgement.mergeKey,
      digest,
      interactions: [],
    };
    touched.delete(id);
    demoted.delete(id);
    evident.delete(id);
    written.set(id, item);
    if (!isEvidence(judgement)) continue;

    const holder = holders.get(judgement.evidenceKey);
    if (holder !== undefined && holder < id) {
      item.verdict = 'duplicate';
      continue;
    }
    if (holder !== undefined && holder !== id) withdraw(holder, 'duplicate');
    holders.set(judgement.evidenceKey, id);
    evident.set(id, judgement);
  }

  const mailMerges = turnMailMerges(known, written, evident);
  const addresses = meetAddresses(stream.userId, known, judgedHere, evident);
  for (const [id, judgement] of evident) {
    const item = written.get(id);
    if (!item) continue;
    item.interactions = judgement.interactions.map((x) => ({ ...x, addressId: addressId(stream.userId, x.address) }));
  }

  return {
    stream: { cursor: end.cursor, complete: end.complete, restart: end.restart, read: judged.length, repeated },
    items: [...written.values()],
    touched: [...touched],
    demoted: [...demoted].map(([id, verdict]) => ({ id, verdict })),
    mailMerges,
    addresses,
    ownAddresses: [...ownAddresses],
    ownerName: end.ownerName,
  };

  function withdraw(id: string, verdict: SkipReason): void {
    const item = written.get(id);
    evident.delete(id);
    if (item) item.verdict = verdict;
    else demoted.set(id, verdict);
  }
}

/** In its own stream an item's newest state is the truth; between copies of a message, the one that is evidence wins. */
function replaces(
  judgement: Judgement,
  before: KnownItem | ItemWrite,
  stored: KnownItem | undefined,
  stream: StreamState,
  isEvent: boolean,
): boolean {
  if (!stored || stored.streamId === stream.id || isEvent) return true;
  if (!isEvidence(judgement) || ['counted', 'duplicate', 'mail-merge'].includes(before.verdict)) return false;
  return judgement.verdict === 'counted' || judgement.verdict !== before.verdict;
}

/** Counted items, and those a program wrote that say something of an address. */
function isEvidence({ verdict, interactions }: Judgement): boolean {
  return verdict === 'counted' || interactions.length > 0;
}

function skippedItem(id: string, verdict: Verdict): ItemWrite {
  return { id, verdict, evidenceKey: id, mergeKey: null, digest: verdict, interactions: [] };
}

/** Counts recipients per merge key over stored and new items; returns the keys whose stored items must be turned. */
function turnMailMerges(known: Known, written: Map<string, ItemWrite>, evident: Map<string, Judgement>): string[] {
  const recipients = new Map<string, Set<string>>();
  for (const { mergeKey, interactions } of evident.values()) {
    if (mergeKey === null) continue;
    const all = recipients.get(mergeKey) ?? new Set(known.merges.get(mergeKey)?.recipients);
    for (const { address } of interactions) all.add(address);
    recipients.set(mergeKey, all);
  }
  const merges = [...recipients].filter(
    ([key, all]) => all.size >= MAIL_MERGE_RECIPIENTS || known.merges.get(key)?.isMerge === true,
  );
  const keys = new Set(merges.map(([key]) => key));
  for (const [id, { mergeKey }] of evident) {
    if (mergeKey === null || !keys.has(mergeKey)) continue;
    evident.delete(id);
    const item = written.get(id);
    if (item) item.verdict = 'mail-merge';
  }
  return [...keys];
}

const KIND_ORDER: AddressKind[] = ['person', 'role', 'no-reply', 'robot', 'list'];

/** New and changed addresses: everybody with new evidence, and addresses an item proved not to be a person's. */
function meetAddresses(
  userId: string,
  known: Known,
  judgements: readonly Judgement[],
  evident: ReadonlyMap<string, Judgement>,
): AddressRecord[] {
  const met = new Map<string, AddressRecord>();
  const changed = new Set<string>();
  const meet = (address: string): AddressRecord => {
    let record = met.get(address);
    if (!record) {
      const stored = known.addresses.get(address);
      if (!stored) changed.add(address);
      const id = addressId(userId, address);
      record = stored
        ? { ...stored }
        : { id, personId: `p-${id}`, address, name: '', nameRank: 0, nameAt: 0, kind: 'person' };
      met.set(address, record);
    }
    return record;
  };

  for (const judgement of evident.values()) {
    for (const { address } of judgement.interactions) meet(address);
    for (const { address, name, rank, at } of judgement.sightings) {
      const record = met.get(address);
      if (!record || !isBetterName({ nameRank: rank, nameAt: at, name }, record)) continue;
      Object.assign(record, { name, nameRank: rank, nameAt: at });
      changed.add(address);
    }
  }
  for (const { address, kind } of judgements.flatMap((judgement) => judgement.kinds)) {
    if (kind === 'person' || (kind !== 'list' && !met.has(address) && !known.addresses.has(address))) continue;
    const record = meet(address);
    if (KIND_ORDER.indexOf(kind) <= KIND_ORDER.indexOf(record.kind)) continue;
    record.kind = kind;
    changed.add(address);
  }
  return [...met.values()].filter(({ address }) => changed.has(address));
}

type Naming = Pick<AddressRecord, 'name' | 'nameRank' | 'nameAt'>;

function isBetterName(a: Naming, b: Naming): boolean {
  if (a.name === '') return false;
  if (a.nameRank !== b.nameRank) return a.nameRank > b.nameRank;
  if (a.nameAt !== b.nameAt) return a.nameAt > b.nameAt;
  return a.name > b.name;
}

function addressId(userId: string, address: string): string {
  return hashOf('address', userId, address);
}

export function itemIdOf(accountId: string, providerId: string): string {
  return hashOf('item', accountId, providerId);
}

function digestOf(judgement: Judgement): string {
  const { verdict, evidenceKey, answersKey, mergeKey, interactions } = judgement;
  return hashOf('digest', JSON.stringify([verdict, evidenceKey, answersKey, mergeKey, interactions]));
}

/** The rows that both memory stores share, and the few questions both ask of them. */
import type { Interaction } from '../../domain/evidence.ts';
import type { AddressRecord, ItemWrite, StreamState } from '../../ports/evidence-store.ts';
import type { PersonInteraction, PersonRecord, TieRecord, UserRecord } from '../../ports/people-store.ts';

export type StoredItem = Omit<ItemWrite, 'interactions'> & { userId: string; streamId: string; round: number };
type StoredInteraction = Interaction & { addressId: string; itemId: string };
type StoredStream = StreamState & { read: number; repeated: number };

export type Tables = ReturnType<typeof createTables>;

export function createTables() {
  const users = new Map<string, UserRecord & { createdAt: number; evidence: number }>();
  const own = new Map<string, Map<string, string>>();
  const streams = new Map<string, StoredStream>();
  const items = new Map<string, StoredItem>();
  const interactions = new Map<string, StoredInteraction[]>();
  const addresses = new Map<string, AddressRecord & { userId: string }>();
  const people = new Map<string, Omit<PersonRecord, 'id' | 'addresses'> & { userId: string }>();
  const ties = new Map<string, TieRecord>();
  const merges = new Map<string, { userId: string; addressId: string; from: string; into: string; undone: boolean }>();

  const ownOf = (userId: string) => own.get(userId) ?? new Map<string, string>();
  const evidenceOf = (id: string) => interactions.get(id) ?? [];
  const changed = (userId: string) => {
    const user = users.get(userId);
    if (user) user.evidence += 1;
  };
  const personOf = (addressId: string) => addresses.get(addressId)?.personId ?? '';
  /** Evidence that counts: of persons, not of the user's own addresses. */
  const allEvidence = (userId: string): PersonInteraction[] =>
    [...interactions.values()].flat().flatMap((x) => {
      const address = addresses.get(x.addressId);
      if (!address || address.userId !== userId || address.kind !== 'person' || ownOf(userId).has(address.address))
        return [];
      const { itemId: _item, addressId: _address, ...interaction } = x;
      return [{ ...interaction, personId: address.personId }];
    });
  const clear = (itemId: string) => {
    for (const x of evidenceOf(itemId)) ties.delete(personOf(x.addressId));
    interactions.delete(itemId);
  };

  return {
    users,
    own,
    streams,
    items,
    interactions,
    addresses,
    people,
    ties,
    merges,
    ownOf,
    evidenceOf,
    changed,
    personOf,
    allEvidence,
    clear,
  };
}

/** Whether evidence comes after a point in canonical order. */
export function isAfter(x: { at: number; evidenceKey: string }, point: { at: number; key: string }): boolean {
  return x.at > point.at || (x.at === point.at && x.evidenceKey > point.key);
}

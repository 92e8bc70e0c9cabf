/**
 * Both stores in plain objects, for one process's lifetime: property tests explore thousands of histories with it, and
 * the contract suite holds it to the same promises as the databases.
 */
import { RekindleError } from '../../domain/errors.ts';
import type { Interaction, Ledger, Verdict } from '../../domain/evidence.ts';
import type { AddressRecord, EvidenceStore, ItemWrite, StreamState } from '../../ports/evidence-store.ts';
import type { PeopleStore, PersonInteraction, PersonRecord, TieRecord, UserRecord } from '../../ports/people-store.ts';

type StoredItem = Omit<ItemWrite, 'interactions'> & { userId: string; streamId: string; round: number };
type StoredInteraction = Interaction & { addressId: string; itemId: string };
type StoredStream = StreamState & { read: number; repeated: number };

export interface MemoryStores {
  evidence: EvidenceStore;
  people: PeopleStore;
}

export function createMemoryStores(): MemoryStores {
  const users = new Map<string, UserRecord & { createdAt: number; evidence: number }>();
  const own = new Map<string, Map<string, string>>();
  const accounts = new Map<string, string>();
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

  const evidence: EvidenceStore = {
    async openStream(userId, accountId, name, kind) {
      const id = `${accountId}/${name}`;
      const stream = streams.get(id) ?? {
        id,
        userId,
        accountId,
        name,
        kind,
        cursor: null,
        complete: false,
        round: 0,
        owned: 0,
        version: 0,
        read: 0,
        repeated: 0,
      };
      streams.set(id, stream);
      const { read: _read, repeated: _repeated, ...state } = stream;
      return state;
    },

    async owner(userId) {
      return { name: users.get(userId)?.name ?? '', addresses: new Set(ownOf(userId).keys()) };
    },

    async known(userId, question) {
      const mine = [...items.values()].filter((item) => item.userId === userId);
      const counts = (item: StoredItem) => item.verdict === 'counted' || item.verdict === 'mail-merge';
      const mergesOf = new Map<string, { recipients: Set<string>; isMerge: boolean }>();
      for (const item of mine) {
        if (item.mergeKey === null || !question.mergeKeys.includes(item.mergeKey) || !counts(item)) continue;
        const merge = mergesOf.get(item.mergeKey) ?? { recipients: new Set<string>(), isMerge: false };
        merge.isMerge ||= item.verdict === 'mail-merge';
        for (const x of evidenceOf(item.id)) merge.recipients.add(x.address);
        mergesOf.set(item.mergeKey, merge);
      }
      return {
        items: new Map(question.itemIds.flatMap((id) => pair(id, items.get(id)))),
        holders: new Map(
          mine
            .filter((item) => counts(item) && question.evidenceKeys.includes(item.evidenceKey))
            .map((item) => [item.evidenceKey, item.id]),
        ),
        merges: mergesOf,
        addresses: new Map(
          [...addresses.values()]
            .filter((a) => a.userId === userId && question.addresses.includes(a.address))
            .map(({ userId: _userId, ...record }) => [record.address, record]),
        ),
      };
    },

    async commit(stream, writes) {
      const stored = streams.get(stream.id);
      if (stored?.version !== stream.version) {
        throw new RekindleError('conflict', `The stream ${stream.name} was changed by another process.`, {
          hint: 'Nothing was lost; run it again.',
        });
      }
      for (const item of writes.items) {
        if (new Set(item.interactions.map((x) => x.addressId)).size === item.interactions.length) continue;
        throw new TypeError(`Item ${item.id} gives one address two pieces of evidence.`);
      }
      const { userId } = stream;
      const { cursor, complete, restart, read, repeated } = writes.stream;
      const round = stored.round + (restart ? 1 : 0);
      const since = restart ? { read: 0, repeated: 0 } : stored;
      const next = {
        ...stored,
        cursor,
        complete,
        round,
        owned: restart?.owned ?? stored.owned,
        version: stored.version + 1,
      };
      streams.set(stream.id, { ...next, read: since.read + read, repeated: since.repeated + repeated });
      changed(userId);
      await roster.addOwnAddresses(userId, writes.ownAddresses, 'sent-as');

      const user = users.get(userId);
      if (user?.name === '' && writes.ownerName !== null) user.name = writes.ownerName;
      for (const address of writes.addresses) {
        const personId = addresses.get(address.id)?.personId ?? address.personId;
        if (!people.has(personId))
          people.set(personId, { userId, mutedAt: null, snoozedUntil: null, suggestedAt: null });
        addresses.set(address.id, { ...address, personId, userId });
        if (address.kind !== 'person') ties.delete(personId);
      }
      for (const { interactions: added, ...item } of writes.items) {
        const before = items.get(item.id);
        clear(item.id);
        const isOurs = before === undefined || before.streamId === stream.id;
        items.set(item.id, {
          ...item,
          userId,
          streamId: before?.streamId ?? stream.id,
          round: isOurs ? round : before.round,
        });
        if (added.length > 0)
          interactions.set(
            item.id,
            added.map((x) => ({ ...x, itemId: item.id })),
          );
      }
      for (const id of writes.touched) {
        const item = items.get(id);
        if (item?.streamId === stream.id) item.round = round;
      }
      const demote = (id: string, verdict: Verdict) => {
        const item = items.get(id);
        if (item) item.verdict = verdict;
        clear(id);
      };
      for (const { id, verdict } of writes.demoted) demote(id, verdict);
      for (const item of items.values()) {
        if (item.userId !== userId || item.mergeKey === null || !writes.mailMerges.includes(item.mergeKey)) continue;
        if (item.verdict === 'counted' || item.verdict === 'mail-merge') demote(item.id, 'mail-merge');
      }
      for (const x of writes.items.flatMap((item) => item.interactions)) {
        const tie = ties.get(personOf(x.addressId));
        if (tie && !isAfter(x, { at: tie.foldedAt, key: tie.foldedKey })) ties.delete(tie.personId);
      }
      return { ...stream, cursor, complete, round, owned: next.owned, version: next.version };
    },
  };

  const roster: PeopleStore = {
    async users() {
      return [...users.values()]
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
        .map(({ id, name, email, zone, locale }) => ({ id, name, email, zone, locale }));
    },
    async saveUser(user, now) {
      const before = users.get(user.id);
      users.set(user.id, { ...user, createdAt: before?.createdAt ?? now, evidence: before?.evidence ?? 0 });
    },
    async addOwnAddresses(userId, list, source) {
      const mine = ownOf(userId);
      for (const address of list) if (!mine.has(address)) mine.set(address, source);
      own.set(userId, mine);
    },
    async ownAddresses(userId) {
      return [...ownOf(userId)]
        .map(([address, source]) => ({ address, source }))
        .sort((a, b) => (a.address < b.address ? -1 : 1));
    },
    async openAccount(userId, provider, address) {
      const id = `${userId}/${provider}/${address}`;
      accounts.set(id, userId);
      return id;
    },

    async people(userId) {
      const found = new Map<string, PersonRecord>();
      const mine = [...addresses.values()].filter((a) => a.userId === userId && !ownOf(userId).has(a.address));
      mine.sort((a, b) => b.nameRank - a.nameRank || b.nameAt - a.nameAt || (a.address < b.address ? -1 : 1));
      for (const { personId, address, name, nameRank, nameAt, kind } of mine) {
        const person = people.get(personId);
        if (!person) continue;
        const { mutedAt, snoozedUntil, suggestedAt } = person;
        const record = found.get(personId) ?? { id: personId, addresses: [], mutedAt, snoozedUntil, suggestedAt };
        record.addresses.push({ address, name, nameRank, nameAt, kind });
        found.set(personId, record);
      }
      return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    async *interactions(userId, { until, from, personIds, after }) {
      const rows = allEvidence(userId).filter((x) => {
        const point = after?.get(x.personId);
        if (x.at > until || (personIds && !personIds.includes(x.personId))) return false;
        return point ? isAfter(x, point) : x.at >= (from ?? Number.MIN_SAFE_INTEGER);
      });
      const order = (x: PersonInteraction) => [x.personId, x.at, x.evidenceKey, x.address] as const;
      yield rows.sort((a, b) => compare(order(a), order(b)));
    },

    async ties(userId, personIds) {
      const version = users.get(userId)?.evidence ?? 0;
      const isAsked = (id: string) => people.get(id)?.userId === userId && (personIds?.includes(id) ?? true);
      return { version, ties: [...ties.values()].filter((tie) => isAsked(tie.personId)) };
    },
    async saveTies(userId, version, list) {
      if ((users.get(userId)?.evidence ?? 0) !== version) return;
      for (const tie of list) ties.set(tie.personId, tie);
    },
    async dropTies(userId) {
      for (const [id, person] of people) if (person.userId === userId) ties.delete(id);
    },

    async ledger(userId) {
      const dealtWith = new Set(allEvidence(userId).flatMap((x) => (x.kind === 'mail_in' ? [] : [x.personId])));
      const byItem = (id: string) => evidenceOf(id).filter((x) => addresses.get(x.addressId)?.kind === 'person');
      return [...streams.values()]
        .filter((stream) => stream.userId === userId)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((stream): Ledger => {
          const skipped: Ledger['skipped'] = {};
          let counted = 0;
          for (const item of items.values()) {
            if (item.streamId !== stream.id || item.round !== stream.round) continue;
            let verdict: Verdict = item.verdict;
            if (verdict === 'counted' && !byItem(item.id).some((x) => dealtWith.has(personOf(x.addressId)))) {
              verdict = byItem(item.id).length > 0 ? 'never-answered' : 'no-person';
            }
            if (verdict === 'counted') counted += 1;
            else skipped[verdict] = (skipped[verdict] ?? 0) + 1;
          }
          if (stream.repeated > 0) skipped.duplicate = (skipped.duplicate ?? 0) + stream.repeated;
          return { stream: stream.name, kind: stream.kind, read: stream.read, counted, skipped };
        });
    },

    async span(userId, until) {
      const times = [...interactions.values()]
        .flat()
        .filter((x) => x.at <= until && addresses.get(x.addressId)?.userId === userId);
      if (times.length === 0) return null;
      const at = times.map((x) => x.at);
      return { from: Math.min(...at), to: Math.max(...at) };
    },

    async crossAnswers(userId) {
      const found = new Map<string, Awaited<ReturnType<PeopleStore['crossAnswers']>>[number]>();
      const side = (addressId: string) => {
        const a = addresses.get(addressId);
        return a && a.kind === 'person' ? { addressId, personId: a.personId, address: a.address, name: a.name } : null;
      };
      for (const answer of [...interactions.values()].flat()) {
        if (answer.kind !== 'mail_in' || answer.answers === null || addresses.get(answer.addressId)?.userId !== userId)
          continue;
        for (const item of items.values()) {
          if (item.userId !== userId || item.evidenceKey !== answer.answers) continue;
          for (const asked of evidenceOf(item.id).filter((x) => x.kind === 'mail_out' && x.groupSize === 1)) {
            const [a, b] = [side(asked.addressId), side(answer.addressId)];
            if (a && b && a.personId !== b.personId) found.set(`${a.address} ${b.address}`, { asked: a, answer: b });
          }
        }
      }
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cross]) => cross);
    },

    async merge(userId, { addressId, into, by }) {
      const address = addresses.get(addressId);
      if (!address || address.userId !== userId || address.personId === into) return false;
      const id = `${addressId}>${into}`;
      if (merges.has(id) && by === 'evidence') return false;
      merges.set(id, { userId, addressId, from: merges.get(id)?.from ?? address.personId, into, undone: false });
      regroup(userId, address, into);
      return true;
    },
    async split(userId, addressId) {
      const merge = [...merges.values()].findLast((m) => m.userId === userId && m.addressId === addressId && !m.undone);
      const address = addresses.get(addressId);
      if (!merge || !address) return false;
      merge.undone = true;
      regroup(userId, address, merge.from);
      return true;
    },
    async decide(userId, personId, decision) {
      const person = people.get(personId);
      if (person?.userId === userId) Object.assign(person, decision);
    },
    async findAddress(userId, address) {
      const found = [...addresses.values()].find((a) => a.userId === userId && a.address === address);
      return found ? { addressId: found.id, personId: found.personId } : null;
    },
  };

  function regroup(userId: string, address: AddressRecord, personId: string): void {
    ties.delete(address.personId);
    ties.delete(personId);
    address.personId = personId;
    changed(userId);
  }

  return { evidence, people: roster };
}

function isAfter(x: { at: number; evidenceKey: string }, point: { at: number; key: string }): boolean {
  return x.at > point.at || (x.at === point.at && x.evidenceKey > point.key);
}

function pair(id: string, item: StoredItem | undefined): [string, StoredItem][] {
  return item ? [[id, { ...item }]] : [];
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

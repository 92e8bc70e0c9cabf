/** `PeopleStore` in plain objects. */
import { isContact, type Ledger, type Verdict } from '../../domain/evidence.ts';
import type { AddressRecord } from '../../ports/evidence-store.ts';
import type { PeopleStore, PersonInteraction, PersonRecord } from '../../ports/people-store.ts';
import { type Tables, isAfter } from './tables.ts';

export function createMemoryPeopleStore(tables: Tables): PeopleStore {
  const {
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
  } = tables;
  return {
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
      return id;
    },

    async people(userId) {
      const found = new Map<string, PersonRecord>();
      const mine = [...addresses.values()].filter((a) => a.userId === userId && !ownOf(userId).has(a.address));
      mine.sort((a, b) => b.nameRank - a.nameRank || b.nameAt - a.nameAt || (a.address < b.address ? -1 : 1));
      for (const { personId, address, name, nameRank, nameAt, kind } of mine) {
        const person = people.get(personId);
        if (!person) continue;
        const { userId: _user, ...decided } = person;
        const record = found.get(personId) ?? { id: personId, addresses: [], ...decided };
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
      const dealtWith = new Set(
        allEvidence(userId).flatMap(({ kind, personId }) =>
          kind === 'mail_out' || kind === 'meeting' ? [personId] : [],
        ),
      );
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

    async countAddresses(userId) {
      return [...addresses.values()].filter((a) => a.userId === userId && !ownOf(userId).has(a.address)).length;
    },

    async span(userId, until) {
      const times = [...interactions.values()]
        .flat()
        .filter((x) => isContact(x.kind) && x.at <= until && addresses.get(x.addressId)?.userId === userId);
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
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** `EvidenceStore` in plain objects. */
import { RekindleError } from '../../domain/errors.ts';
import type { Verdict } from '../../domain/evidence.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import { type StoredItem, type Tables, isAfter } from './tables.ts';

export function createMemoryEvidenceStore(tables: Tables): EvidenceStore {
  const {
    users,
    own,
    streams,
    items,
    interactions,
    addresses,
    people,
    ties,
    ownOf,
    evidenceOf,
    changed,
    personOf,
    clear,
  } = tables;
  return {
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
            .filter((item) => counts(item) || evidenceOf(item.id).length > 0)
            .filter((item) => question.evidenceKeys.includes(item.evidenceKey))
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
      const mine = ownOf(userId);
      for (const address of writes.ownAddresses) if (!mine.has(address)) mine.set(address, 'sent-as');
      own.set(userId, mine);

      const user = users.get(userId);
      if (user?.name === '' && writes.ownerName !== null) user.name = writes.ownerName;
      for (const address of writes.addresses) {
        const personId = addresses.get(address.id)?.personId ?? address.personId;
        if (!people.has(personId))
          people.set(personId, { userId, mutedAt: null, snoozedUntil: null, suggestedAt: null, closeness: null });
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
}

function pair(id: string, item: StoredItem | undefined): [string, StoredItem][] {
  return item ? [[id, { ...item }]] : [];
}

/**
 * What every pair of stores promises (`src/ports/evidence-store.ts`, `src/ports/people-store.ts`). Each implementation
 * binds this suite in a few lines; it runs in Node on memory and libSQL, and in workerd on D1.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/domain/evidence.ts';
import type { EvidenceStore, ItemWrite, StreamState, Writes } from '../../src/ports/evidence-store.ts';
import type { PeopleStore, PersonInteraction } from '../../src/ports/people-store.ts';

export interface Stores {
  evidence: EvidenceStore;
  people: PeopleStore;
}

const USER = { id: 'user-1', name: 'Uma User', email: 'uma@example.com', zone: 'Europe/Berlin', locale: 'en' };
const OTHER = { ...USER, id: 'user-2', email: 'otto@example.com' };
const NOW = Date.UTC(2026, 10, 23);

export function describeStores(name: string, open: () => Promise<Stores>): void {
  describe(`stores on ${name}`, () => {
    let evidence: EvidenceStore;
    let people: PeopleStore;
    let stream: StreamState;

    beforeEach(async () => {
      ({ evidence, people } = await open());
      for (const user of [USER, OTHER]) await people.saveUser(user, NOW);
      const account = await people.openAccount(USER.id, 'archive', USER.email, NOW);
      stream = await evidence.openStream(USER.id, account, 'all.mbox', 'mail', NOW);
    });

    const all = async (
      query: Parameters<PeopleStore['interactions']>[1] = { until: NOW },
    ): Promise<PersonInteraction[]> => {
      const found: PersonInteraction[] = [];
      for await (const rows of people.interactions(USER.id, query)) found.push(...rows);
      return found;
    };
    const commit = async (writes: Partial<Writes>) => {
      stream = await evidence.commit(stream, page(writes), NOW);
    };

    it('opens a stream once, and again as it was left', async () => {
      await commit({
        stream: { cursor: '{"offset":10}', complete: true, restart: { owned: 2 }, read: 3, repeated: 0 },
      });
      const again = await evidence.openStream(USER.id, stream.accountId, 'all.mbox', 'mail', NOW);
      expect(again).toEqual(stream);
      expect(again).toMatchObject({ cursor: '{"offset":10}', complete: true, round: 1, owned: 2, version: 1 });
    });

    it('keeps rows and cursor together', async () => {
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      expect(stream.version).toBe(1);
      expect(await all()).toEqual([{ ...mail('bob', 1), personId: 'p-bob' }].map(withoutAddressId));
    });

    it('[FM-97] refuses a page planned from an older version and writes none of it', async () => {
      const stale = stream;
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      await expect(
        evidence.commit(stale, page({ items: [item('i2', [mail('eve', 2)])], addresses: [address('eve')] }), NOW),
      ).rejects.toMatchObject({ code: 'conflict' });
      expect((await all()).map((x) => x.address)).toEqual(['bob@example.org']);
      expect(await evidence.openStream(USER.id, stream.accountId, 'all.mbox', 'mail', NOW)).toEqual(stream);
    });

    it('[FM-96] writes nothing of a page when one row of it is refused', async () => {
      const broken = mail('bob', 1);
      await expect(
        evidence.commit(stream, page({ items: [item('i1', [broken, broken])], addresses: [address('bob')] }), NOW),
      ).rejects.toThrow();
      expect(await all()).toEqual([]);
      expect((await evidence.openStream(USER.id, stream.accountId, 'all.mbox', 'mail', NOW)).version).toBe(0);
    }, 20_000);

    it('replaces an item that comes again and forgets its former evidence', async () => {
      const addresses = [address('bob'), address('eve')];
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses });
      await commit({ items: [item('i1', [mail('eve', 1)])] });
      expect((await all()).map((x) => x.address)).toEqual(['eve@example.org']);
    });

    it('tells what it knows by key, and nothing about keys it does not know', async () => {
      await commit({
        items: [item('i1', [mail('bob', 1)], { mergeKey: 'm1' }), item('i2', [], { verdict: 'draft' })],
        addresses: [address('bob')],
      });
      const known = await evidence.known(USER.id, {
        itemIds: ['i1', 'i2', 'i9'],
        evidenceKeys: ['e-i1', 'e-i2', 'e-i9'],
        mergeKeys: ['m1', 'm9'],
        addresses: ['bob@example.org', 'nobody@example.org'],
      });
      expect([...known.items.keys()].sort()).toEqual(['i1', 'i2']);
      expect(known.items.get('i1')).toMatchObject({
        streamId: stream.id,
        verdict: 'counted',
        digest: 'd-i1',
        round: 0,
      });
      expect([...known.holders]).toEqual([['e-i1', 'i1']]);
      expect(known.merges.get('m1')).toEqual({ recipients: new Set(['bob@example.org']), isMerge: false });
      expect(known.merges.has('m9')).toBe(false);
      expect([...known.addresses.values()]).toEqual([address('bob')]);
      const others = await evidence.known(OTHER.id, {
        itemIds: [],
        evidenceKeys: ['e-i1'],
        mergeKeys: ['m1'],
        addresses: ['bob@example.org'],
      });
      expect([others.holders.size, others.merges.size, others.addresses.size]).toEqual([0, 0, 0]);
    });

    it('turns every item of a mail merge, and remembers that it was one', async () => {
      await commit({
        items: [item('i1', [mail('bob', 1)], { mergeKey: 'm1' }), item('i2', [mail('eve', 2)])],
        addresses: [address('bob'), address('eve')],
      });
      await commit({ mailMerges: ['m1'], items: [item('i3', [], { mergeKey: 'm1', verdict: 'mail-merge' })] });
      expect((await all()).map((x) => x.address)).toEqual(['eve@example.org']);
      const known = await evidence.known(USER.id, { itemIds: [], evidenceKeys: [], mergeKeys: ['m1'], addresses: [] });
      expect(known.merges.get('m1')).toEqual({ recipients: new Set(), isMerge: true });
    });

    it('withdraws evidence of demoted items', async () => {
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      await commit({ demoted: [{ id: 'i1', verdict: 'duplicate' }] });
      expect(await all()).toEqual([]);
      const known = await evidence.known(USER.id, {
        itemIds: ['i1'],
        evidenceKeys: ['e-i1'],
        mergeKeys: [],
        addresses: [],
      });
      expect([known.items.get('i1')?.verdict, known.holders.size]).toEqual(['duplicate', 0]);
    });

    it('keeps an item with the stream that saw it first', async () => {
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      const second = await evidence.openStream(USER.id, stream.accountId, 'other.mbox', 'mail', NOW);
      await evidence.commit(second, page({ items: [item('i1', [mail('bob', 1)])], stream: readOf(1, 1) }), NOW);
      const known = await evidence.known(USER.id, { itemIds: ['i1'], evidenceKeys: [], mergeKeys: [], addresses: [] });
      expect(known.items.get('i1')?.streamId).toBe(stream.id);
    });

    it('reads evidence in canonical order, after a point and up to a moment', async () => {
      const evidenceOf = [mail('bob', 3), mail('bob', 1), mail('eve', 2), mail('bob', 2)];
      await commit({
        items: evidenceOf.map((x, i) => item(`i${i}`, [x])),
        addresses: [address('bob'), address('eve')],
      });
      const order = (rows: PersonInteraction[]) => rows.map((x) => `${x.address[0]}${(x.at - NOW) / 1000 + 100}`);
      expect(order(await all())).toEqual(['b1', 'b2', 'b3', 'e2']);
      expect(order(await all({ until: NOW - 98_000 }))).toEqual(['b1', 'b2', 'e2']);
      expect(order(await all({ until: NOW, personIds: ['p-bob'] }))).toEqual(['b1', 'b2', 'b3']);
      expect(order(await all({ until: NOW, from: NOW - 98_000 }))).toEqual(['b2', 'b3', 'e2']);
      const after = new Map([['p-bob', { at: NOW - 99_000, key: 'e-i1' }]]);
      expect(order(await all({ until: NOW, after }))).toEqual(['b2', 'b3', 'e2']);
    });

    it('leaves out the own addresses, lists and robots', async () => {
      await commit({
        items: [item('i1', [mail('bob', 1), mail('uma', 1), mail('list', 1)])],
        addresses: [address('bob'), address('uma'), { ...address('list'), kind: 'list' }],
        ownAddresses: ['uma@example.org'],
      });
      expect((await all()).map((x) => x.address)).toEqual(['bob@example.org']);
      expect((await people.people(USER.id)).map((p) => p.id).sort()).toEqual(['p-bob', 'p-list']);
      expect((await evidence.owner(USER.id)).addresses).toEqual(new Set(['uma@example.org']));
      expect(await people.countAddresses(USER.id)).toBe(2);
      expect(await people.ownAddresses(USER.id)).toEqual([{ address: 'uma@example.org', source: 'sent-as' }]);
    });

    it('changes the name of a known address without touching whose it is', async () => {
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      await commit({
        addresses: [{ ...address('bob'), name: 'Robert', nameRank: 2, nameAt: NOW, personId: 'p-somebody' }],
      });
      const [bob] = await people.people(USER.id);
      expect(bob).toMatchObject({ id: 'p-bob', addresses: [{ name: 'Robert', nameRank: 2, nameAt: NOW }] });
    });

    it('adds up its ledger: read = counted + skipped, with strangers and repeats named', async () => {
      await commit({
        stream: readOf(5, 1),
        items: [
          item('i1', [mail('bob', 1)]),
          item('i2', [{ ...mail('eve', 2), kind: 'mail_in' }]),
          item('i3', [], { verdict: 'newsletter' }),
          item('i4', [mail('list', 1)]),
        ],
        addresses: [address('bob'), address('eve'), { ...address('list'), kind: 'list' }],
      });
      expect(await people.ledger(USER.id)).toEqual([
        {
          stream: 'all.mbox',
          kind: 'mail',
          read: 5,
          counted: 1,
          skipped: { 'never-answered': 1, 'no-person': 1, newsletter: 1, duplicate: 1 },
        },
      ]);
      expect(await people.ledger(OTHER.id)).toEqual([]);
    });

    it('keeps what programs say about an address as evidence, and counts it as no contact', async () => {
      const said = (kind: 'away' | 'bounce', who: string, second: number) => ({ ...mail(who, second), kind });
      await commit({
        stream: readOf(4, 0),
        items: [
          item('i1', [said('away', 'bob', 1)], { verdict: 'auto-reply' }),
          item('i2', [said('bounce', 'bob', 2), said('bounce', 'eve', 2)], { verdict: 'bounce' }),
          item('i3', [{ ...mail('bob', 3), kind: 'mail_in' }]),
          item('i4', [], { verdict: 'auto-reply' }),
        ],
        addresses: [address('bob'), address('eve')],
      });
      expect((await all()).map((x) => x.kind)).toEqual(['away', 'bounce', 'mail_in', 'bounce']);
      const [ledger] = await people.ledger(USER.id);
      expect(ledger).toMatchObject({ counted: 0, skipped: { 'never-answered': 1, 'auto-reply': 2, bounce: 1 } });
      expect(await people.span(USER.id, NOW)).toEqual({ from: NOW - 97_000, to: NOW - 97_000 });
      const evidenceKeys = ['e-i1', 'e-i2', 'e-i3', 'e-i4'];
      const known = await evidence.known(USER.id, { itemIds: [], evidenceKeys, mergeKeys: [], addresses: [] });
      expect([...known.holders.values()].sort()).toEqual(['i1', 'i2', 'i3']);
    });

    it('starts the ledger again with a new round', async () => {
      const addresses = [address('bob')];
      await commit({
        stream: readOf(2, 0),
        items: [item('i1', [mail('bob', 1)]), item('i2', [], { verdict: 'draft' })],
        addresses,
      });
      await commit({ stream: { ...readOf(1, 0), restart: { owned: 2 } }, touched: ['i1'] });
      expect(await people.ledger(USER.id)).toEqual([
        { stream: 'all.mbox', kind: 'mail', read: 1, counted: 1, skipped: {} },
      ]);
    });

    describe('folds', () => {
      const tie = (foldedAt: number, foldedKey: string) => ({
        personId: 'p-bob',
        version: 'v1',
        state: '{}',
        foldedAt,
        foldedKey,
      });
      const stored = async () => (await people.ties(USER.id)).ties;

      beforeEach(async () => {
        await commit({ items: [item('i1', [mail('bob', 5)])], addresses: [address('bob'), address('eve')] });
        const { version } = await people.ties(USER.id);
        await people.saveTies(USER.id, version, [tie(NOW - 95_000, 'e-i1')]);
      });

      it('survive later evidence, and evidence about others', async () => {
        await commit({ items: [item('i2', [mail('bob', 6)]), item('i3', [mail('eve', 1)])] });
        expect(await stored()).toEqual([tie(NOW - 95_000, 'e-i1')]);
      });

      it('are dropped by earlier evidence', async () => {
        await commit({ items: [item('i2', [mail('bob', 4)])] });
        expect(await stored()).toEqual([]);
      });

      it('are dropped when their evidence is replaced or withdrawn', async () => {
        await commit({ items: [item('i1', [], { verdict: 'draft' })] });
        expect(await stored()).toEqual([]);
      });

      it('are not saved from evidence that has changed since it was read', async () => {
        const { version } = await people.ties(USER.id);
        await commit({ items: [item('i2', [mail('bob', 4)])] });
        await people.saveTies(USER.id, version, [tie(NOW - 95_000, 'e-i1')]);
        expect(await stored()).toEqual([]);
      });

      it('are read for the people asked about, of that user', async () => {
        expect((await people.ties(USER.id, ['p-bob'])).ties).toHaveLength(1);
        expect((await people.ties(USER.id, ['p-eve', 'p-nobody'])).ties).toEqual([]);
        expect((await people.ties(OTHER.id, ['p-bob'])).ties).toEqual([]);
      });

      it('are dropped together by dropTies', async () => {
        await people.dropTies(OTHER.id);
        expect(await stored()).toHaveLength(1);
        await people.dropTies(USER.id);
        expect(await stored()).toEqual([]);
      });
    });

    it('[FM-68] merges on evidence once, undoes it, and does not do it again by itself', async () => {
      await commit({
        items: [item('i1', [mail('bob', 1)]), item('i2', [mail('rob', 2)])],
        addresses: [address('bob'), address('rob')],
      });
      const move = { addressId: 'a-rob', into: 'p-bob', reason: 'They answered from it.', by: 'evidence' as const };
      expect(await people.merge(USER.id, move, NOW)).toBe(true);
      expect(await people.merge(USER.id, move, NOW)).toBe(false);
      expect((await all()).map((x) => x.personId)).toEqual(['p-bob', 'p-bob']);
      expect((await people.people(USER.id)).map((p) => p.addresses.length)).toEqual([2]);
      expect(await people.findAddress(USER.id, 'rob@example.org')).toEqual({ addressId: 'a-rob', personId: 'p-bob' });

      expect(await people.split(USER.id, 'a-rob', NOW)).toBe(true);
      expect((await all()).map((x) => x.personId)).toEqual(['p-bob', 'p-rob']);
      expect(await people.merge(USER.id, move, NOW)).toBe(false);
      expect(await people.merge(USER.id, { ...move, by: 'user' }, NOW)).toBe(true);
      expect(await people.merge(OTHER.id, { ...move, by: 'user' }, NOW)).toBe(false);
    });

    it('finds mail that answers from another address what went to one address alone', async () => {
      const asked = { ...mail('bob', 1), kind: 'mail_out' as const, evidenceKey: 'e-asked' };
      const answer = { ...mail('rob', 2), kind: 'mail_in' as const, answers: 'e-asked' };
      const toTwo = { ...asked, evidenceKey: 'e-two', groupSize: 2 };
      await commit({
        items: [
          item('asked', [asked], { evidenceKey: 'e-asked' }),
          item('answer', [answer]),
          item('two', [toTwo], { evidenceKey: 'e-two' }),
          item('answer2', [{ ...mail('eve', 3), kind: 'mail_in', answers: 'e-two' }]),
        ],
        addresses: [address('bob'), address('rob'), address('eve')],
      });
      expect(await people.crossAnswers(USER.id)).toEqual([
        {
          asked: { addressId: 'a-bob', personId: 'p-bob', address: 'bob@example.org', name: 'bob' },
          answer: { addressId: 'a-rob', personId: 'p-rob', address: 'rob@example.org', name: 'rob' },
        },
      ]);
    });

    it('keeps what the user decided about a person', async () => {
      await commit({ items: [item('i1', [mail('bob', 1)])], addresses: [address('bob')] });
      await people.decide(USER.id, 'p-bob', { mutedAt: NOW });
      await people.decide(USER.id, 'p-bob', { snoozedUntil: NOW + 1 });
      await people.decide(OTHER.id, 'p-bob', { mutedAt: null });
      await people.decide(USER.id, 'p-bob', { closeness: { value: 'family', at: NOW } });
      const family = { value: 'family', at: NOW };
      expect(await people.people(USER.id)).toMatchObject([{ mutedAt: NOW, snoozedUntil: NOW + 1, closeness: family }]);
      await people.decide(USER.id, 'p-bob', { mutedAt: null, closeness: null });
      expect(await people.people(USER.id)).toMatchObject([{ mutedAt: null, snoozedUntil: NOW + 1, closeness: null }]);
    });

    it('learns the name of its owner once, and never over one that is known', async () => {
      await commit({ ownerName: 'Somebody Else' });
      expect((await evidence.owner(USER.id)).name).toBe(USER.name);
      await people.saveUser({ ...USER, name: '' }, NOW);
      await commit({ ownerName: 'Uma Learned' });
      expect((await evidence.owner(USER.id)).name).toBe('Uma Learned');
    });

    it('knows its users and the span of their evidence', async () => {
      expect(await people.users()).toEqual([USER, OTHER]);
      expect(await people.span(USER.id, NOW)).toBeNull();
      await commit({
        items: [item('i1', [mail('bob', 1)]), item('i2', [mail('bob', 7)])],
        addresses: [address('bob')],
      });
      expect(await people.span(USER.id, NOW)).toEqual({ from: NOW - 99_000, to: NOW - 93_000 });
      expect(await people.span(USER.id, NOW - 95_000)).toEqual({ from: NOW - 99_000, to: NOW - 99_000 });
      await people.saveUser({ ...USER, name: 'Uma Renamed' }, NOW + 1);
      expect((await people.users())[0]).toEqual({ ...USER, name: 'Uma Renamed' });
    });
  });
}

function readOf(read: number, repeated: number): Writes['stream'] {
  return { cursor: 'c', complete: true, restart: null, read, repeated };
}

function page(writes: Partial<Writes>): Writes {
  return {
    stream: readOf(0, 0),
    items: [],
    touched: [],
    demoted: [],
    mailMerges: [],
    addresses: [],
    ownAddresses: [],
    ownerName: null,
    ...writes,
  };
}

/** Mail to `who`, `second` seconds after a fixed start. */
function mail(who: string, second: number): Interaction & { addressId: string } {
  return {
    evidenceKey: '',
    address: `${who}@example.org`,
    addressId: `a-${who}`,
    kind: 'mail_out',
    at: NOW - 100_000 + second * 1000,
    groupSize: 1,
    direct: true,
    minutes: 0,
    thread: 't',
    answers: null,
    subject: 'Lunch',
  };
}

function item(id: string, interactions: ItemWrite['interactions'], rest: Partial<ItemWrite> = {}): ItemWrite {
  const evidenceKey = rest.evidenceKey ?? `e-${id}`;
  return {
    id,
    verdict: 'counted',
    mergeKey: null,
    digest: `d-${id}`,
    ...rest,
    evidenceKey,
    interactions: interactions.map((x) => ({ ...x, evidenceKey })),
  };
}

function address(who: string) {
  return {
    id: `a-${who}`,
    personId: `p-${who}`,
    address: `${who}@example.org`,
    name: who,
    nameRank: 1,
    nameAt: 1,
    kind: 'person' as const,
  };
}

function withoutAddressId(x: PersonInteraction & { addressId: string }): PersonInteraction {
  const { addressId: _addressId, ...rest } = x;
  return { ...rest, evidenceKey: 'e-i1' };
}

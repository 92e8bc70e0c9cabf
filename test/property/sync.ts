/**
 * The sync engine under every weather: invariants I1 to I3 (ARCHITECTURE.md). `npm test` explores some hundreds of
 * histories, `npm run soak` tens of thousands.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStores } from '../../src/adapters/memory/stores.ts';
import type { Stores } from '../contract/stores.ts';
import { createLibsqlStores } from '../contract/libsql-stores.ts';
import { RekindleError } from '../../src/domain/errors.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { itemIdOf } from '../../src/sync/plan.ts';
import type { EvidenceStore } from '../../src/ports/evidence-store.ts';
import { runSync } from '../../src/sync/run.ts';
import { settle } from '../../src/sync/settle.ts';
import { readPeople } from '../../src/trust/readings.ts';
import { ME, type Weather, mailbox, pagesOf, stormySource, weather } from './model-mailbox.ts';

const USER = { id: 'user', name: '', email: ME, zone: 'Europe/Berlin', locale: 'en' };
const NOW = Date.UTC(2026, 10, 23);
const CALM: Weather = {
  order: [],
  pageSizes: [1000],
  repeats: [],
  failingPulls: [],
  crashesBefore: [],
  crashesAfter: [],
  expiries: [],
  maxPages: 1000,
};

async function newStores(made: Stores = createMemoryStores()): Promise<Stores> {
  const stores = made;
  await stores.people.saveUser(USER, 0);
  await stores.people.addOwnAddresses(USER.id, [ME], 'given');
  return stores;
}

/** Everything evidence says, fit for comparing: the items' verdicts, the interactions, the scores. */
async function outcome({ people }: Stores) {
  const interactions = [];
  for await (const page of people.interactions(USER.id, { until: NOW })) interactions.push(...page);
  const scores = (await readPeople(people, USER, NOW)).map(({ email, name, reading, facts }) => ({
    email,
    name,
    reading,
    facts,
  }));
  return { interactions, scores };
}

/** Runs to the end as a supervisor would: after each failure a new process goes on from what is stored. */
async function syncThrough(
  stores: Stores,
  facts: Fact[],
  conditions: Weather,
  watch?: (handedOver: Fact[]) => Promise<void>,
) {
  const accountId = await stores.people.openAccount(USER.id, 'archive', ME, 0);
  const pages = pagesOf(facts, conditions);
  const open = stormySource(pages, conditions);
  let commits = 0;
  const crashing: EvidenceStore = {
    ...stores.evidence,
    async commit(stream, writes, now) {
      commits += 1;
      if (conditions.crashesBefore.includes(commits)) throw new RekindleError('storage', 'kill -9 before the commit');
      const next = await stores.evidence.commit(stream, writes, now);
      await watch?.(pages.slice(0, Number(writes.stream.cursor)).flat());
      if (conditions.crashesAfter.includes(commits)) throw new RekindleError('storage', 'kill -9 after the commit');
      return next;
    },
  };
  for (let attempt = 0; attempt < 500; attempt += 1) {
    try {
      const { maxPages } = conditions;
      const report = await runSync({ userId: USER.id, accountId, source: open(), store: crashing, now: NOW, maxPages });
      if (!report.complete) continue;
      await settle(stores.people, USER.id, NOW);
      return accountId;
    } catch (error) {
      if (!(error instanceof RekindleError)) throw error;
    }
  }
  throw new Error('never came to rest');
}

export function describeSync(histories: number): void {
  describe('sync', () => {
    it('[FM-10] ends with the same evidence and scores whatever the pages, repeats, failures and crashes (I1, I2)', async () => {
      await fc.assert(
        fc.asyncProperty(mailbox, weather, async (facts, conditions) => {
          const [calm, stormy] = [await newStores(), await newStores()];
          await syncThrough(calm, facts, CALM);
          await syncThrough(stormy, facts, conditions);
          expect(await outcome(stormy)).toEqual(await outcome(calm));
        }),
        { numRuns: histories },
      );
    });

    it(
      '[FM-96] does so on the real database too, whose transactions a crash cuts off',
      async () => {
        await using libsql = createLibsqlStores();
        await fc.assert(
          fc.asyncProperty(mailbox, weather, async (facts, conditions) => {
            const [calm, stormy] = [await newStores(), await newStores(await libsql.open())];
            await syncThrough(calm, facts, CALM);
            await syncThrough(stormy, facts, conditions);
            expect(await outcome(stormy)).toEqual(await outcome(calm));
          }),
          { numRuns: Math.ceil(histories / 20) },
        );
      },
      30_000 + histories * 100,
    );

    it('never moves the cursor past an item that is not stored (I3)', async () => {
      await fc.assert(
        fc.asyncProperty(mailbox, weather, async (facts, conditions) => {
          const stores = await newStores();
          const accountId = `${USER.id}/archive/${ME}`;
          await syncThrough(stores, facts, conditions, async (handedOver) => {
            const ids = [...new Set(handedOver.map((fact) => itemIdOf(accountId, fact.id)))];
            const known = await stores.evidence.known(USER.id, {
              itemIds: ids,
              evidenceKeys: [],
              mergeKeys: [],
              addresses: [],
            });
            expect([...known.items.keys()].sort()).toEqual(ids.sort());
          });
        }),
        { numRuns: Math.ceil(histories / 2.5) },
      );
    });

    it('adds up its ledger after any weather', async () => {
      await fc.assert(
        fc.asyncProperty(mailbox, weather, async (facts, conditions) => {
          const stores = await newStores();
          await syncThrough(stores, facts, conditions);
          for (const { read, counted, skipped } of await stores.people.ledger(USER.id)) {
            expect(counted + Object.values(skipped).reduce((sum, n) => sum + n, 0)).toBe(read);
          }
        }),
        { numRuns: Math.ceil(histories / 2.5) },
      );
    });

    it('does nothing at all when it runs again', async () => {
      await fc.assert(
        fc.asyncProperty(mailbox, weather, async (facts, conditions) => {
          const stores = await newStores();
          const accountId = await syncThrough(stores, facts, conditions);
          const before = await outcome(stores);
          const source = stormySource(pagesOf(facts, conditions), CALM)();
          const again = await runSync({ userId: USER.id, accountId, source, store: stores.evidence, now: NOW });
          expect(again).toMatchObject({ read: 0, ownAddresses: [], complete: true });
          expect(await outcome(stores)).toEqual(before);
        }),
        { numRuns: Math.ceil(histories / 5) },
      );
    });
  });
}

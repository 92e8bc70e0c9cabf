import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStores } from '../adapters/memory/stores.ts';
import { DAY } from '../domain/time.ts';
import type { ItemWrite } from '../ports/evidence-store.ts';
import { foldTies } from './roster.ts';

const USER = { id: 'u', name: 'Mia', email: 'mia@example.com', zone: 'Europe/Berlin', locale: 'en' };
const START = Date.UTC(2026, 0, 1);
const END = START + 400 * DAY;

type Mail = { who: string; day: number; out: boolean };
const mail: fc.Arbitrary<Mail> = fc.record({
  who: fc.constantFrom('ann', 'bob'),
  day: fc.integer({ min: 0, max: 300 }),
  out: fc.boolean(),
});

async function stocked() {
  const { people, evidence } = createMemoryStores();
  await people.saveUser(USER, 0);
  const account = await people.openAccount(USER.id, 'archive', USER.email, 0);
  let stream = await evidence.openStream(USER.id, account, 'all', 'mail', 0);
  let n = 0;
  const add = async (mails: Mail[]) => {
    const items = mails.map(({ who, day, out }): ItemWrite => {
      n += 1;
      const shared = {
        evidenceKey: `e${n}`,
        address: `${who}@example.org`,
        addressId: `a-${who}`,
        at: START + day * DAY,
        groupSize: 1,
      };
      const rest = { direct: true, minutes: 0, thread: `t${n}`, answers: null, subject: 'Lunch' };
      const interaction = { ...shared, ...rest, kind: out ? ('mail_out' as const) : ('mail_in' as const) };
      return {
        id: `i${n}`,
        verdict: 'counted',
        evidenceKey: `e${n}`,
        mergeKey: null,
        digest: 'd',
        interactions: [interaction],
      };
    });
    const addresses = ['ann', 'bob'].map((who) => ({
      id: `a-${who}`,
      personId: `p-${who}`,
      address: `${who}@example.org`,
      name: who,
      nameRank: 1,
      nameAt: 0,
      kind: 'person' as const,
    }));
    const page = { cursor: String(n), complete: true, restart: null, read: mails.length, repeated: 0 };
    const nothing = { touched: [], demoted: [], mailMerges: [], ownAddresses: [], ownerName: null };
    stream = await evidence.commit(stream, { ...nothing, stream: page, items, addresses }, 0);
  };
  return { people, add };
}

describe('foldTies', () => {
  it('[FM-103] continued page by page, in whatever order evidence comes, equals a rebuild bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(mail, { maxLength: 8 }), { maxLength: 6 }), async (pages) => {
        const { people, add } = await stocked();
        for (const page of pages) {
          await add(page);
          await foldTies(people, USER, END);
        }
        const continued = JSON.stringify([...(await foldTies(people, USER, END))].sort());
        await people.dropTies(USER.id);
        expect(JSON.stringify([...(await foldTies(people, USER, END))].sort())).toBe(continued);
      }),
      { numRuns: 100 },
    );
  });

  it('answers for a moment in the past without disturbing what is stored for the present', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mail, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 300 }),
        async (mails, day) => {
          const until = START + day * DAY;
          const { people, add } = await stocked();
          await add(mails);
          await foldTies(people, USER, END);
          const present = await people.ties(USER.id);
          const past = await foldTies(people, USER, until);
          expect(await people.ties(USER.id)).toEqual(present);

          const onlyThen = await stocked();
          await onlyThen.add(mails.map((one) => (one.day <= day ? one : { ...one, day: 350 })));
          expect(JSON.stringify([...past].sort())).toBe(
            JSON.stringify([...(await foldTies(onlyThen.people, USER, until))].sort()),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('folds again in another zone, where days begin elsewhere', async () => {
    const { people, add } = await stocked();
    await add([{ who: 'ann', day: 1, out: true }]);
    await foldTies(people, USER, END);
    const [berlin] = (await people.ties(USER.id)).ties;
    await foldTies(people, { ...USER, zone: 'America/Los_Angeles' }, END);
    const [angeles] = (await people.ties(USER.id)).ties;
    expect(angeles?.version).not.toBe(berlin?.version);
    expect(angeles?.state).not.toBe(berlin?.state);
  });

  it('folds only the people asked about', async () => {
    const { people, add } = await stocked();
    await add([
      { who: 'ann', day: 1, out: true },
      { who: 'bob', day: 1, out: true },
    ]);
    expect([...(await foldTies(people, USER, END, ['p-bob'])).keys()]).toEqual(['p-bob']);
  });
});

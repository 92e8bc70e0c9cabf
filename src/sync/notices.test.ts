import { describe, expect, it } from 'vitest';
import { createMemoryStores } from '../adapters/memory/stores.ts';
import type { Fact, MessageFact } from '../domain/fact.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { at, ME, received, sent } from '../people/facts.fixture.ts';
import { readPeople } from '../trust/readings.ts';
import { runSync } from './run.ts';

const USER = { id: 'user', name: '', email: ME, zone: 'UTC', locale: 'en' };
const LATER = at + 40 * DAY;

/** The user and Bob, to and fro for five weeks, then one mail more. */
const letters = [0, 1, 2, 3, 4].flatMap((week) => {
  const moment = at + (week - 5) * 7 * DAY;
  return [
    sent({ id: `out${week}`, messageId: `out${week}@me.example`, at: moment }),
    received({
      id: `in${week}`,
      messageId: `in${week}@x.example`,
      inReplyTo: `out${week}@me.example`,
      at: moment + DAY,
    }),
  ];
});
const asked = sent({ id: 'asked', messageId: 'asked@me.example', at });

function note(id: string, change: Partial<MessageFact> = {}): MessageFact {
  const signals = { 'auto-submitted': 'auto-replied' };
  const fact = received({ id, messageId: 'note@x.example', inReplyTo: 'asked@me.example', at: at + MINUTE, signals });
  return { ...fact, ...change };
}

const failure: MessageFact = {
  ...note('failure'),
  messageId: 'failure@mail.example',
  from: [{ address: 'mailer-daemon@mail.example', name: '' }],
  subject: 'Delivery Status Notification (Failure)',
  signals: { 'auto-submitted': 'auto-replied', 'x-failed-recipients': 'bob@x.example, ghost@x.example' },
};

/** What is known after reading those facts, one page each. */
async function afterReading(facts: readonly Fact[]) {
  const { evidence: store, people } = createMemoryStores();
  await people.saveUser(USER, 0);
  await people.addOwnAddresses(USER.id, [ME], 'given');
  const accountId = await people.openAccount(USER.id, 'archive', ME, 0);
  const source = {
    streams: async () => [{ name: 'all', kind: 'mail' as const }],
    pull: async (_stream: string, cursor: string | null) => {
      const next = Number(cursor ?? 0);
      const more = next + 1 < facts.length;
      return { kind: 'page' as const, facts: facts.slice(next, next + 1), cursor: String(next + 1), more };
    },
    close: async () => {},
  };
  await runSync({ userId: USER.id, accountId, source, store, now: LATER });
  const found = await readPeople(people, USER, LATER);
  const kinds: string[] = [];
  for await (const page of people.interactions(USER.id, { until: LATER })) kinds.push(...page.map(({ kind }) => kind));
  const [ledger] = await people.ledger(USER.id);
  return { found, kinds: kinds.filter((kind) => kind === 'away' || kind === 'bounce'), ledger };
}

describe('mail that nobody wrote', () => {
  it('pauses the clock of who is away, and stays an auto-reply in the ledger', async () => {
    const { found, ledger } = await afterReading([...letters, asked, note('n1')]);
    expect(found.map(({ email, facts }) => [email, facts.pausedDays, facts.mailsIn])).toEqual([
      ['bob@x.example', 7, 5],
    ]);
    expect(ledger).toMatchObject({ read: 12, counted: 11, skipped: { 'auto-reply': 1 } });
  });

  it('counts once however often it comes and in whatever order', async () => {
    const [one, two, binned] = [note('n1'), note('n2', { at: at + DAY }), note('n3', { placements: ['spam'] })];
    const calm = await afterReading([...letters, asked, one, two, binned]);
    expect(calm.kinds).toEqual(['away']);
    expect(calm.ledger?.skipped).toEqual({ 'auto-reply': 1, duplicate: 1, spam: 1 });
    for (const order of [
      [two, one, binned, asked],
      [binned, two, asked, one],
      [one, binned, two, two, asked],
    ]) {
      const { found, kinds } = await afterReading([...order, ...letters]);
      expect([found, kinds]).toEqual([calm.found, calm.kinds]);
    }
  });

  it('marks a dead address, and makes nobody of an address the user never wrote to', async () => {
    const { found, ledger } = await afterReading([failure, ...letters, asked]);
    expect(found.map(({ email, facts }) => [email, facts.bouncedAt])).toEqual([['bob@x.example', failure.at]]);
    expect(ledger).toMatchObject({ counted: 11, skipped: { bounce: 1 } });
  });

  it('answers nobody: who only ever wrote in stays so', async () => {
    const onlyIn = letters.filter(({ id }) => id.startsWith('in'));
    const { found, ledger } = await afterReading([...onlyIn, note('n1'), failure]);
    expect(found).toEqual([]);
    expect(ledger).toMatchObject({ counted: 0, skipped: { 'never-answered': 5, 'auto-reply': 1, bounce: 1 } });
  });
});

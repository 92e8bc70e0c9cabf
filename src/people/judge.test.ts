import { describe, expect, it } from 'vitest';
import type { MessageFact } from '../domain/fact.ts';
import { at, box, ME, numbered, own, received, sent } from './facts.fixture.ts';
import { judgeMessage } from './judge.ts';

const judge = (fact: MessageFact) => judgeMessage(fact, { own });
const verdict = (fact: MessageFact) => judge(fact).verdict;

describe('what the user wrote', () => {
  it('is credited once to each person it went to, with To told from Cc and Bcc', () => {
    const { verdict: outcome, interactions } = judge(
      sent({
        to: ['bob@x.example', 'ME@me.example'],
        cc: ['Ann <ann@x.example>', 'BOB@X.example'],
        bcc: ['tom@x.example'],
      }),
    );
    expect(outcome).toBe('counted');
    expect(interactions.map(({ address, kind, direct, groupSize }) => [address, kind, direct, groupSize])).toEqual([
      ['bob@x.example', 'mail_out', true, 3],
      ['ann@x.example', 'mail_out', false, 3],
      ['tom@x.example', 'mail_out', false, 3],
    ]);
  });

  it('is recognised by its author when the provider keeps no sent folder', () => {
    expect(judge(sent({ placements: ['unknown'] })).interactions[0]?.kind).toBe('mail_out');
  });

  it('stays evidence when the user has binned it [FM-16] [FM-32]', () => {
    expect(verdict(sent({ placements: ['sent', 'trash'] }))).toBe('counted');
    expect(verdict(sent({ placements: ['sent', 'spam'] }))).toBe('counted');
  });

  it('teaches the address it was sent from [FM-69]', () => {
    const fact = sent({ from: ['Me <Me@Work.example>'], cc: ['me@work.example'] });
    const { ownAddress, interactions } = judge(fact);
    expect(ownAddress).toBe('me@work.example');
    expect(interactions.map(({ address }) => address)).toEqual(['bob@x.example']);
  });

  it.each([
    ['a known address', {}],
    ['a boss, when the user is the Sender', { from: ['boss@x.example'], sender: ME }],
    ['two authors', { from: ['one@y.example', 'two@y.example'] }],
    ['a program', { from: ['no-reply@crm.example'] }],
    ['a draft', { from: ['me@work.example'], placements: ['sent', 'draft'] as const }],
    ['a mail that was not sent from this account', { from: ['me@work.example'], placements: ['received'] as const }],
  ])('learns no own address from %s', (_, change) => {
    expect(judge(sent(change as Parameters<typeof sent>[0])).ownAddress).toBeNull();
  });

  it('keeps robots, roles and lists out of the credit and weighs a list like ten people', () => {
    const { interactions } = judge(sent({ cc: ['dev@lists.x.example', 'log@reply.crm.example', 'support@x.example'] }));
    expect(interactions.map(({ address, groupSize }) => [address, groupSize])).toEqual([['bob@x.example', 12]]);
  });
});

describe('what others wrote', () => {
  it('is credited to the author alone', () => {
    const { interactions } = judge(received({ cc: ['ann@x.example'] }));
    expect(interactions).toMatchObject([{ address: 'bob@x.example', kind: 'mail_in', direct: true, groupSize: 2 }]);
  });

  it('is not direct when the user stands in Cc', () => {
    expect(judge(received({ to: ['ann@x.example'], cc: [ME] })).interactions[0]?.direct).toBe(false);
  });

  it('counts one reader more when the user is not named (Bcc, unknown alias)', () => {
    const { interactions } = judge(received({ to: ['ann@x.example'] }));
    expect(interactions).toMatchObject([{ direct: false, groupSize: 3 }]);
  });

  it.each([
    ['undisclosed recipients', { to: ['undisclosed-recipients:;'] }, 3],
    ['recipients the provider counted but left out', { recipientCount: 9 }, 9],
  ])('counts %s as readers [FM-65]', (_, change, groupSize) => {
    expect(judge(received(change)).interactions[0]?.groupSize).toBe(groupSize);
  });

  it('credits the author named by Sender when there are two [FM-65]', () => {
    const fact = received({ from: ['ann@x.example', 'bob@x.example'], sender: 'bob@x.example' });
    expect(judge(fact).interactions.map(({ address, groupSize }) => [address, groupSize])).toEqual([
      ['bob@x.example', 2],
    ]);
  });

  it('credits the boss, not the delegate who pressed the button', () => {
    const fact = received({ from: ['boss@x.example'], sender: 'assistant@x.example' });
    expect(judge(fact).interactions.map(({ address }) => address)).toEqual(['boss@x.example']);
  });

  it("is nobody's without a usable author [FM-65]", () => {
    expect(verdict(received({ from: [] }))).toBe('no-person');
    expect(verdict(received({ from: ['"a@b x"@c.example'] }))).toBe('no-person');
  });
});

describe('keys', () => {
  it('give sent and received copy one name, whatever the case of the id [FM-70]', () => {
    const a = judge(sent({ id: 'a', messageId: 'ABC@Mail.example' }));
    const b = judge(received({ id: 'b', messageId: '<abc@mail.example>' }));
    expect(a.evidenceKey).toBe(b.evidenceKey);
    expect(a.evidenceKey).toMatch(/^m[\w-]{22}$/);
  });

  it('name a message without id by its content [FM-70]', () => {
    const copy = (change: Parameters<typeof sent>[0]) => judge(sent({ messageId: null, ...change })).evidenceKey;
    const key = copy({});
    expect(copy({ id: 'other', bcc: ['tom@x.example'], subject: ' Lunch  on friday', at: at + 400 })).toBe(key);
    expect(copy({ messageId: '<>' })).toBe(key);
    expect(copy({ subject: 'Dinner' })).not.toBe(key);
    expect(copy({ to: ['ann@x.example'] })).not.toBe(key);
    expect(copy({ at: at + 1000 })).not.toBe(key);
  });

  it('link an answer to what it answers, by In-Reply-To, else the last reference', () => {
    const asked = judge(sent({ messageId: 'q1@me.example' }));
    expect(judge(received({ inReplyTo: 'q1@me.example' })).answersKey).toBe(asked.evidenceKey);
    expect(judge(received({ references: ['q0@me.example', 'q1@me.example', ''] })).answersKey).toBe(asked.evidenceKey);
    expect(judge(received()).answersKey).toBeNull();
    expect(judge(received({ messageId: 'q1@me.example', inReplyTo: 'q1@me.example' })).answersKey).toBeNull();
  });

  it("hold a conversation together by the provider's id, else by the root of the references", () => {
    const thread = (change: Parameters<typeof sent>[0]) => judge(sent(change)).interactions[0]?.thread;
    expect(thread({ messageId: 'a@x', threadId: 't' })).toBe(thread({ messageId: 'b@x', threadId: 't' }));
    const root = thread({ messageId: 'root@x' });
    expect(thread({ messageId: 'c@x', references: ['root@x', 'b@x'], inReplyTo: 'b@x' })).toBe(root);
    expect(thread({ messageId: 'd@x', inReplyTo: 'root@x' })).toBe(root);
    expect(thread({ messageId: 'e@x' })).not.toBe(root);
  });

  it.each([
    ['Spring offer', ['bob@x.example'], 'Spring offer', ['ann@x.example'], true],
    ['Quick question, Bob', ['Bob Ray <bob@x.example>'], 'Quick question, Ann', ['Ann Lee <ann@x.example>'], true],
    ['Spring offer', ['bob@x.example'], 'Autumn offer', ['ann@x.example'], false],
  ])('one text to many: %j to %s and %j to %s [FM-67]', (subject1, to1, subject2, to2, same) => {
    const [one, two] = [
      sent({ subject: subject1, to: to1 }),
      sent({ subject: subject2, to: to2, at: at + 60_000 }),
    ].map((fact) => judge(fact).mergeKey);
    expect(one).not.toBeNull();
    expect(one === two).toBe(same);
  });

  it.each([
    ['an answer', sent({ subject: 'Re: Spring offer' })],
    ['an answer by header', sent({ inReplyTo: 'q@x.example' })],
    ['a mail without subject', sent({ subject: '' })],
    ['a subject that is the name alone', sent({ subject: 'Bob' })],
    ['a mail to a group', sent({ to: numbered(5) })],
    ['a received mail', received()],
  ])('%s is never part of a mail merge', (_, fact) => {
    expect(judge(fact).mergeKey).toBeNull();
  });
});

describe('subjects and names', () => {
  it('keep the subject of a small group, cleaned, and none of a larger one', () => {
    const subject = 'AW: Re[2]: Lunch\u202e\r\n on Friday';
    expect(judge(sent({ subject, to: numbered(4) })).interactions[0]?.subject).toBe('Lunch on Friday');
    expect(judge(sent({ subject, to: numbered(5) })).interactions[0]?.subject).toBe('');
    expect(judge(sent({ subject: 'x'.repeat(999) })).interactions[0]?.subject).toHaveLength(200);
  });

  it('rank a name its owner wrote above one that others wrote', () => {
    expect(judge(received({ cc: ['Ann Lee <ann@x.example>', 'x@x.example'] })).sightings).toEqual([
      { address: 'ann@x.example', name: 'Ann Lee', rank: 1, at },
      { address: 'bob@x.example', name: 'Bob Ray', rank: 2, at },
    ]);
    expect(judge(sent()).sightings).toEqual([{ address: 'bob@x.example', name: 'Bob Ray', rank: 1, at }]);
  });

  it('learn no name that is an address, and none from what is not counted [FM-68]', () => {
    expect(judge(received({ from: ['ceo@x.example <evil@y.example>'] })).sightings).toEqual([]);
    expect(judge(received({ placements: ['spam'] })).sightings).toEqual([]);
  });
});

describe('kinds', () => {
  it('learn a list from its headers [FM-67]', () => {
    const signals = { 'list-id': 'Dev <dev.x.example>' };
    expect(judge(received({ to: ['dev@x.example'], signals })).kinds).toEqual([
      { address: 'dev@x.example', kind: 'list' },
    ]);
    const posted = received({ to: ['a@x.example'], signals: { 'list-post': '<mailto:Dev@x.example>' } });
    expect(judge(posted).kinds).toEqual([{ address: 'dev@x.example', kind: 'list' }]);
  });

  it('learn nothing about the author of a newsletter, who may be a friend', () => {
    const signals = { 'list-unsubscribe': '<https://n.example>', 'list-post': '<mailto:bob@x.example>' };
    expect(judge(received({ signals })).kinds).toEqual([]);
  });

  it('learn nothing from spam and drafts', () => {
    const fact = { from: ['noreply@x.example'], signals: { 'list-post': '<mailto:bob@x.example>' } };
    expect(judge(received({ ...fact, placements: ['spam'] })).kinds).toEqual([]);
    expect(judge(received(fact)).kinds).toHaveLength(2);
  });

  it('stay short for a crowd of recipients [FM-66]', () => {
    const to = Array.from({ length: 5000 }, (_, i) => `support@x${i}.example`);
    const judgement = judge(received({ to }));
    expect(judgement.verdict).toBe('broadcast');
    expect([judgement.kinds, judgement.sightings, judgement.interactions]).toEqual([[], [], []]);
  });
});

it('takes a Sender of its own for nobody else', () => {
  expect(judge({ ...sent(), sender: box(ME) }).interactions).toHaveLength(1);
});

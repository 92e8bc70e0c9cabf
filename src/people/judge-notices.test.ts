import { describe, expect, it } from 'vitest';
import type { MessageFact } from '../domain/fact.ts';
import { at, ME, own, received, sent } from './facts.fixture.ts';
import { judgeMessage } from './judge.ts';
import { AWAY_DAYS } from './judge-notices.ts';

const judge = (fact: MessageFact) => judgeMessage(fact, { own });
const noticed = (fact: MessageFact) =>
  judge(fact).interactions.map(({ kind, address, minutes }) => [kind, address, minutes]);

/** Bob's mailbox answers the user's mail in his stead. */
const note = (change: Parameters<typeof received>[0] = {}) =>
  received({ inReplyTo: 'q@me.example', signals: { 'auto-submitted': 'auto-replied' }, ...change });

/** Gmail gives up on a message of the user's. */
const failure = (change: Parameters<typeof received>[0] = {}, failed = 'bob@x.example') =>
  received({
    from: ['Mail Delivery Subsystem <mailer-daemon@mail.example>'],
    subject: 'Delivery Status Notification (Failure)',
    inReplyTo: 'q@me.example',
    signals: { 'auto-submitted': 'auto-replied', 'x-failed-recipients': failed },
    ...change,
  });

describe('an absence note', () => {
  it('says that its author is away for a week, and stays an auto-reply', () => {
    const { verdict, interactions, sightings, mergeKey } = judge(note());
    expect([verdict, sightings, mergeKey]).toEqual(['auto-reply', [], null]);
    expect(interactions).toMatchObject([
      { kind: 'away', address: 'bob@x.example', at, minutes: AWAY_DAYS * 24 * 60, groupSize: 1, subject: '' },
    ]);
    expect(interactions[0]?.answers).not.toBeNull();
  });

  it.each([
    ['X-Autoreply', note({ signals: { 'x-autoreply': 'yes' } })],
    ['Precedence: auto_reply', note({ signals: { precedence: 'auto_reply' } })],
    [
      "Exchange's subject beside auto-generated",
      note({ subject: 'Automatic reply: Lunch', signals: { 'auto-submitted': 'auto-generated' } }),
    ],
    ["Notes' subject", note({ subject: 'Bob Ray/Rayworks/X is out of the office.', signals: {} })],
    ['References alone', note({ inReplyTo: null, references: ['q@me.example'] })],
  ])('is known by %s', (_, fact) => {
    expect(noticed(fact)).toEqual([['away', 'bob@x.example', AWAY_DAYS * 24 * 60]]);
  });

  it.each([
    ['what answers nothing', note({ inReplyTo: null })],
    ['a department', note({ from: ['Acme <support@x.example>'] })],
    ['a program', note({ from: ['no-reply@x.example'] })],
    ['what is merely generated', note({ signals: { 'auto-submitted': 'auto-generated' } })],
    ['an empty return path', note({ signals: { 'return-path': '<>' } })],
    [
      'a read receipt: somebody is there to read',
      note({
        signals: {
          'auto-submitted': 'auto-replied',
          'content-type': 'multipart/report; report-type=disposition-notification',
        },
      }),
    ],
    ['spam', note({ placements: ['spam'] })],
    ["the user's own note", sent({ inReplyTo: 'q@x.example', signals: { 'auto-submitted': 'auto-replied' } })],
  ])('is not %s', (_, fact) => {
    expect(noticed(fact)).toEqual([]);
  });

  it('is not written by hand: an answer stays contact', () => {
    const fact = note({ signals: { 'auto-submitted': 'no' } });
    expect(judge(fact)).toMatchObject({ verdict: 'counted', interactions: [{ kind: 'mail_in' }] });
  });
});

describe('a failed delivery', () => {
  it('says so of each person it names, once, and stays a bounce', () => {
    const fact = failure({}, 'Tom@x.example, bob@x.example,<bob@x.example>, support@x.example, nonsense, ' + ME);
    expect(judge(fact).verdict).toBe('bounce');
    expect(noticed(fact)).toEqual([
      ['bounce', 'bob@x.example', 0],
      ['bounce', 'tom@x.example', 0],
    ]);
  });

  it("is known in Exim's words too", () => {
    expect(noticed(failure({ subject: 'Mail delivery failed: returning message to sender' }))).toHaveLength(1);
  });

  it('leaves out an address that the end of a long header may have cut', () => {
    const header = ['bob', ...Array.from({ length: 80 }, (_, i) => `guest${i + 10}`)].map(
      (name) => `${name}@x.example`,
    );
    const kept = header.join(',').slice(0, 1000);
    expect(kept.endsWith(',guest64@x.exam')).toBe(true);
    const addresses = judge(failure({}, kept)).interactions.map(({ address }) => address);
    expect([addresses.length, addresses.at(-1)]).toEqual([55, 'guest63@x.example']);
  });

  it.each([
    ['a delay', failure({ subject: 'Delivery Status Notification (Delay)' })],
    ['a warning', failure({ subject: 'Warning: message 1abc delayed 24 hours' })],
    ['a report that does not say how it ended', failure({ subject: 'Delivery report' })],
    ['what no program says it wrote', failure({ signals: { 'x-failed-recipients': 'bob@x.example' } })],
    ['what no mail system sent', failure({ from: ['Tom <tom@y.example>'] })],
    ['a report that names nobody', failure({ signals: { 'auto-submitted': 'auto-replied' } })],
    ['spam', failure({ placements: ['spam'] })],
  ])('is not %s', (_, fact) => {
    expect(noticed(fact)).toEqual([]);
  });
});

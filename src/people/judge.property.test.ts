import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIGNAL_HEADERS, type Attendee, type EventFact, type Mailbox, type MessageFact } from '../domain/fact.ts';
import { isContact } from '../domain/evidence.ts';
import { normaliseAddress } from './address.ts';
import { guest, ME, own } from './facts.fixture.ts';
import { judgeEvent, judgeMessage, type Judgement } from './judge.ts';
import { isOwn } from './message-view.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('Re: ', 'Bob Ray', 'Ray, Bob via X', 'Delivery Status Notification (Failure)'),
);
const address = fc.oneof(
  fc.constantFrom(ME, 'ME@Me.example', 'me+x@me.example', 'alias@me.example', 'bob@x.example', 'ann@x.example'),
  fc.constantFrom(
    'info@x.example',
    'noreply@x.example',
    'dev@googlegroups.com',
    'reply+abcdef1@x.example',
    'a@b@c',
    '',
  ),
  fc.emailAddress(),
  text,
);
const mailbox: fc.Arbitrary<Mailbox> = fc.record({ address, name: text });
const mailboxes = fc.array(mailbox, { maxLength: 6 });
const moment = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1));
const signals: fc.Arbitrary<MessageFact['signals']> = fc.oneof(
  { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...SIGNAL_HEADERS), text, { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.record({ 'auto-submitted': fc.constantFrom('auto-replied', 'auto-generated', 'no') }) },
  {
    weight: 1,
    arbitrary: fc.array(address, { maxLength: 5 }).map((failed) => ({
      'auto-submitted': 'auto-replied',
      'x-failed-recipients': failed.join(', '),
    })),
  },
);
const messageId = maybe(fc.oneof(text, fc.constantFrom('a@x', 'b@x')));

const message: fc.Arbitrary<MessageFact> = fc.record({
  type: fc.constant('message'),
  id: text,
  messageId,
  inReplyTo: messageId,
  references: fc.array(text, { maxLength: 3 }),
  threadId: maybe(text),
  at: moment,
  placements: fc.array(fc.constantFrom('sent', 'received', 'received', 'unknown', 'draft', 'spam', 'trash', 'chat'), {
    maxLength: 2,
  }),
  from: mailboxes,
  sender: maybe(mailbox),
  replyTo: mailboxes,
  to: mailboxes,
  cc: mailboxes,
  bcc: mailboxes,
  recipientCount: fc.integer({ min: -1, max: 30 }),
  subject: text,
  signals,
  hasCalendarPart: fc.constant(false),
});

const attendee: fc.Arbitrary<Attendee> = fc.record({
  address,
  name: text,
  attendance: fc.constantFrom('accepted', 'tentative', 'declined', 'needs-action', 'delegated', 'unknown'),
  resource: fc.boolean(),
  group: fc.constant(false),
});

const event: fc.Arbitrary<EventFact> = fc.record({
  type: fc.constant('event'),
  id: text,
  uid: text,
  occurrence: maybe(fc.integer()),
  start: moment,
  end: moment,
  allDay: fc.constant(false),
  status: fc.constantFrom('confirmed', 'tentative', 'cancelled'),
  eventType: fc.constant('default'),
  organizer: maybe(mailbox),
  attendees: fc
    .tuple(fc.array(attendee, { maxLength: 6 }), fc.boolean())
    .map(([others, invited]) => (invited ? [guest(ME), ...others] : others)),
  attendeesOmitted: fc.constant(false),
  title: text,
});

function expectSound({ verdict, interactions, evidenceKey, sightings, kinds }: Judgement): void {
  expect(evidenceKey).toMatch(/^[me][\w-]{22}$/);
  expect(verdict === 'counted').toBe(interactions.some(({ kind }) => isContact(kind)));
  const noticed = { 'auto-reply': 'away', bounce: 'bounce' }[verdict as string];
  for (const { kind } of interactions) expect(isContact(kind) ? 'counted' : kind).toBe(noticed ?? verdict);
  const credited = interactions.map((interaction) => interaction.address);
  expect(new Set(credited).size).toBe(credited.length);
  for (const mentioned of [...credited, ...sightings.map((s) => s.address), ...kinds.map((k) => k.address)]) {
    expect(normaliseAddress(mentioned)).toBe(mentioned);
    expect(isOwn(own, mentioned)).toBe(false);
  }
  for (const interaction of interactions) {
    expect(interaction.groupSize).toBeGreaterThanOrEqual(1);
    expect(Number.isFinite(interaction.at)).toBe(true);
    if (isContact(interaction.kind)) expect(interaction.minutes).toBeLessThanOrEqual(480);
    expect([...interaction.subject].length).toBeLessThanOrEqual(200);
    expect(interaction.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    if (interaction.groupSize > 4) expect(interaction.subject).toBe('');
  }
}

describe('a judgement', () => {
  it('is sound for any message, and credits nobody twice and the user never [FM-65] [FM-69]', () => {
    let counted = 0;
    fc.assert(
      fc.property(message, (fact) => {
        const judgement = judgeMessage(fact, { own });
        expectSound(judgement);
        expect(judgement.interactions.some((x) => x.address === judgement.ownAddress)).toBe(false);
        counted += judgement.verdict === 'counted' ? 1 : 0;
      }),
      { numRuns: 1500 },
    );
    // The messages are not all skipped, or this would prove little.
    expect(counted).toBeGreaterThan(20);
  });

  it('is sound for any event', () => {
    let counted = 0;
    fc.assert(
      fc.property(event, (fact) => {
        const judgement = judgeEvent(fact, { own });
        expectSound(judgement);
        counted += judgement.verdict === 'counted' ? 1 : 0;
      }),
      { numRuns: 1500 },
    );
    expect(counted).toBeGreaterThan(20);
  });

  it('is the same each time, and leaves the fact as it was', () => {
    fc.assert(
      fc.property(message, (fact) => {
        const before = structuredClone(fact);
        expect(judgeMessage(fact, { own })).toEqual(judgeMessage(structuredClone(fact), { own }));
        expect(fact).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('depends on no case of addresses and ids', () => {
    const loud = (box: Mailbox): Mailbox => ({
      ...box,
      address: /^[\x20-\x7e]*$/.test(box.address) ? box.address.toUpperCase() : box.address,
    });
    const shout = (fact: MessageFact): MessageFact => ({
      ...fact,
      messageId: fact.messageId === 'a@x' ? 'A@X' : fact.messageId,
      from: fact.from.map(loud),
      sender: fact.sender === null ? null : loud(fact.sender),
      to: fact.to.map(loud),
      cc: fact.cc.map(loud),
      bcc: fact.bcc.map(loud),
    });
    fc.assert(
      fc.property(message, (fact) => {
        expect(judgeMessage(shout(fact), { own })).toEqual(judgeMessage(fact, { own }));
      }),
      { numRuns: 500 },
    );
  });

  it('names the sent and the received copy alike, with or without a Message-ID [FM-70]', () => {
    fc.assert(
      fc.property(message, mailboxes, (fact, bcc) => {
        fc.pre(Number.isFinite(fact.at));
        const sentCopy = judgeMessage({ ...fact, placements: ['sent'], bcc }, { own });
        const receivedCopy = judgeMessage(
          { ...fact, id: 'copy', placements: ['received'], bcc: [], threadId: null },
          { own: new Set() },
        );
        expect(receivedCopy.evidenceKey).toBe(sentCopy.evidenceKey);
        expect(receivedCopy.answersKey).toBe(sentCopy.answersKey);
      }),
      { numRuns: 300 },
    );
  });
});

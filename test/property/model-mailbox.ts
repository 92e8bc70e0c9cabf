/**
 * A model mailbox and a source that misbehaves in every way a real one may: pages split anywhere, items repeated and
 * out of order, pages that fail, cursors that expire. Used by the property tests of sync.
 */
import fc from 'fast-check';
import { RekindleError } from '../../src/domain/errors.ts';
import type { EventFact, Fact, MessageFact, Placement } from '../../src/domain/fact.ts';
import type { Cursor, PullResult, Source } from '../../src/ports/source.ts';

export const ME = 'me@example.com';
const ALIAS = 'me.too@example.net';
const START = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;

const person = fc
  .constantFrom('ann', 'bob', 'cho', 'dee', 'eve')
  .map((name) => ({ address: `${name}@example.org`, name }));
const placement = fc.constantFrom<Placement>('sent', 'received', 'received', 'draft', 'spam', 'unknown');

const message: fc.Arbitrary<Omit<MessageFact, 'id'>> = fc
  .record({
    number: fc.integer({ min: 0, max: 60 }),
    at: fc.integer({ min: 0, max: 2000 }),
    placement,
    other: person,
    cc: fc.array(person, { maxLength: 2 }),
    from: fc.constantFrom(ME, ME, ME, ALIAS),
    subject: fc.constantFrom('Lunch', 'Re: Lunch', 'Offer', ''),
    answers: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    isBulk: fc.boolean(),
    isMine: fc.boolean(),
  })
  .map(({ number, at, placement: where, other, cc, from, subject, answers, isBulk, isMine }) => {
    const outgoing = where === 'sent' || where === 'draft' || (where === 'unknown' && isMine);
    const me = { address: outgoing ? from : ME, name: 'Mia Example' };
    return {
      type: 'message',
      messageId: `m${number}@example.com`,
      inReplyTo: answers === null ? null : `m${answers}@example.com`,
      references: [],
      threadId: null,
      at: START + number * 1000 + at * HOUR,
      placements: [where],
      from: [outgoing ? me : other],
      sender: null,
      replyTo: [],
      to: [outgoing ? other : me],
      cc,
      bcc: [],
      recipientCount: 1 + cc.length,
      subject,
      signals: isBulk && !outgoing ? { 'list-unsubscribe': '<https://example.com/u>' } : {},
      hasCalendarPart: false,
    };
  });

const event: fc.Arbitrary<Omit<EventFact, 'id'>> = fc
  .record({
    number: fc.integer({ min: 0, max: 20 }),
    at: fc.integer({ min: 0, max: 2000 }),
    other: person,
    cancelled: fc.boolean(),
  })
  .map(({ number, at, other, cancelled }) => ({
    type: 'event',
    uid: `e${number}@example.com`,
    occurrence: null,
    start: START + at * HOUR,
    end: START + (at + 1) * HOUR,
    allDay: false,
    status: cancelled ? 'cancelled' : 'confirmed',
    eventType: 'default',
    organizer: { address: ME, name: '' },
    attendees: [
      { address: ME, name: '', attendance: 'accepted', resource: false, group: false },
      { ...other, attendance: 'accepted', resource: false, group: false },
    ],
    attendeesOmitted: false,
    title: 'Coffee',
  }));

/** What programs send: absence notes of people, and reports of mail that could or could not yet be delivered. */
const notice: fc.Arbitrary<Omit<MessageFact, 'id'>> = fc
  .record({
    number: fc.integer({ min: 0, max: 20 }),
    at: fc.integer({ min: 0, max: 2000 }),
    other: person,
    another: person,
    answers: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    kind: fc.constantFrom('away', 'away', 'failure', 'failure', 'delay'),
    where: fc.constantFrom<Placement>('received', 'received', 'spam'),
  })
  .map(({ number, at, other, another, answers, kind, where }) => ({
    type: 'message',
    messageId: `notice${number}@example.com`,
    inReplyTo: answers === null ? null : `m${answers}@example.com`,
    references: [],
    threadId: null,
    at: START + at * HOUR,
    placements: [where],
    from: [kind === 'away' ? other : { address: 'mailer-daemon@example.com', name: 'Mail Delivery Subsystem' }],
    sender: null,
    replyTo: [],
    to: [{ address: ME, name: 'Mia Example' }],
    cc: [],
    bcc: [],
    recipientCount: 1,
    subject: kind === 'away' ? 'Automatic reply: Lunch' : `Delivery Status Notification (${kind})`,
    signals: {
      'auto-submitted': 'auto-replied',
      ...(kind === 'away' ? {} : { 'x-failed-recipients': `${other.address}, ${another.address}` }),
    },
    hasCalendarPart: false,
  }));

/** One text to many, one by one: enough recipients to be a mail merge, or just too few. */
const merge: fc.Arbitrary<Omit<MessageFact, 'id'>[]> = fc.integer({ min: 15, max: 25 }).map((recipients) =>
  Array.from({ length: recipients }, (_, i) => ({
    type: 'message',
    messageId: `merge${i}@example.com`,
    inReplyTo: null,
    references: [],
    threadId: null,
    at: START + i * 1000,
    placements: ['sent'],
    from: [{ address: ME, name: 'Mia Example' }],
    sender: null,
    replyTo: [],
    to: [{ address: `guest${i}@example.org`, name: '' }],
    cc: [],
    bcc: [],
    recipientCount: 1,
    subject: 'You are invited to our summer party',
    signals: {},
    hasCalendarPart: false,
  })),
);

/**
 * A mailbox: every message and event once by id, some ids holding a copy of another's message that arrived a little later
 * and lies in another conversation.
 */
export const mailbox: fc.Arbitrary<Fact[]> = fc
  .record({
    messages: fc.uniqueArray(message, { minLength: 1, maxLength: 40, selector: (m) => m.messageId }),
    notices: fc.uniqueArray(notice, { maxLength: 8, selector: (m) => m.messageId }),
    events: fc.uniqueArray(event, { maxLength: 8, selector: (e) => e.uid }),
    merges: fc.option(merge, { nil: [] }),
    copies: fc.array(fc.nat(), { maxLength: 6 }),
    unreadable: fc.nat({ max: 2 }),
  })
  .map(({ messages, notices, events, merges, copies, unreadable }) => {
    const mail = [...messages, ...notices, ...merges];
    const originals: Fact[] = mail.map((m, i) => ({ ...m, id: `id${i}` }));
    const again: Fact[] = copies.flatMap((n, i) => {
      const original = mail[n % mail.length];
      return original ? [{ ...original, id: `copy${i}`, at: original.at + 60_000, threadId: 'elsewhere' }] : [];
    });
    const meetings: Fact[] = events.map((e, i) => ({ ...e, id: `event${i}` }));
    const broken: Fact[] = Array.from({ length: unreadable }, (_, i) => ({
      type: 'unreadable',
      id: `broken${i}`,
      reason: 'undated',
    }));
    return [...originals, ...again, ...meetings, ...broken];
  });

/** How a run through the mailbox goes: the order, the page ends, what is repeated, which pulls and commits fail. */
export interface Weather {
  order: number[];
  pageSizes: number[];
  repeats: number[];
  /** Pull numbers that fail, commit numbers that fail before and after they are done, pull numbers that expire. */
  failingPulls: number[];
  crashesBefore: number[];
  crashesAfter: number[];
  expiries: number[];
  /** A run stops after so many pages; the next goes on. */
  maxPages: number;
}

export const weather: fc.Arbitrary<Weather> = fc.record({
  order: fc.array(fc.nat(), { maxLength: 80 }),
  pageSizes: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 10 }),
  repeats: fc.array(fc.nat(), { maxLength: 10 }),
  failingPulls: fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 }),
  crashesBefore: fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 }),
  crashesAfter: fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 }),
  expiries: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 2 }),
  maxPages: fc.constantFrom(1, 2, 5, 1000),
});

/** The pages a mailbox is handed over in: every item at least once, in the weather's order. */
export function pagesOf(facts: Fact[], { order, pageSizes, repeats }: Weather): Fact[][] {
  const queue = facts.map((fact, i) => ({ fact, rank: order[i % Math.max(1, order.length)] ?? 0, i }));
  queue.sort((a, b) => a.rank - b.rank || a.i - b.i);
  const stream = queue.map(({ fact }) => fact);
  for (const n of repeats) {
    const fact = stream[n % stream.length];
    if (fact) stream.splice((n * 7) % (stream.length + 1), 0, fact);
  }
  const pages: Fact[][] = [];
  for (let at = 0, i = 0; at < stream.length; i += 1) {
    // A run of empty pages would never end: every second page holds something.
    const size = Math.max(i % 2, pageSizes[i % pageSizes.length] ?? 1);
    pages.push(stream.slice(at, at + size));
    at += size;
  }
  return pages;
}

/** Counts pulls across reopenings, as a provider's server would. */
export function stormySource(pages: Fact[][], { failingPulls, expiries }: Weather): () => Source {
  let pulls = 0;
  return () => ({
    streams: async () => [{ name: 'mailbox', kind: 'mail' }],
    async pull(_stream: string, cursor: Cursor): Promise<PullResult> {
      pulls += 1;
      if (failingPulls.includes(pulls)) throw new RekindleError('storage', 'The connection broke.');
      if (cursor !== null && expiries.includes(pulls)) return { kind: 'expired' };
      const next = cursor === null ? 0 : Number(cursor);
      return {
        kind: 'page',
        facts: pages[next] ?? [],
        cursor: String(Math.min(next + 1, pages.length)),
        more: next + 1 < pages.length,
      };
    },
    close: async () => {},
  });
}

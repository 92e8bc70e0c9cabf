/** Invented facts for tests: a personal message to the user and a meeting with them, to be varied. */
import type { Attendee, EventFact, Mailbox, MessageFact } from '../domain/fact.ts';

export const ME = 'me@me.example';
export const own: ReadonlySet<string> = new Set([ME, 'alias@me.example']);
export const at = Date.UTC(2026, 2, 3, 10, 15, 30);

/** "Bob Ray <bob@x.example>" or a bare address. */
export function box(text: string): Mailbox {
  const match = /^(.*?)\s*<(.*)>$/.exec(text);
  return match ? { name: match[1] ?? '', address: match[2] ?? '' } : { name: '', address: text };
}

type Written = Partial<Omit<MessageFact, 'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'bcc'>> & {
  from?: string[];
  sender?: string;
  replyTo?: string[];
  to?: string[];
  cc?: string[];
  bcc?: string[];
};

/** Bob to the user, one to one, unless said otherwise. */
export function received(change: Written = {}): MessageFact {
  const { from, sender, replyTo, to, cc, bcc, ...rest } = change;
  const lists = { to: (to ?? [ME]).map(box), cc: (cc ?? []).map(box), bcc: (bcc ?? []).map(box) };
  return {
    type: 'message',
    id: 'i1',
    messageId: 'm1@mail.example',
    inReplyTo: null,
    references: [],
    threadId: null,
    at,
    placements: ['received'],
    from: (from ?? ['Bob Ray <bob@x.example>']).map(box),
    sender: sender === undefined ? null : box(sender),
    replyTo: (replyTo ?? []).map(box),
    ...lists,
    recipientCount: lists.to.length + lists.cc.length + lists.bcc.length,
    subject: 'Lunch on Friday',
    signals: {},
    hasCalendarPart: false,
    ...rest,
  };
}

/** The user to Bob, one to one, unless said otherwise. */
export function sent(change: Written = {}): MessageFact {
  return received({ placements: ['sent'], from: [`Me <${ME}>`], to: ['Bob Ray <bob@x.example>'], ...change });
}

export function guest(text: string, change: Partial<Attendee> = {}): Attendee {
  return { ...box(text), attendance: 'accepted', resource: false, group: false, ...change };
}

/** The user and Bob for an hour, unless said otherwise. */
export function meeting(change: Partial<EventFact> = {}): EventFact {
  return {
    type: 'event',
    id: 'e1',
    uid: 'u1@cal.example',
    occurrence: null,
    start: at,
    end: at + 3_600_000,
    allDay: false,
    status: 'confirmed',
    eventType: 'default',
    organizer: box(ME),
    attendees: [guest(ME), guest('Bob Ray <bob@x.example>')],
    attendeesOmitted: false,
    title: 'Coffee',
    ...change,
  };
}

export const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}@x.example`);

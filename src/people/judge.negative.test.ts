/** What must not be skipped: for every rule, the personal mail and the real meeting that look most like its prey. */
import { describe, expect, it } from 'vitest';
import type { SkipReason } from '../domain/evidence.ts';
import type { EventFact, MessageFact } from '../domain/fact.ts';
import { EVENT_RULES } from './event-rules.ts';
import { guest, ME, meeting, numbered, own, received, sent } from './facts.fixture.ts';
import { judgeEvent, judgeMessage } from './judge.ts';
import { MESSAGE_RULES } from './message-rules.ts';

const answer = { inReplyTo: 'q@me.example', subject: 'Re: Lunch' };
const group = { 'list-id': '<hello.me.example>', 'list-post': '<mailto:hello@me.example>', precedence: 'list' };

const MAIL: [SkipReason, string, MessageFact][] = [
  ['undated', 'a message of 1970', received({ at: 0 })],
  ['draft', 'a message about drafts', sent({ subject: 'Draft' })],
  ['chat', 'a message about a chat', received({ subject: 'Chat?' })],
  ['spam', 'a sent message that somebody marked as spam', sent({ placements: ['sent', 'spam'] })],
  ['trash', 'a sent message that was binned', sent({ placements: ['sent', 'trash'] })],
  ['self-sent', 'a message to Bob with a copy to oneself', sent({ cc: [ME], placements: ['sent', 'received'] })],
  ['self-sent', 'somebody with a plus in another domain', sent({ to: ['me+you@x.example'] })],
  ['calendar-mail', 'an invitation in plain words', received({ subject: 'Invitation: dinner at ours' })],
  [
    'bounce',
    'a human report',
    received({
      subject: 'Undelivered Mail Returned to Sender',
      signals: { 'content-type': 'multipart/mixed; x=report' },
    }),
  ],
  ['bounce', "what the user's own gateway stamped", sent({ signals: { 'x-failed-recipients': 'x@x.example' } })],
  ['unsubscribe-request', 'a question to a friend', sent({ subject: 'Unsubscribe from the gym?' })],
  ['unsubscribe-request', 'a surname', sent({ to: ['baja.lopez@x.example'], subject: 'Baja California' })],
  ['unsubscribe-request', 'an answer about it', sent({ ...answer, subject: 'unsubscribe' })],
  [
    'unsubscribe-request',
    'a mail to two people',
    sent({ to: ['bob@x.example', 'ann@x.example'], subject: 'unsubscribe' }),
  ],
  ['robot', 'a person of a robotics firm', received({ from: ['Ann Bot <ann@robot.example>'] })],
  ['robot', 'a colleague with a logging robot in Cc', sent({ cc: ['log@reply.crm.example'] })],
  ['robot', 'an assistant as Sender', received({ sender: 'Assistant <pa@x.example>' })],
  ['auto-reply', 'Auto-Submitted: no', received({ signals: { 'auto-submitted': 'no' } })],
  [
    'auto-reply',
    'mail that asks for no automatic answers',
    received({ signals: { 'x-auto-response-suppress': 'DR, OOF, AutoReply' } }),
  ],
  [
    'auto-reply',
    'a human who writes about being away',
    received({ subject: 'Out of office next week, shall we meet before?' }),
  ],
  ['auto-reply', 'news that somebody else is away', received({ subject: 'Ann Lee is out of the office.' })],
  ['auto-reply', 'an answer about somebody away', received({ ...answer, subject: 'Re: Out of office party' })],
  ['auto-reply', 'a word that begins alike', received({ ...answer, subject: 'Abwesenheitsnotizen im Team' })],
  ['auto-reply', 'a filled return path', received({ signals: { 'return-path': '<bob@x.example>' } })],
  [
    'newsletter',
    'an answer through a sales tool or gateway',
    received({ ...answer, signals: { 'list-unsubscribe': '<https://n.example>' } }),
  ],
  ['newsletter', 'a host that stamps every mail', received({ signals: { 'feedback-id': 'i1234:Fastmail' } })],
  ['newsletter', 'an ordinary precedence', received({ signals: { precedence: 'normal' } })],
  [
    'newsletter',
    'a friend called Newsletter',
    received({ from: ['Art Newsletter <art@x.example>'], subject: 'Newsletter' }),
  ],
  [
    'mailing-list',
    "a client's mail to the user's own group mailbox",
    received({ to: ['hello@me.example'], signals: group }),
  ],
  [
    'mailing-list',
    'a mail to the user with a copy to the list',
    received({ to: [ME], cc: ['dev@x.example'], signals: { 'list-id': '<dev.x.example>' } }),
  ],
  ['mailing-list', 'a mail to Bob with a copy to a list', sent({ cc: ['dev@googlegroups.com'] })],
  ['mailing-list', 'List-Post: NO', received({ signals: { 'list-post': 'NO' } })],
  ['mailing-list', 'a place in a name', received({ from: ['Bob Via <bob@x.example>'] })],
  ['no-reply', 'Noah Reply', received({ from: ['Noah Reply <noah.r@x.example>'] })],
  ['role-address', 'somebody at a support firm', received({ from: ['Bob <bob@support.example>'] })],
  ['role-address', 'Robert Info', received({ from: ['Robert Info <robert.info@x.example>'] })],
  ['role-address', 'a one-person firm', sent({ to: ['Bob Ray <hello@bobray.example>'] })],
  ['role-address', 'a person with a department in Cc', sent({ cc: ['billing@x.example'] })],
  ['broadcast', 'twenty recipients', sent({ to: numbered(20) })],
  ['no-person', 'one person among the unnamed', sent({ to: ['undisclosed-recipients:;', 'bob@x.example'] })],
];

const MEETINGS: [SkipReason, string, EventFact][] = [
  ['undated', 'a meeting of 1970', meeting({ start: 0, end: 1 })],
  ['cancelled', 'a tentative meeting', meeting({ status: 'tentative', title: 'Cancelled: no, on again' })],
  ['not-a-meeting', 'a meeting about focus', meeting({ title: 'Focus time' })],
  ['all-day', 'a meeting of nine hours', meeting({ end: meeting().start + 9 * 3_600_000 })],
  [
    'declined',
    'a guest who declined beside one who comes',
    meeting({ attendees: [guest(ME), guest('bob@x.example'), guest('ann@x.example', { attendance: 'declined' })] }),
  ],
  [
    'declined',
    'declined under one address, accepted under another',
    meeting({ attendees: [guest(ME, { attendance: 'declined' }), guest('alias@me.example'), guest('bob@x.example')] }),
  ],
  ['attendees-hidden', 'a meeting whose guests are shown', meeting({ attendeesOmitted: false })],
  [
    'not-answered',
    'a tentative answer',
    meeting({ organizer: null, attendees: [guest(ME, { attendance: 'tentative' }), guest('bob@x.example')] }),
  ],
  [
    'not-answered',
    'a calendar without answers',
    meeting({ organizer: null, attendees: [guest(ME, { attendance: 'unknown' }), guest('bob@x.example')] }),
  ],
  [
    'not-answered',
    'an organizer who did not answer themselves',
    meeting({ attendees: [guest(ME, { attendance: 'needs-action' }), guest('bob@x.example')] }),
  ],
  ['not-answered', 'an organizer who is not on their own list', meeting({ attendees: [guest('bob@x.example')] })],
  [
    'crowd',
    'a call with two people and a group [FM-48]',
    meeting({ attendees: [...meeting().attendees, guest('ann@x.example'), guest('team@x.example', { group: true })] }),
  ],
  [
    'crowd',
    'twenty guests, one of whom declined, and a room',
    meeting({
      attendees: [
        guest(ME),
        ...numbered(20).map((p) => guest(p)),
        guest('no@x.example', { attendance: 'declined' }),
        guest('room@x.example', { resource: true }),
      ],
    }),
  ],
  [
    'no-person',
    'one who has not answered yet',
    meeting({ attendees: [guest(ME), guest('bob@x.example', { attendance: 'needs-action' })] }),
  ],
];

describe('personal mail', () => {
  it.each(MAIL)('is not taken for %s: %s', (_, __, fact) => {
    const judgement = judgeMessage(fact, { own: new Set([...own, 'hello@me.example']) });
    expect(judgement.verdict).toBe('counted');
    expect(judgement.interactions.length).toBeGreaterThan(0);
  });

  it('is tried against every rule', () => {
    const tried = new Set(MAIL.map(([reason]) => reason));
    expect(MESSAGE_RULES.map(({ reason }) => reason).filter((reason) => !tried.has(reason))).toEqual([]);
  });
});

describe('a real meeting', () => {
  it.each(MEETINGS)('is not taken for %s: %s', (_, __, fact) => {
    const judgement = judgeEvent(fact, { own });
    expect(judgement.verdict).toBe('counted');
    expect(judgement.interactions.length).toBeGreaterThan(0);
  });

  it('is tried against every rule', () => {
    const tried = new Set(MEETINGS.map(([reason]) => reason));
    expect(EVENT_RULES.map(({ reason }) => reason).filter((reason) => !tried.has(reason))).toEqual([]);
  });
});

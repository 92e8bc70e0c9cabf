import { describe, expect, it } from 'vitest';
import { isContact, type SkipReason } from '../domain/evidence.ts';
import type { MessageFact } from '../domain/fact.ts';
import { ME, numbered, own, received, sent } from './facts.fixture.ts';
import { judgeMessage } from './judge.ts';
import { MESSAGE_RULES } from './message-rules.ts';

const answer = { inReplyTo: 'q@me.example', subject: 'Re: Lunch' };

/** What each rule must skip. What it must not skip is in `judge.negative.test.ts`. */
const SKIPPED: [SkipReason, string, MessageFact][] = [
  ['undated', 'a message without a moment', received({ at: Number.NaN })],
  ['draft', 'a draft [FM-12]', sent({ placements: ['draft'] })],
  ['draft', 'a draft that is also labelled sent [FM-12]', sent({ placements: ['sent', 'draft'] })],
  ['chat', 'a chat line without headers [FM-16]', received({ placements: ['chat'], from: [], to: [] })],
  ['spam', 'spam [FM-16]', received({ placements: ['spam'] })],
  ['spam', 'spam that poses as the user [FM-16]', received({ placements: ['spam'], from: [ME] })],
  ['trash', 'binned mail of others [FM-16]', received({ placements: ['received', 'trash'] })],
  ['self-sent', 'a note to oneself [FM-13]', sent({ placements: ['sent', 'received'], to: [ME] })],
  ['self-sent', 'a note to an alias with a suffix [FM-13]', sent({ to: ['Alias+todo@me.example'] })],
  ['calendar-mail', 'an invitation', received({ hasCalendarPart: true })],
  [
    'calendar-mail',
    'the answer the user sent to one [FM-67]',
    sent({ hasCalendarPart: true, subject: 'Accepted: Lunch' }),
  ],
  ['calendar-mail', 'a bare calendar body', received({ signals: { 'content-type': 'text/calendar; method=REPLY' } })],
  [
    'calendar-mail',
    'a message class of Exchange',
    received({ signals: { 'content-class': 'urn:content-classes:calendarmessage' } }),
  ],
  [
    'calendar-mail',
    "Google's calendar as Sender",
    received({ sender: 'Google Calendar <calendar-notification@google.com>' }),
  ],
  [
    'bounce',
    'a delivery report',
    received({ signals: { 'content-type': 'multipart/report; report-type=delivery-status' } }),
  ],
  ['bounce', 'a report of an old system', received({ from: ['Mail Delivery System <MAILER-DAEMON@x.example>'] })],
  ['bounce', 'a report by Exim', received({ signals: { 'x-failed-recipients': 'tom@x.example' } })],
  ['unsubscribe-request', 'mail to an unsubscribe address [FM-67]', sent({ to: ['leave-77-ab12@news.example'] })],
  ['unsubscribe-request', "the mail program's button", sent({ to: ['x7@news.example'], subject: 'unsubscribe' })],
  ['unsubscribe-request', 'a token in the subject', sent({ to: ['x7@news.example'], subject: 'Unsubscribe: 8f3a9c' })],
  ...[
    'Abmelden',
    'Désabonnement',
    'Darse de baja',
    'Disiscrizione',
    'Uitschrijven',
    'Descadastrar',
    'Отписаться',
    'Wypisz',
    'Avregistrera',
    '退订',
  ].map((subject): [SkipReason, string, MessageFact] => [
    'unsubscribe-request',
    `the subject ${subject}`,
    sent({ to: ['x7@news.example'], subject }),
  ]),
  [
    'robot',
    'a notification',
    received({ from: ['Bob Ray <notifications@github.com>'], signals: { 'list-id': '<r.github.com>' } }),
  ],
  ['robot', 'an answer to a ticket [FM-67]', sent({ to: ['Acme <reply+abcdef123@tickets.example>'] })],
  ['robot', 'a program as Sender', received({ sender: 'notifications@crm.example' })],
  ['auto-reply', "Notes' absence note", received({ subject: 'Bob Ray/Rayworks/X is out of the office.' })],
  [
    'auto-reply',
    'an absence note of the user',
    sent({ from: [`Mia Meyer <${ME}>`], subject: 'Mia Meyer is out of the office.' }),
  ],
  ['auto-reply', 'RFC 3834', received({ signals: { 'auto-submitted': 'auto-replied' } })],
  ['auto-reply', "Exchange's auto-generated", received({ signals: { 'auto-submitted': 'auto-generated; type=x' } })],
  ['auto-reply', 'X-Autoreply', received({ signals: { 'x-autoreply': 'yes' } })],
  ['auto-reply', 'X-Autorespond', received({ signals: { 'x-autorespond': 'Away' } })],
  ['auto-reply', 'Precedence: auto_reply', received({ signals: { precedence: 'auto_reply' } })],
  ['auto-reply', 'an empty return path', received({ signals: { 'return-path': '<>' } })],
  [
    'auto-reply',
    'a read receipt',
    received({ signals: { 'content-type': 'multipart/report; report-type=disposition-notification' } }),
  ],
  ...[
    'Automatic reply: Lunch',
    'Out of Office: Lunch',
    'Automatische Antwort: Lunch',
    'Abwesenheitsnotiz',
    'Réponse automatique : Lunch',
    'Respuesta automática: Lunch',
    'Risposta automatica: Lunch',
    'Automatisch antwoord: Lunch',
    'Automatiskt svar: Lunch',
    'Autosvar: Lunch',
    'Automaattinen vastaus: Lunch',
    'Resposta automática: Lunch',
    'Odpowiedź automatyczna: Lunch',
    'Автоматический ответ: Lunch',
    '自動返信: Lunch',
    '自动答复: Lunch',
  ].map((subject): [SkipReason, string, MessageFact] => [
    'auto-reply',
    `${subject}, in answer to something`,
    received({ ...answer, subject }),
  ]),
  ['newsletter', 'List-Unsubscribe', received({ signals: { 'list-unsubscribe': '<https://n.example>' } })],
  [
    'newsletter',
    'a campaign with a list id',
    received({ signals: { 'list-id': '<c1.mcsv.example>', 'list-unsubscribe': '<https://n.example>' } }),
  ],
  [
    'newsletter',
    'a campaign that poses as an answer',
    received({ ...answer, signals: { 'list-id': '<c1.mcsv.example>', 'list-unsubscribe': '<https://n.example>' } }),
  ],
  ['newsletter', 'Precedence: bulk', received({ signals: { precedence: 'bulk' } })],
  ['newsletter', 'a feedback loop', received({ signals: { 'feedback-id': 'c1:u2:mail:sender' } })],
  ['newsletter', 'a campaign id', received({ signals: { 'x-campaign-id': '17' } })],
  ['newsletter', "the user's own campaign [FM-67]", sent({ signals: { 'list-unsubscribe': '<https://n.example>' } })],
  ['mailing-list', 'List-Id', received({ to: ['dev@x.example'], signals: { 'list-id': '<dev.x.example>' } })],
  [
    'mailing-list',
    'List-Post beats List-Unsubscribe',
    received({
      to: ['dev@x.example'],
      signals: { 'list-post': '<mailto:dev@x.example>', 'list-unsubscribe': '<https://n.example>' },
    }),
  ],
  ['mailing-list', 'Precedence: list', received({ signals: { precedence: 'list' } })],
  [
    'mailing-list',
    "a list that took the author's place",
    received({ from: ['Bob Ray via Dev <dev@x.example>'], to: ['dev@x.example'] }),
  ],
  ['mailing-list', 'a list as Sender', received({ to: ['dev@x.example'], sender: 'dev-bounces@x.example' })],
  [
    'mailing-list',
    'what the user wrote to a list [FM-67]',
    sent({ to: ['dev@googlegroups.com', 'support@x.example'] }),
  ],
  ['no-reply', 'a sender that reads no answers [FM-67]', received({ from: ['Bob Ray <noreply@x.example>'] })],
  ['no-reply', 'an answer to one', sent({ to: ['no-reply@x.example'] })],
  ['no-reply', 'one as Sender', received({ sender: 'no-reply@crm.example' })],
  ['role-address', 'a department', received({ from: ['Acme <support@x.example>'] })],
  ['role-address', 'a front door without a person', sent({ to: ['Acme GmbH <info@x.example>'] })],
  ['broadcast', 'more than twenty recipients [FM-66]', sent({ to: numbered(21) })],
  ['broadcast', 'recipients that were counted but capped [FM-66]', received({ recipientCount: 250_000 })],
  [
    'no-person',
    "an author whom the user's own group mailbox replaced",
    received({ from: ['Bob Ray via Me <alias@me.example>'], to: ['alias@me.example'] }),
  ],
  ['no-person', 'recipients in Bcc that are not kept', sent({ to: ['undisclosed-recipients:;'] })],
  ['no-person', 'no recipient at all [FM-65]', sent({ to: [] })],
];

describe('message rules', () => {
  it.each(SKIPPED)('%s: %s', (reason, _, fact) => {
    const judgement = judgeMessage(fact, { own });
    expect(judgement.verdict).toBe(reason);
    expect(judgement.interactions.filter(({ kind }) => isContact(kind))).toEqual([]);
  });

  it('each have an example here', () => {
    const shown = new Set(SKIPPED.map(([reason]) => reason));
    expect(MESSAGE_RULES.map(({ reason }) => reason).filter((reason) => !shown.has(reason))).toEqual([]);
  });
});

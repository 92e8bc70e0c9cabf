import { describe, expect, it } from 'vitest';
import type { MessageFact } from '../../domain/fact.ts';
import { readMessage } from './message.ts';
import type { MessageContext } from './message.ts';

const CONTEXT: MessageContext = { now: Date.UTC(2024, 5, 1), folder: null, flagged: [] };
const FULL = [
  'X-GM-THRID: 1700000000000000001',
  'X-Gmail-Labels: Archived,Sent,Opened',
  'Message-ID: <one.two@mail.example>',
  'In-Reply-To: Your message of "Mon" <zero@mail.example>',
  'References: <first@mail.example>',
  ' <zero@mail.example>',
  'Date: Mon, 6 Jan 2020 10:00:00 +0100',
  'From: Ana Lima <ana@one.example>',
  'Sender: Office <office@one.example>',
  'Reply-To: ana.lima@home.example',
  'To: Bob <bob@two.example>, Chloe <chloe@three.example>',
  'Cc: team:dan@four.example,eve@five.example;',
  'Bcc: fay@six.example',
  'Subject: =?utf-8?Q?Lisbon_in_spring=3F?=',
  'List-Id: Team',
  ' <team.one.example>',
  'List-Id: second',
  'X-Mailer: ' + 'x'.repeat(3000),
  'X-Private: not kept',
  '',
].join('\r\n');

function read(header: string | Buffer, context: Partial<MessageContext> & { envelope?: string } = {}) {
  const { envelope = '', ...rest } = context;
  const part = { envelope, header: Buffer.from(header), headerTruncated: false, headerCut: false, calendarPart: false };
  return readMessage(part, { ...CONTEXT, ...rest });
}
function message(header: string, context: Parameters<typeof read>[1] = {}): MessageFact {
  const fact = read(header, context);
  if (fact.type !== 'message') throw new Error(`read as ${fact.reason}`);
  return fact;
}

describe('a header block', () => {
  it('becomes a fact with everything the contract names, and nothing else', () => {
    const { id, signals, ...fact } = message(FULL);
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(fact).toEqual({
      type: 'message',
      messageId: 'one.two@mail.example',
      inReplyTo: 'zero@mail.example',
      references: ['first@mail.example', 'zero@mail.example'],
      threadId: '1700000000000000001',
      at: Date.UTC(2020, 0, 6, 9),
      placements: ['sent'],
      from: [{ name: 'Ana Lima', address: 'ana@one.example' }],
      sender: { name: 'Office', address: 'office@one.example' },
      replyTo: [{ name: '', address: 'ana.lima@home.example' }],
      to: [
        { name: 'Bob', address: 'bob@two.example' },
        { name: 'Chloe', address: 'chloe@three.example' },
      ],
      cc: [
        { name: '', address: 'dan@four.example' },
        { name: '', address: 'eve@five.example' },
      ],
      bcc: [{ name: '', address: 'fay@six.example' }],
      recipientCount: 5,
      subject: 'Lisbon in spring?',
      hasCalendarPart: false,
    });
    expect(signals).toEqual({ 'list-id': 'Team <team.one.example>', 'x-mailer': 'x'.repeat(1000) });
  });

  it('has no sender of its own when Sender repeats From', () => {
    expect(message(FULL.replace('Office <office@one.example>', 'ANA@one.example')).sender).toBeNull();
  });

  it('says null and empty for what is not there', () => {
    const fact = message('From: ana@one.example\nDate: 6 Jan 2020 10:00:00 +0000\n');
    expect(fact).toMatchObject({ messageId: null, inReplyTo: null, references: [], threadId: null, subject: '' });
    expect(fact).toMatchObject({ placements: ['unknown'], recipientCount: 0, signals: {} });
  });
});

describe('[FM-70] the id', () => {
  it('is the same for the same message in another archive, whatever headers that one adds or folds', () => {
    const copy = FULL.replace(
      /^X-GM.*\r\n.*\r\n/,
      'X-GM-MSGID: 5\r\nReceived: by mx.example; Tue, 7 Jan 2020 10:00:00 +0000\r\n',
    );
    expect(message(copy.replace('Message-ID: ', 'Message-Id:\r\n ')).id).toBe(message(FULL).id);
  });

  it('comes from date, sender, recipients and subject when there is no Message-ID', () => {
    const without = FULL.replace(/Message-ID: .*\r\n/, '');
    const id = message(without).id;
    expect(message(without.replace('X-GM-THRID', 'X-Other')).id).toBe(id);
    expect(message(without.replace(', Chloe', ',\r\n Chloe')).id).toBe(id);
    expect(message(without.replace('Lisbon', 'Porto')).id).not.toBe(id);
    expect(message(without.replace('6 Jan', '7 Jan')).id).not.toBe(id);
    expect(message(FULL.replace(/Message-ID: .*\r\n/, 'Message-ID: <>\r\n')).id).toBe(id);
  });
});

describe('placement', () => {
  it('by Gmail labels goes before the folder name; the folder helps where labels say nothing', () => {
    expect(message(FULL, { folder: 'Inbox' }).placements).toEqual(['sent']);
    expect(message(FULL.replace('Archived,Sent,Opened', 'Opened'), { folder: 'Sent' }).placements).toEqual(['sent']);
    expect(message(FULL.replace(/X-Gmail.*\r\n/, ''), { folder: 'Gesendet' }).placements).toEqual(['sent']);
    expect(message(FULL.replace(/X-Gmail.*\r\n/, ''), { folder: 'Projects' }).placements).toEqual(['unknown']);
  });

  it('[FM-13] of mail to oneself is both sent and received', () => {
    expect(message(FULL.replace('Archived,Sent,Opened', 'Inbox,Sent')).placements).toEqual(['received', 'sent']);
  });
});

describe('what can not be read', () => {
  it('[FM-65] without From is unreadable, except in Sent', () => {
    const received = FULL.replace(/From: .*\r\n/, '').replace('Archived,Sent', 'Inbox');
    expect(read(received)).toMatchObject({ type: 'unreadable', reason: 'unreadable' });
    expect(message(FULL.replace(/From: .*\r\n/, '')).from).toEqual([]);
  });

  it('[FM-65] with two Froms keeps both, and credits neither alone', () => {
    const two = FULL.replace('From: Ana', 'From: Bob <bob@two.example>\r\nFrom: Ana');
    expect(message(two).from.map((mailbox) => mailbox.address)).toEqual(['bob@two.example', 'ana@one.example']);
  });

  it('[FM-64] without a plausible date is undated, keeping its id', () => {
    const undated = read(FULL.replace('6 Jan 2020', '6 Jan 2099'));
    expect(undated).toEqual({ type: 'unreadable', id: message(FULL).id, reason: 'undated' });
    expect(
      message(FULL.replace('6 Jan 2020', '6 Jan 2099'), { envelope: 'From 1@xxx Mon Jan 06 10:00:00 +0000 2020' }).at,
    ).toBe(Date.UTC(2020, 0, 6, 10));
  });

  it('cut off inside the header block is unreadable; oversized without a sender is too large', () => {
    const part = {
      envelope: '',
      header: Buffer.from(FULL),
      headerTruncated: false,
      headerCut: true,
      calendarPart: false,
    };
    expect(readMessage(part, CONTEXT)).toMatchObject({ type: 'unreadable', reason: 'unreadable' });
    const large = { ...part, header: Buffer.from('X-Junk: x\n'), headerTruncated: true, headerCut: false };
    expect(readMessage(large, CONTEXT)).toMatchObject({ type: 'unreadable', reason: 'too-large' });
  });

  it.each([
    ['nothing', ''],
    ['NULs', '\0'.repeat(5000)],
    ['bytes', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))],
    ['colons', ':'.repeat(5000)],
  ])('%s is unreadable and does not throw', (_what, header) => {
    expect(read(header)).toMatchObject({ type: 'unreadable' });
  });
});

it('[FM-66] of a Cc with 5,000 addresses 2,000 are kept and all are counted', () => {
  const cc = Array.from({ length: 5000 }, (_, i) => `p${i}@one.example`).join(',\r\n ');
  const fact = message(FULL.replace('Cc: ', `Cc: ${cc}, `));
  expect(fact.cc).toHaveLength(2000);
  expect(fact.recipientCount).toBe(5005);
});

it('[FM-77] a subject brings no line breaks or control characters and at most 1,000 characters', () => {
  const subject = message(
    FULL.replace(/Subject: .*/, `Subject: =?utf-8?Q?a=0D=0ABcc:_x=00?= ${'s'.repeat(9000)}`),
  ).subject;
  expect(subject).toMatch(/^a Bcc: x s+$/);
  expect(subject).toHaveLength(1000);
});

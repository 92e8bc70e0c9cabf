import { describe, expect, it } from 'vitest';
import { isFromLine } from './from-line.ts';
import { createMboxSplitter, MAX_HEADER_BYTES, splitMbox } from './mbox.ts';
import type { MboxRecord } from './mbox.ts';

const FROM = 'From 1700000000000000001@xxx Mon Jan 06 10:00:00 +0000 2020';

async function split(bytes: Buffer, sizes: number[] = [bytes.length], base = 0) {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  const records = [];
  for await (const record of splitMbox(chunks, { base })) records.push(seen(record));
  return records;
}

function seen(record: MboxRecord) {
  return { ...record, header: Buffer.from(record.header).toString('latin1') };
}

const MULTIPART = [
  FROM,
  'Message-ID: <a@one.example>',
  'Content-Type: multipart/mixed;',
  ' boundary="outer"',
  '',
  '--outer',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain',
  '',
  'See you there.',
  '--inner',
  'content-type: TEXT/Calendar; method=REPLY',
  '',
  'BEGIN:VCALENDAR',
  '--inner--',
  '--outer--',
  '',
];
const PLAIN = [
  'From - Tue Feb  4 08:03:03 2020',
  'Message-ID: <b@one.example>',
  'Subject: two',
  ' words',
  '',
  'Body.',
  '',
];
const BODY_FROM = [
  'From who@one.example Wed Feb  5 08:03:03 2020',
  'Message-ID: <c@one.example>',
  '',
  'From here on things went wrong.',
  '',
  'From what I heard on Mon Jan 06 it was 2020.',
  'From 17@xxx Mon Jan 06 10:00:00 +0000 2020',
  '',
  'Content-Type: text/calendar',
  '',
];
const BARE = [FROM, 'Message-ID: <d@one.example>', '', ''];
const MAILBOX = [...MULTIPART, ...PLAIN, ...BODY_FROM, ...BARE];

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('an mbox with %s line ends', (_name, eol) => {
  const bytes = Buffer.from(MAILBOX.join(eol), 'latin1');

  it('comes apart into its messages, each with its header block, place and size', async () => {
    const records = await split(bytes);
    expect(records.map((record) => /<(.)@/.exec(record.header)?.[1])).toEqual(['a', 'b', 'c', 'd']);
    expect(records.map((record) => record.calendarPart)).toEqual([true, false, false, false]);
    expect(records.map((record) => record.headerCut || record.headerTruncated)).toEqual([false, false, false, false]);
    expect(records[1]?.envelope).toBe('From - Tue Feb  4 08:03:03 2020');
    expect(records[1]?.header).toBe(PLAIN.slice(1, 4).join(eol) + eol);
    expect(records.at(-1)?.next).toBe(bytes.length);
    for (const [i, record] of records.entries()) {
      expect(bytes.toString('latin1', record.offset, record.offset + 5)).toBe('From ');
      expect(record.bytes).toBe(record.next - record.offset);
      expect(record.offset).toBe(records[i - 1]?.next ?? 0);
    }
  });

  it('comes apart the same way however the stream is cut into chunks', async () => {
    const whole = await split(bytes);
    for (let cut = 1; cut < bytes.length; cut++) expect(await split(bytes, [cut, bytes.length])).toEqual(whole);
    for (const size of [1, 2, 3, 7, 64]) expect(await split(bytes, [size])).toEqual(whole);
  });

  it('can be read on from the offset of any message', async () => {
    const whole = await split(bytes);
    for (const [i, { offset }] of whole.entries()) {
      expect(await split(bytes.subarray(offset), [50], offset)).toEqual(whole.slice(i));
    }
  });
});

describe('From_ lines', () => {
  it.each([
    'From 1234567890@xxx Mon Jan 01 00:00:00 +0000 2020',
    'From ana@one.example Mon Jan  1 00:00:00 2020',
    'From - Mon Jan 01 00:00:00 2020',
    'From ???@??? Mon Jan 01 00:00:00 2020',
    'From ana@one.example  Mon Jan  1 00:00 2020',
    'From MAILER-DAEMON Fri Jul  8 12:08:34 CEST 2011',
    'From ana Fri Jul  8 12:08:34 MET DST 2011',
    'From ana@one.example Fri Jul  8 12:08:34 2011 +0200',
    'From ana Fri Jul  8 12:08:34 2011 remote from relay',
    'From "ana lima"@one.example Fri Jul  8 12:08:34 2011',
    'From ana@one.example Fri, 8 Jul 2011 12:08:34 +0200',
    'From ana@one.example 2011-07-08T12:08:34Z',
  ])('%s separates messages', (line) => expect(isFromLine(line)).toBe(true));

  it.each([
    'From here on it is easy',
    'From Monday to Friday',
    'From 2019 to 2020',
    'From ana@one.example',
    'From Mon Jan  1 00:00:00 2020 on, everything was different',
    'From: Ana <ana@one.example>',
    `From ${'x'.repeat(2000)} Mon Jan  1 00:00:00 2020`,
  ])('%.60s is text', (line) => expect(isFromLine(line)).toBe(false));
});

describe('damaged and hostile mail', () => {
  it('a mailbox cut inside a header block ends in a record that says so', async () => {
    const bytes = Buffer.from(MAILBOX.join('\n'));
    const whole = await split(bytes);
    const last = bytes.indexOf('Message-ID: <d@');
    for (let end = last; end < last + 20; end++) {
      const records = await split(bytes.subarray(0, end));
      expect(records.map((record) => record.headerCut)).toEqual([false, false, false, true]);
      expect(records.slice(0, 2)).toEqual(whole.slice(0, 2));
    }
  });

  it('[FM-24] [FM-66] a header block over the cap gives its beginning and says so; the next message is untouched', async () => {
    const huge = [
      FROM,
      'From: a@one.example',
      `Cc: ${'x@one.example,\r\n '.repeat(40_000)}z@one.example`,
      '',
      'Body',
      '',
    ];
    const records = await split(Buffer.from([...huge, ...PLAIN].join('\r\n')), [10_000]);
    expect(records.map((record) => record.headerTruncated)).toEqual([true, false]);
    expect(records[0]?.header.length).toBe(MAX_HEADER_BYTES);
    expect(records[1]?.header).toContain('<b@one.example>');
  });

  it('a header block in one endless line is capped as well', async () => {
    const records = await split(Buffer.from(`${FROM}\nSubject: ${'x'.repeat(600_000)}`), [50_000]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ headerTruncated: true });
  });

  it('text without any From_ line holds no message', async () => {
    expect(await split(Buffer.from('hello\n\nFrom me to you\n\n'))).toEqual([]);
    expect(await split(Buffer.alloc(0))).toEqual([]);
    expect(await split(Buffer.alloc(100_000))).toEqual([]);
  });

  it('blank lines before the first message are passed over', async () => {
    const records = await split(Buffer.from(`\r\n\n${PLAIN.join('\n')}`), [1]);
    expect(records.map((record) => record.offset)).toEqual([3]);
  });

  it('a calendar part is only seen as a part: not in plain text, not behind an unknown delimiter', async () => {
    const body = ['', '--other', 'Content-Type: text/calendar', '', 'x', ''];
    const plain = [FROM, 'Content-Type: text/plain', ...body];
    const multipart = [FROM, 'Content-Type: multipart/mixed; boundary=b', ...body];
    const whole = [FROM, 'Content-Type: text/calendar; method=REQUEST', ...body];
    const records = await split(Buffer.from([...plain, ...multipart, ...whole].join('\n')));
    expect(records.map((record) => record.calendarPart)).toEqual([false, false, true]);
  });
});

describe('memory', () => {
  it('[FM-24] stays under 2 MB over 200 MB of mail, attachments of any size included', async () => {
    const line = `${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx'}\r\n`;
    const part = '--b\r\nContent-Type: application/pdf\r\n\r\n';
    const body = Buffer.from(line.repeat(3400));
    const splitter = createMboxSplitter();
    let messages = 0;
    let bytes = 0;
    let held = 0;
    const push = (chunk: Buffer) => {
      messages += splitter.push(chunk).length;
      bytes += chunk.length;
      held = Math.max(held, splitter.held());
    };
    for (let i = 0; i < 40; i++) {
      const to = `To: ${'someone@one.example,\r\n '.repeat(i === 20 ? 20_000 : 5)}b@one.example`;
      push(Buffer.from(`${FROM}\r\n${to}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part}`));
      for (let block = 0; block < 20; block++) push(body);
      push(Buffer.from('\r\n--b--\r\n\r\n'));
    }
    messages += splitter.end().length;
    expect(bytes).toBeGreaterThan(200_000_000);
    expect(messages).toBe(40);
    expect(held).toBeLessThan(2_000_000);
  });
});

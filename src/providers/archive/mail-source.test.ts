import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RekindleError } from '../../domain/errors.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Cursor, Source } from '../../ports/source.ts';
import { discover } from './files.ts';
import { createMailSource } from './mail-source.ts';

const NOW = Date.UTC(2024, 5, 1);

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rekindle-mail-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content: string | Buffer): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
function headers(i: number): string {
  const day = String((i % 28) + 1).padStart(2, '0');
  return `Message-ID: <m${i}@one.example>\nDate: ${day} Jan 2020 10:00:00 +0000\nFrom: p${i}@one.example\nTo: me@two.example\nSubject: No ${i}\n`;
}
function mbox(count: number, from = 0): string {
  const messages = Array.from({ length: count }, (_, k) => {
    const i = from + k;
    return `From ${i}@xxx Mon Jan 06 10:00:00 +0000 2020\n${headers(i)}\n${`Body ${(i * 7919) % 10_007}\n`.repeat(i % 7)}\n`;
  });
  return messages.join('');
}
async function sourceOf(path: string, pageSize?: number): Promise<Source> {
  return createMailSource({ files: await discover(path), now: NOW, ...(pageSize === undefined ? {} : { pageSize }) });
}
async function onlyStream(source: Source): Promise<string> {
  const [stream, ...rest] = await source.streams();
  if (stream === undefined || rest.length > 0) throw new Error('not one stream');
  return stream.name;
}
/** Everything from a cursor on, with the cursor after each page. */
async function readAll(source: Source, stream: string, from: Cursor = null) {
  const facts: Fact[] = [];
  const cursors: string[] = [];
  for (let cursor = from, more = true; more;) {
    const page = await source.pull(stream, cursor);
    if (page.kind === 'expired') throw new Error('expired');
    facts.push(...page.facts);
    cursors.push(page.cursor);
    if (page.more) expect(page.cursor).not.toBe(cursor);
    ({ cursor, more } = page);
  }
  return { facts, cursors };
}
async function factsAt(path: string): Promise<Fact[]> {
  const source = await sourceOf(path);
  const { facts } = await readAll(source, await onlyStream(source));
  await source.close();
  return facts;
}
function subjects(facts: readonly Fact[]): string[] {
  return facts.map((fact) => (fact.type === 'message' ? fact.subject : fact.type));
}
const expected = (count: number) => Array.from({ length: count }, (_, i) => `No ${i}`);

describe.each<[string, (count: number) => string]>([
  ['an mbox', (count) => put('mail.mbox', mbox(count))],
  ['an mbox with CRLF', (count) => put('mail.mbox', mbox(count).replaceAll('\n', '\r\n'))],
  ['a compressed mbox', (count) => put('mail.mbox.gz', gzipSync(mbox(count)))],
  [
    'an mbox compressed in two members',
    (count) => put('mail.mbox.gz', Buffer.concat([gzipSync(mbox(3)), gzipSync(mbox(count - 3, 3))])),
  ],
  [
    'a folder of .eml files',
    (count) => {
      for (let i = 0; i < count; i++) put(`mail/${String(i).padStart(3, '0')}.eml`, `${headers(i)}\nBody\n`);
      return join(root, 'mail');
    },
  ],
  [
    'a maildir',
    (count) => {
      for (let i = 0; i < count; i++)
        put(`Maildir/${i < 10 ? '.A/cur' : 'cur'}/${String(i).padStart(3, '0')}:2,S`, `${headers(i)}\n`);
      return join(root, 'Maildir');
    },
  ],
])('%s', (_name, make) => {
  it('gives every message once, in order, over any page size', async () => {
    const path = make(23);
    for (const size of [1, 2, 5, 22, 23, 24, undefined]) {
      const source = await sourceOf(path, size);
      expect(subjects((await readAll(source, await onlyStream(source))).facts)).toEqual(expected(23));
      await source.close();
    }
  });

  it('[FM-10] goes on from any cursor in another process: what came before and what comes after is everything', async () => {
    const path = make(23);
    const source = await sourceOf(path, 2);
    const stream = await onlyStream(source);
    const { facts, cursors } = await readAll(source, stream);
    for (const [i, cursor] of cursors.entries()) {
      const other = await sourceOf(path, 7);
      const rest = await readAll(other, stream, cursor);
      expect(rest.facts).toEqual(facts.slice((i + 1) * 2));
      await other.close();
    }
    // The same source handed an old cursor: the same page again.
    const again = await source.pull(stream, cursors[3] ?? null);
    expect(again).toMatchObject({ kind: 'page', facts: facts.slice(8, 10), cursor: cursors[4] });
    await source.close();
    await source.close();
  });

  it('asked again at its end, has nothing more and stays where it is', async () => {
    const source = await sourceOf(make(3));
    const stream = await onlyStream(source);
    const end = (await readAll(source, stream)).cursors.at(-1) ?? null;
    expect(await source.pull(stream, end)).toMatchObject({ kind: 'page', facts: [], cursor: end, more: false });
    await source.close();
  });

  it('answers "expired" to a cursor it did not write', async () => {
    const source = await sourceOf(make(3));
    const stream = await onlyStream(source);
    const bad = [
      '',
      'x',
      '7',
      'null',
      '{}',
      '{"v":2,"offset":0,"count":0,"after":"x"}',
      '{"v":1,"offset":-1,"count":0}',
    ];
    for (const cursor of bad) expect(await source.pull(stream, cursor)).toEqual({ kind: 'expired' });
    await source.close();
  });

  it('tells how far it is', async () => {
    const source = await sourceOf(make(23), 5);
    const stream = await onlyStream(source);
    let last = 0;
    for (let cursor: Cursor = null, more = true; more;) {
      const page = await source.pull(stream, cursor);
      if (page.kind === 'expired' || page.progress === undefined) throw new Error('no progress');
      expect(page.progress.done).toBeGreaterThanOrEqual(last);
      last = page.progress.done / page.progress.total;
      ({ cursor, more } = page);
    }
    expect(last).toBe(1);
    await source.close();
  });
});

describe('cursors of an mbox', () => {
  it.each([['mail.mbox'], ['mail.mbox.gz']])(
    '%s: an offset inside a message or past the end is expired',
    async (name) => {
      const text = mbox(3);
      const source = await sourceOf(put(name, name.endsWith('.gz') ? gzipSync(text) : text));
      const stream = await onlyStream(source);
      const second = text.indexOf('From 1@xxx');
      for (let offset = 1; offset < text.length + 5; offset += 3) {
        const page = await source.pull(stream, JSON.stringify({ v: 1, offset, count: 1 }));
        const good = [second, text.indexOf('From 2@xxx'), text.length].includes(offset);
        expect(page.kind).toBe(good ? 'page' : 'expired');
      }
      await source.close();
    },
  );
});

describe('streams', () => {
  it('keep their name while the file is the same, wherever it lies, and change it when the file does', async () => {
    const name = async (path: string) => onlyStream(await sourceOf(path));
    const path = put('mail.mbox', mbox(5));
    const before = await name(path);
    expect(before).toMatch(/^mail\.mbox #/);
    renameSync(path, put('elsewhere/mail.mbox', ''));
    expect(await name(join(root, 'elsewhere/mail.mbox'))).toBe(before);
    expect(await name(put('mail.mbox', mbox(6)))).not.toBe(before);
    expect(await name(put('mail.mbox', mbox(5).replace('No 4', 'No 9')))).not.toBe(before);
    expect(await name(put('a/one.eml', headers(1)))).not.toBe(await name(put('b/one.eml', headers(2))));
  });

  it('are one for two copies of one file, and one for each different file', async () => {
    put('Takeout/a/Sent.mbox', mbox(3));
    put('Takeout/b/Sent.mbox', mbox(3));
    put('Takeout/c/Sent.mbox', mbox(4));
    put('Takeout/d/loose.eml', headers(9));
    const source = await sourceOf(join(root, 'Takeout'));
    const streams = await source.streams();
    expect(streams.map((stream) => stream.name.replace(/ #.*/, ''))).toEqual(['Takeout', 'Sent.mbox', 'Sent.mbox']);
    expect(new Set(streams.map((stream) => stream.name)).size).toBe(3);
    await expect(source.pull('no such stream', null)).rejects.toMatchObject({ code: 'not-found' });
    await source.close();
  });

  it('[FM-70] an overlapping archive of another kind gives the same ids for the same messages', async () => {
    put('eml/1.eml', `Received: by mx.example; Mon, 6 Jan 2020 10:00:00 +0000\n${headers(1)}\nBody`);
    put('eml/2.eml', `${headers(2)}`);
    const ids = (facts: readonly Fact[]) => facts.map((fact) => fact.id);
    expect(ids(await factsAt(put('some.mbox', mbox(3))))).toEqual(
      expect.arrayContaining(ids(await factsAt(join(root, 'eml')))),
    );
  });
});

describe('placements', () => {
  it('come from mbox names, maildir folders and maildir flags', async () => {
    for (const [name, i] of Object.entries({
      '.Sent/cur/a:2,S': 0,
      'cur/b:2,D': 1,
      '.Junk/new/c': 2,
      '.Work/cur/d:2,ST': 3,
    })) {
      put(`Maildir/${name}`, `${headers(i)}\n`);
    }
    const placements = Object.fromEntries(
      (await factsAt(join(root, 'Maildir'))).map((fact) => [
        fact.type === 'message' ? fact.subject : '',
        'placements' in fact && fact.placements,
      ]),
    );
    expect(placements).toEqual({
      'No 0': ['sent'],
      'No 1': ['draft', 'received'],
      'No 2': ['spam'],
      'No 3': ['trash'],
    });
    expect(await factsAt(put('Sent.mbox', mbox(1)))).toMatchObject([{ placements: ['sent'] }]);
  });
});

describe('damage', () => {
  it('an mbox cut in the middle of a message keeps what is whole: headers make it count, half headers do not', async () => {
    const text = mbox(7);
    const inBody = text.indexOf('Body', text.indexOf('No 6')) + 2;
    expect(subjects(await factsAt(put('a.mbox', text.slice(0, inBody))))).toEqual(expected(7));
    const inHeader = text.indexOf('To: me', text.indexOf('<m6@'));
    expect(subjects(await factsAt(put('b.mbox', text.slice(0, inHeader))))).toEqual([...expected(6), 'unreadable']);
  });

  it('a truncated .gz delivers what stood before the cut, then fails naming file, place and count, and so again', async () => {
    const text = mbox(4000);
    const gz = gzipSync(text);
    const path = put('cut.mbox.gz', gz.subarray(0, gz.length >> 1));
    const source = await sourceOf(path, 500);
    const stream = await onlyStream(source);
    const read: Fact[] = [];
    let cursor: Cursor = null;
    const pullOn = async () => {
      for (;;) {
        const page = await source.pull(stream, cursor);
        if (page.kind === 'expired') throw new Error('expired');
        read.push(...page.facts);
        expect(page.more).toBe(true);
        cursor = page.cursor;
      }
    };
    const error = await pullOn().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof RekindleError)) throw new Error('not a RekindleError');
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain(path);
    const [, place, count] =
      /cut off after (\d+) decompressed bytes; (\d+) messages before that were read/.exec(error.message) ?? [];
    expect(Number(count)).toBe(read.length);
    expect(read.length).toBeGreaterThan(500);
    // Only the message that the cut goes through is missing.
    expect(text.slice(0, Number(place)).split('@xxx').length - 2).toBe(read.length);
    expect(subjects(read)).toEqual(expected(read.length));
    await expect(source.pull(stream, cursor)).rejects.toMatchObject({ code: 'bad-input', message: error.message });
    await source.close();
  });

  it('a file that vanished is one unreadable message of its folder, not the end of it', async () => {
    for (let i = 0; i < 3; i++) put(`mail/${i}.eml`, headers(i));
    put('mail/3.eml', Buffer.alloc(50));
    const source = await sourceOf(join(root, 'mail'));
    const stream = await onlyStream(source);
    rmSync(join(root, 'mail/1.eml'));
    expect(subjects((await readAll(source, stream)).facts)).toEqual(['No 0', 'unreadable', 'No 2', 'unreadable']);
  });

  it('a page ends at about 8 MB of headers, however many messages it might hold', async () => {
    const large = `To: ${'someone@one.example, '.repeat(10_000)}x@one.example`;
    const text = Array.from(
      { length: 100 },
      (_, i) => `From ${i}@xxx Mon Jan 06 10:00:00 +0000 2020\n${headers(i)}X-Pad: ${large}\n\n\n`,
    );
    const source = await sourceOf(put('large.mbox', text.join('')));
    const page = await source.pull(await onlyStream(source), null);
    if (page.kind === 'expired') throw new Error('expired');
    expect(page.facts.length).toBe(Math.ceil((8 * 1024 * 1024) / (large.length + 120)));
    await source.close();
  });
});

it('[FM-24] an attachment in an .eml is not read to its end once the headers say all', async () => {
  const path = put('big.eml', `${headers(1)}Content-Type: text/plain\n\n${'x'.repeat(5_000_000)}`);
  expect(subjects(await factsAt(path))).toEqual(['No 1']);
  const invitation = `${headers(2)}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${'x\n'.repeat(500_000)}\n--b\nContent-Type: text/calendar\n\n--b--\n`;
  expect(await factsAt(put('invitation.eml', invitation))).toMatchObject([{ hasCalendarPart: true }]);
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RekindleError } from '../../domain/errors.ts';
import { discover, verifyFile } from './files.ts';

const MBOX = 'From a@one.example Mon Jan  6 10:00:00 2020\nFrom: a@one.example\n\nBody\n';
const EML = 'From: a@one.example\nDate: Mon, 6 Jan 2020 10:00:00 +0000\n\nBody\n';
const ICS = 'BEGIN:VCALENDAR\nEND:VCALENDAR\n';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rekindle-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content: string | Buffer): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
async function errorOf(work: Promise<unknown>): Promise<RekindleError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RekindleError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a file', () => {
  it('is known by its content, not by its name', async () => {
    expect(await discover(put('export.txt', MBOX))).toMatchObject([
      { kind: 'mbox', gzip: false, folder: 'export.txt' },
    ]);
    expect(await discover(put('Sent.mbox.gz', gzipSync(MBOX)))).toMatchObject([
      { kind: 'mbox', gzip: true, folder: 'Sent' },
    ]);
    expect(await discover(put('Sent.mbox/mbox', MBOX))).toMatchObject([{ kind: 'mbox', folder: 'Sent' }]);
    expect(await discover(put('one.eml', EML))).toMatchObject([{ kind: 'messages', files: [{ folder: null }] }]);
    expect(await discover(put('message', EML))).toMatchObject([{ kind: 'messages' }]);
    expect(await discover(put('cal.txt', ICS))).toMatchObject([{ kind: 'calendar', gzip: false }]);
    expect(await discover(put('broken.ics', 'BEGIN:VEVENT'))).toMatchObject([{ kind: 'calendar' }]);
    expect(await discover(put('cal.ics.gz', gzipSync(ICS)))).toMatchObject([{ kind: 'calendar', gzip: true }]);
  });

  it.each<[string, string | Buffer, RegExp, RegExp]>([
    ['empty.mbox', '', /is empty/, /again/],
    ['empty.mbox.gz', gzipSync(''), /empty or damaged/, /again/],
    ['junk.mbox', Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 251)), /neither mail/, /mbox/],
    ['letter.txt', 'From here on, all was well.\n\nReally.\n', /neither mail/, /mbox/],
    ['takeout.zip', 'PK\x03\x04xxxx', /zip archive/, /Unpack/],
    [
      'takeout.tgz',
      gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\x0000'), Buffer.alloc(248)])),
      /tar archive/,
      /Unpack/,
    ],
    ['mail.pst', '!BDNxxxx', /Outlook/, /Export/],
    ['one.eml.gz', gzipSync(EML), /single compressed message/, /Unpack/],
    ['junk.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]), /damaged/, /again/],
  ])('that is no archive (%s) is refused with its name and a way out', async (name, content, message, hint) => {
    const path = put(name, content);
    const error = await errorOf(discover(path));
    expect(error).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(error.message).toContain(path);
  });

  it('that does not exist is refused with its name', async () => {
    const path = join(root, 'nowhere.mbox');
    for (const work of [discover(path), verifyFile(path)]) {
      expect(await errorOf(work)).toMatchObject({
        code: 'bad-input',
        message: `${path}: there is no such file or folder.`,
      });
    }
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read is refused with its name', async () => {
    const path = put('mine.mbox', MBOX);
    chmodSync(path, 0o000);
    expect((await errorOf(discover(path))).message).toBe(`${path}: permission to read it was denied.`);
  });
});

describe('a folder', () => {
  it('of an unpacked Takeout gives its mailboxes and calendars; other files are passed over', async () => {
    put('Takeout/Mail/All mail.mbox', MBOX);
    put('Takeout/Mail/Settings/filters.json', '{}');
    put('Takeout/Calendar/Ana.ics', ICS);
    put('Takeout/archive_browser.html', '<html>');
    put('Takeout/Mail/empty.mbox', '');
    put('Takeout/old.zip', 'PK\x03\x04');
    const found = await discover(root);
    expect(found.map((file) => [file.kind, file.path.slice(root.length + 1)])).toEqual([
      ['calendar', 'Takeout/Calendar/Ana.ics'],
      ['mbox', 'Takeout/Mail/All mail.mbox'],
    ]);
  });

  it('of .eml files is one set of messages, however deep, sorted by name', async () => {
    for (const name of ['b.eml', 'a/z.EML', 'a/Sent/1.eml', 'c.txt']) put(name, EML);
    symlinkSync(root, join(root, 'loop'));
    const [found, ...rest] = await discover(root);
    expect(rest).toEqual([]);
    expect(found).toEqual({
      kind: 'messages',
      path: root,
      size: 3 * EML.length,
      files: [
        { name: 'a/Sent/1.eml', size: EML.length, folder: 'Sent' },
        { name: 'a/z.EML', size: EML.length, folder: 'a' },
        { name: 'b.eml', size: EML.length, folder: null },
      ],
    });
  });

  it('that is a maildir gives its messages with their folders, Maildir++ or plain', async () => {
    const names = [
      'cur/1:2,S',
      'new/2',
      'tmp/3',
      '.Sent/cur/4:2,S',
      '.Entw&APw-rfe/cur/5:2,D',
      '.Sent/dovecot.index',
      'cur/.keep',
    ];
    for (const name of names) put(`Mail/${name}`, EML);
    for (const name of ['cur/6', 'Sent/cur/7']) put(`Other/${name}`, EML);
    const [found] = await discover(root);
    if (found?.kind !== 'messages') throw new Error('no messages');
    expect(found.files.map(({ name, folder }) => [name, folder])).toEqual([
      ['Mail/.Entw&APw-rfe/cur/5:2,D', 'Entwürfe'],
      ['Mail/.Sent/cur/4:2,S', 'Sent'],
      ['Mail/cur/1:2,S', 'INBOX'],
      ['Mail/new/2', 'INBOX'],
      ['Other/Sent/cur/7', 'Sent'],
      ['Other/cur/6', 'Other'],
    ]);
    const [sent] = await discover(join(root, 'Mail', '.Sent'));
    expect(sent).toMatchObject({ kind: 'messages', files: [{ folder: 'Sent' }] });
    const [cur] = await discover(join(root, 'Mail', '.Sent', 'cur'));
    expect(cur).toMatchObject({ kind: 'messages', files: [{ folder: 'Sent' }] });
  });

  it('with nothing to import is refused, and told apart when it holds packed archives', async () => {
    expect((await errorOf(discover(root))).message).toBe(`${root}: there is no mail and no calendar in this folder.`);
    put('notes.txt', 'hello');
    expect((await errorOf(discover(root))).message).toContain('no mail');
    put('takeout-001.zip', 'PK\x03\x04');
    expect(await errorOf(discover(root))).toMatchObject({
      message: expect.stringContaining('packed'),
      hint: expect.stringContaining('Unpack'),
    });
  });
});

describe('verifying', () => {
  it('accepts whole files', async () => {
    await verifyFile(put('a.mbox', MBOX));
    await verifyFile(put('a.mbox.gz', gzipSync(MBOX)));
    await verifyFile(put('two.mbox.gz', Buffer.concat([gzipSync(MBOX), gzipSync(MBOX)])));
    await verifyFile(root);
  });

  it('refuses a compressed file that is cut off anywhere or garbled, and says how far it is good', async () => {
    const gz = gzipSync(
      Array.from({ length: 3000 }, (_, i) => MBOX.replace('Body', `Body ${(i * 7919) % 10_007}`)).join('\n'),
    );
    for (const end of [gz.length - 1, gz.length - 8, gz.length >> 1, 1000]) {
      const path = put('cut.mbox.gz', gz.subarray(0, end));
      const error = await errorOf(verifyFile(path));
      expect(error).toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(/damaged or cut off after \d+ decompressed bytes\.$/),
      });
      expect(error.message).toContain(path);
    }
    const headOnly = put('head.mbox.gz', gz.subarray(0, 12));
    expect((await errorOf(verifyFile(headOnly))).message).toContain(
      `${headOnly}: the compressed file is empty or damaged`,
    );
    const garbled = Buffer.from(gz);
    garbled.fill(0xff, gz.length >> 1, (gz.length >> 1) + 50);
    expect((await errorOf(verifyFile(put('bad.mbox.gz', garbled)))).code).toBe('bad-input');
  });
});

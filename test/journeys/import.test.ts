/** `rekindle import` on real files: what is good comes in once, what is bad gets one clear message and changes nothing. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ARCHIVE_END, archiveOfYears, letter, ME } from '../fixtures/archive.ts';
import { createWorkplace, type Outcome, type Workplace } from './command-line.ts';

const opened: Workplace[] = [];
const newWorkplace = () => {
  const place = createWorkplace();
  opened.push(place);
  return place;
};
afterAll(() => opened.forEach((place) => place.remove()));

interface Report {
  user: string;
  read: number;
  ledger: { stream: string; read: number; counted: number; skipped: Record<string, number> }[];
}
const reportOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;
const importJson = (place: Workplace, ...files: string[]) =>
  place.rekindle('import', ...files.map((name) => place.path(name)), '--me', ME, '--zone', 'Europe/Berlin', '--json');
const people = async (place: Workplace) =>
  JSON.parse((await place.rekindle('people', '--json', '--now', '2026-11-23T06:00:00Z')).stdout) as Record<
    string,
    unknown
  >[];
const total = ({ ledger }: Report) =>
  ledger.reduce((sum, { counted, skipped }) => sum + counted + Object.values(skipped).reduce((a, b) => a + b, 0), 0);

function calendar(...events: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
}
function meeting(uid: string, start: string, guest: string): string {
  const lines = [
    'BEGIN:VEVENT',
    `UID:${uid}@example.org`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${start}`,
    'DURATION:PT1H',
    'SUMMARY:Coffee',
  ];
  lines.push(
    `ORGANIZER:mailto:${ME}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${ME}`,
    `ATTENDEE;CN=Omar Haddad;PARTSTAT=ACCEPTED:mailto:${guest}`,
    'END:VEVENT',
  );
  return lines.join('\r\n');
}

describe('rekindle import', () => {
  it('reads an mbox, its gzip, single messages and a maildir alike, and adds up', async () => {
    const place = newWorkplace();
    const mbox = archiveOfYears();
    writeFileSync(place.path('all.mbox'), mbox);
    const first = reportOf(await importJson(place, 'all.mbox'));
    expect(first.ledger[0]!.skipped).toEqual({ newsletter: 100, 'never-answered': 1 });
    expect(total(first)).toBe(first.ledger[0]!.read);
    const before = await people(place);
    expect(before.map(({ name }) => name).sort()).toEqual(['Ines Costa', 'Nora Berg', 'Omar Haddad']);

    writeFileSync(place.path('all.mbox.gz'), gzipSync(mbox));
    for (const folder of ['eml', 'maildir/cur', 'maildir/new', 'maildir/tmp'])
      mkdirSync(place.path(folder), { recursive: true });
    const letters = mbox.split(/^From \d.*\n/m).slice(1);
    letters.forEach((text, i) => {
      writeFileSync(place.path(`eml/${i}.eml`), text);
      writeFileSync(place.path(`maildir/cur/${i}.host:2,S`), text);
    });
    for (const again of ['all.mbox', 'all.mbox.gz', 'eml', 'maildir']) {
      const report = reportOf(await importJson(place, again));
      expect(total(report)).toBe(report.ledger.reduce((sum, { read }) => sum + read, 0));
      expect(await people(place), again).toEqual(before);
    }
  }, 60_000);

  it('[FM-70] changes nothing when a grown, overlapping archive comes, but for what is new', async () => {
    const place = newWorkplace();
    const mbox = archiveOfYears();
    writeFileSync(place.path('a.mbox'), mbox);
    await importJson(place, 'a.mbox');
    const [before] = (await people(place)).filter(({ name }) => name === 'Nora Berg');
    const fresh = letter({
      id: 'fresh',
      at: ARCHIVE_END,
      from: ME,
      to: 'Nora Berg <nora@north.example>',
      subject: 'Coffee?',
    });
    writeFileSync(place.path('b.mbox'), fresh + mbox);
    const report = reportOf(await importJson(place, 'b.mbox'));
    expect(report.ledger.find(({ stream }) => stream.startsWith('b.mbox'))).toMatchObject({ counted: 1 });
    const [after] = (await people(place)).filter(({ name }) => name === 'Nora Berg');
    expect(after).toMatchObject({ mailsOut: (before!['mailsOut'] as number) + 1, mailsIn: before!['mailsIn'] });
  }, 30_000);

  it("counts a meeting once, whoever's calendar it is in, and drops one that was cancelled later [FM-50]", async () => {
    const place = newWorkplace();
    writeFileSync(place.path('all.mbox'), archiveOfYears());
    writeFileSync(
      place.path('one.ics'),
      calendar(
        meeting('a', '20261001T090000Z', 'omar@atlas.example'),
        meeting('b', '20261002T090000Z', 'omar@atlas.example'),
      ),
    );
    writeFileSync(place.path('two.ics'), calendar(meeting('a', '20261001T090000Z', 'omar@atlas.example')));
    await importJson(place, 'all.mbox', 'one.ics', 'two.ics');
    const meetingsWithOmar = async () => (await people(place)).find(({ name }) => name === 'Omar Haddad')!['meetings'];
    expect(await meetingsWithOmar()).toBe(2);
    const cancelled = meeting('b', '20261002T090000Z', 'omar@atlas.example').replace(
      'SUMMARY',
      'STATUS:CANCELLED\r\nSEQUENCE:1\r\nSUMMARY',
    );
    writeFileSync(place.path('later.ics'), calendar(cancelled));
    await importJson(place, 'later.ics');
    expect(await meetingsWithOmar()).toBe(1);
  }, 30_000);

  describe('with bad input says what is wrong and stores nothing', () => {
    const place = newWorkplace();
    const good = archiveOfYears();
    const gz = gzipSync(good);
    writeFileSync(place.path('good.mbox'), good);
    writeFileSync(place.path('empty.mbox'), '');
    writeFileSync(place.path('junk.mbox'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)));
    writeFileSync(place.path('cut.mbox.gz'), gz.subarray(0, gz.length / 2));
    writeFileSync(place.path('broken.ics'), 'BEGIN:VCARD\nEND:VCARD\n');
    mkdirSync(place.path('nothing'));

    const cases: [string, string[], RegExp, RegExp][] = [
      ['no such file', ['gone.mbox'], /gone\.mbox/, /./],
      ['an empty file', ['empty.mbox'], /empty\.mbox.*empty/, /./],
      ['binary junk', ['junk.mbox'], /junk\.mbox/, /mbox/],
      ['a gzip that was cut off', ['cut.mbox.gz'], /cut\.mbox\.gz.*(damaged|cut off)/, /again/],
      ['a calendar that is none, among good files', ['good.mbox', 'broken.ics'], /broken\.ics/, /./],
      ['a folder with nothing in it', ['nothing'], /nothing/, /./],
    ];
    it.each(cases)('%s', async (_, files, message, hint) => {
      const { code, stdout, stderr } = await importJson(place, ...files);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(hint);
      expect(stderr).not.toMatch(/bug|at .*\.ts:\d+/);
      expect((await place.rekindle('people')).stderr).toContain('nobody here yet');
    });

    it('an owner who is nowhere in the mail, naming who sends most', async () => {
      const { code, stderr } = await place.rekindle('import', place.path('good.mbox'), '--me', 'typo@example.com');
      expect(code).toBe(1);
      expect(stderr).toContain('typo@example.com neither sent nor received');
      expect(stderr).toContain(`${ME} (`);
    });

    it.each([
      ['no owner', [], /--me/],
      ['an owner that is no address', ['--me', 'mia'], /"mia" is not an email address/],
      ['a zone that is none', ['--me', ME, '--zone', 'Mars/Olympus'], /"Mars\/Olympus" is not a time zone/],
    ])('%s (wrong usage, exit code 2)', async (_, args, message) => {
      const { code, stderr } = await place.rekindle('import', place.path('good.mbox'), ...args);
      expect([code, message.test(stderr)]).toEqual([2, true]);
    });
  });

  describe('with damage inside a file counts what it can and names the rest', () => {
    it('an mbox cut in the middle of a message', async () => {
      const place = newWorkplace();
      const good = archiveOfYears();
      writeFileSync(place.path('cut.mbox'), good.slice(0, good.lastIndexOf('Subject:')));
      const report = reportOf(await importJson(place, 'cut.mbox'));
      expect(total(report)).toBe(report.ledger[0]!.read);
      expect(report.ledger[0]!.read).toBe(good.split(/^From \d/m).length - 1);
    });

    it('[FM-64] [FM-65] [FM-66] dates, encodings and address lists gone wrong', async () => {
      const place = newWorkplace();
      const at = ARCHIVE_END;
      const crowd = Array.from({ length: 5000 }, (_, i) => `p${i}@crowd.example`).join(',\n ');
      const odd = [
        letter({
          id: 'crowd',
          at,
          from: ME,
          to: 'Nora Berg <nora@north.example>',
          subject: 'All hands',
          headers: [`Cc: ${crowd}`],
        }),
        letter({ id: 'baddate', at, from: ME, to: 'Nora Berg <nora@north.example>', subject: 'When' }).replace(
          /^Date: .*$/m,
          'Date: 6/31/2005',
        ),
        letter({ id: 'future', at, from: ME, to: 'Nora Berg <nora@north.example>', subject: 'Later' }).replace(
          /^Date: .*$/m,
          'Date: Mon, 1 Jan 2099 00:00:00 +0000',
        ),
        letter({ id: 'group', at, from: ME, to: 'undisclosed-recipients:;', subject: 'Nobody' }),
        letter({ id: 'nofrom', at, from: ME, to: 'x@y.example', subject: 'x' })
          .replace(/^From: .*\n/m, '')
          .replace('Sent', 'Inbox'),
        letter({
          id: 'enc',
          at,
          from: `=?iso-8859-1?Q?Bj=F8rn_=C5s?= <bjorn@fjord.example>`,
          to: ME,
          subject: '=?utf-8?B?4pyTIG9r?=',
        }),
        letter({
          id: 'enc2',
          at: at + 1,
          from: ME,
          to: '=?iso-8859-1?Q?Bj=F8rn_=C5s?= <bjorn@fjord.example>',
          subject: '=?utf-9?X?broken?=',
        }),
      ];
      writeFileSync(
        place.path('odd.mbox'),
        Buffer.concat([
          Buffer.from(odd.join('')),
          Buffer.from(
            'From 9@xxx Mon Nov 16 09:00:00 +0000 2026\nSubject: \xff\xfe raw\nFrom: caf\xe9 <cafe@x.example>\nTo: mia@example.com\nDate: Mon, 16 Nov 2026 09:00:00 +0000\n\n',
            'latin1',
          ),
        ]),
      );
      const report = reportOf(await importJson(place, 'odd.mbox'));
      expect(report.ledger[0]).toMatchObject({ read: 8, skipped: { broadcast: 1, 'no-person': 1, unreadable: 1 } });
      expect(total(report)).toBe(8);
      const found = await people(place);
      expect(found.map(({ name }) => name).sort()).toEqual(['Bjørn Ås', 'Nora Berg']);
      for (const { lastContact } of found) expect(Date.parse(lastContact as string)).toBeLessThanOrEqual(at + 1000);
    });

    it('a broken event among good ones', async () => {
      const place = newWorkplace();
      const broken = 'BEGIN:VEVENT\r\nUID:broken@example.org\r\nDTSTART:99999999T999999\r\nSUMMARY:?\r\nEND:VEVENT';
      writeFileSync(place.path('some.ics'), calendar(meeting('a', '20261001T090000Z', 'omar@atlas.example'), broken));
      const report = reportOf(await importJson(place, 'some.ics'));
      expect(report.ledger[0]).toMatchObject({ read: 2, counted: 1 });
      expect(total(report)).toBe(2);
    });
  });

  it('[FM-100] stores no body, no description, no place: not one canary is in the database or in what is printed', async () => {
    const place = newWorkplace();
    const body = 'canary-in-the-body\n--x\nContent-Type: text/plain\n\ncanary-in-a-part';
    const texts = [
      letter({ id: 'a', at: ARCHIVE_END, from: ME, to: 'Nora Berg <nora@north.example>', subject: 'Lunch', body }),
      letter({
        id: 'b',
        at: ARCHIVE_END,
        from: 'Nora Berg <nora@north.example>',
        to: ME,
        subject: 'Re: Lunch',
        answers: 'a',
        body,
      }),
      letter({
        id: 'c',
        at: ARCHIVE_END,
        from: 'news@news.example',
        to: ME,
        subject: 'canary-in-news',
        headers: ['List-Unsubscribe: <https://n.example>'],
      }),
    ];
    writeFileSync(place.path('a.mbox'), texts.join(''));
    const secret =
      'DESCRIPTION:canary-in-description\r\nLOCATION:canary-in-location\r\nURL:https://canary.example\r\nSUMMARY';
    const shown = meeting('a', '20261001T090000Z', 'omar@atlas.example').replace('SUMMARY', secret);
    const hidden = meeting('p', '20261002T090000Z', 'omar@atlas.example').replace(
      'SUMMARY:Coffee',
      'CLASS:PRIVATE\r\nSUMMARY:canary-in-private',
    );
    writeFileSync(place.path('a.ics'), calendar(shown, hidden));
    const { stdout, stderr } = await importJson(place, 'a.mbox', 'a.ics');
    const printed = [stdout, stderr, (await place.rekindle('people')).stdout, (await place.rekindle('brief')).stdout];
    const stored = ['rekindle.db', 'rekindle.db-wal'].filter((name) => existsSync(place.path(name)));
    const bytes = stored.map((name) => readFileSync(place.path(name), 'latin1'));
    expect(bytes.join('')).toContain('nora@north.example');
    for (const text of [...printed, ...bytes]) expect(text).not.toMatch(/canary/i);
  });

  it('[FM-96] stops with a clear message on a full disk, keeps what was stored, and goes on when there is room', async () => {
    const place = newWorkplace();
    const many = Array.from({ length: 6000 }, (_, i) =>
      letter({
        id: `m${i}`,
        at: ARCHIVE_END - i * 3_600_000,
        from: ME,
        to: `P${i % 300} Person <p${i % 300}@people.example>`,
        subject: `Note ${i}`,
      }),
    );
    writeFileSync(place.path('many.mbox'), many.join(''));
    const args = ['import', place.path('many.mbox'), '--me', ME, '--zone', 'UTC', '--json'];
    const full = await place.inProcess(`trap '' XFSZ; ulimit -f 1500`, ...args);
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/no room left|can't be opened/);
    expect(full.stderr).not.toMatch(/bug|at .*\.ts:\d+/);

    const report = reportOf(await place.rekindle(...args));
    expect(report.ledger[0]).toMatchObject({ read: 6000, counted: 6000, skipped: {} });
    expect(report.read).toBeLessThan(6000);
  }, 60_000);
});

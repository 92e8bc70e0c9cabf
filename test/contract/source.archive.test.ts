import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { createCalendarSource } from '../../src/providers/archive/calendar-source.ts';
import { discover } from '../../src/providers/archive/files.ts';
import { createMailSource } from '../../src/providers/archive/mail-source.ts';
import { ARCHIVE_END, letter, ME } from '../fixtures/archive.ts';
import { describeSource } from './source.ts';

const NOW = Date.UTC(2026, 10, 23);
const folder = mkdtempSync(join(tmpdir(), 'rekindle-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const letters = Array.from({ length: 7 }, (_, i) =>
  letter({ id: `m${i}`, at: ARCHIVE_END - i * 3_600_000, from: ME, to: `p${i}@example.org`, subject: `Note ${i}` }),
);
writeFileSync(join(folder, 'all.mbox'), letters.join(''));
writeFileSync(join(folder, 'all.mbox.gz'), gzipSync(letters.join('')));
mkdirSync(join(folder, 'eml'));
letters.forEach((text, i) => writeFileSync(join(folder, 'eml', `${i}.eml`), text.replace(/^From .*\n/, '')));
const event = [
  'BEGIN:VEVENT',
  'UID:weekly@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART:20260907T090000Z',
  'DURATION:PT1H',
  'RRULE:FREQ=WEEKLY;COUNT=7',
  'END:VEVENT',
];
const calendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...event, 'END:VCALENDAR', ''];
writeFileSync(join(folder, 'weekly.ics'), calendar.join('\r\n'));

for (const name of ['all.mbox', 'all.mbox.gz', 'eml']) {
  describeSource(name, async () =>
    createMailSource({ files: await discover(join(folder, name)), now: NOW, pageSize: 2 }),
  );
}
describeSource('an .ics file', () =>
  createCalendarSource({
    files: [{ path: join(folder, 'weekly.ics'), name: 'weekly.ics' }],
    now: NOW,
    zone: 'UTC',
    me: new Set([ME]),
    pageSize: 2,
  }),
);

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../domain/fact.ts';
import { DAY } from '../../domain/time.ts';
import type { Cursor, Source } from '../../ports/source.ts';
import { expandCalendar } from './calendar-expand.ts';
import { ME, calendar, vevent } from './calendar.fixture.ts';
import { type CalendarSourceOptions, createCalendarSource, verifyCalendar } from './calendar-source.ts';

const NOW = Date.UTC(2024, 5, 1);
const ZONE = 'Europe/Berlin';
const SAMPLE = calendar(
  vevent('UID:a@example.com', 'DTSTART:20240506T100000Z', 'RRULE:FREQ=DAILY;COUNT=9'),
  vevent('UID:b@example.com', 'SUMMARY:no start'),
  vevent('UID:c@example.com', 'DTSTART:20240507T100000', `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${ME}`),
  vevent('UID:d@example.com', 'DTSTART:20240508T100000Z', 'RRULE:FREQ=WEEKLY'),
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-source-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: Uint8Array | string): Promise<{ path: string; name: string }> {
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, name };
}

function open(files: { path: string; name: string }[], options: Partial<CalendarSourceOptions> = {}): Source {
  return createCalendarSource({ files, now: NOW, zone: ZONE, me: new Set([ME]), ...options });
}

async function onlyStream(source: Source): Promise<string> {
  const streams = await source.streams();
  expect(streams).toHaveLength(1);
  return streams[0]!.name;
}

async function page(source: Source, stream: string, cursor: Cursor) {
  const result = await source.pull(stream, cursor);
  if (result.kind !== 'page') throw new Error(`unexpected ${result.kind}`);
  return result;
}

async function readAll(
  source: Source,
  stream: string,
  from: Cursor = null,
): Promise<{ facts: Fact[]; cursor: string }> {
  const facts: Fact[] = [];
  let cursor = from;
  for (;;) {
    const result = await page(source, stream, cursor);
    facts.push(...result.facts);
    expect(result.cursor === cursor && result.more).toBe(false);
    cursor = result.cursor;
    if (!result.more) return { facts, cursor };
  }
}

function expected(): Fact[] {
  const { events, unreadable } = expandCalendar(SAMPLE, { now: NOW, defaultZone: ZONE, me: new Set([ME]) });
  return [...unreadable, ...events];
}

describe('streams', () => {
  it('are named after the file and its content', async () => {
    const source = open([
      await file('work.ics', SAMPLE),
      await file('again.ics', calendar()),
      await file('work.ics.gz', gzipSync(SAMPLE)),
    ]);
    const names = (await source.streams()).map(({ name }) => name);
    expect(names).toEqual([expect.stringMatching(/^work-[0-9a-f]{8}$/), expect.stringMatching(/^again-[0-9a-f]{8}$/)]);
    expect(await source.streams()).toEqual(names.map((name) => ({ name, kind: 'calendar' })));
  });

  it('a newer export of the same calendar is another stream', async () => {
    const before = await onlyStream(open([await file('export.ics', SAMPLE)]));
    const after = await onlyStream(open([await file('export.ics', SAMPLE.replace('no start', 'still none'))]));
    expect(after).not.toBe(before);
  });
});

describe('pages', () => {
  it('in any split, stopped and resumed anywhere, give the same facts', async () => {
    const files = [await file('pages.ics', SAMPLE)];
    const all = expected();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (sizes, reopen) => {
          const facts: Fact[] = [];
          let cursor: Cursor = null;
          let source = open(files, { pageSize: sizes[0]! });
          const stream = await onlyStream(source);
          for (let turn = 0, more = true; more; turn += 1) {
            if (reopen) source = open(files, { pageSize: sizes[turn % sizes.length]!, now: NOW + turn * 1000 });
            const result = await page(source, stream, cursor);
            facts.push(...result.facts);
            ({ cursor, more } = result);
          }
          expect(facts).toEqual(all);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('[FM-45] asked for again, as after a failed write, are the same', async () => {
    const source = open([await file('again.ics', SAMPLE)], { pageSize: 4 });
    const stream = await onlyStream(source);
    const first = await page(source, stream, null);
    const second = await page(source, stream, first.cursor);
    expect(await page(source, stream, first.cursor)).toEqual(second);
    expect(await page(source, stream, null)).toEqual(first);
    expect([...first.facts, ...second.facts]).toEqual(expected().slice(0, 8));
  });

  it('report progress in events of the file', async () => {
    const source = open([await file('progress.ics', SAMPLE)]);
    const { progress } = await page(source, await onlyStream(source), null);
    expect(progress).toEqual({ done: 4, total: 4, unit: 'items' });
  });

  it('of an empty calendar end at once', async () => {
    const source = open([await file('empty-calendar.ics', calendar())]);
    expect(await readAll(source, await onlyStream(source))).toMatchObject({ facts: [] });
  });

  it('can be read after close, which may be called twice', async () => {
    const source = open([await file('closed.ics', SAMPLE)], { pageSize: 5 });
    const stream = await onlyStream(source);
    const first = await page(source, stream, null);
    await source.close();
    await source.close();
    const rest = await readAll(source, stream, first.cursor);
    expect([...first.facts, ...rest.facts]).toEqual(expected());
  });
});

describe('a cursor', () => {
  it.each(['', 'x', '7', 'null', '{}', '{"v":2,"next":0,"now":0,"settings":"","complete":false}', '{"v":1,"next":-1}'])(
    '[FM-43] that is not ours (%j) is expired, never guessed at',
    async (cursor) => {
      const source = open([await file('cursor.ics', SAMPLE)]);
      expect(await source.pull(await onlyStream(source), cursor)).toEqual({ kind: 'expired' });
    },
  );

  it('[FM-54] at the end holds for the day and is expired when the window has rolled on', async () => {
    const files = [await file('window.ics', SAMPLE)];
    const source = open(files);
    const stream = await onlyStream(source);
    const { facts, cursor } = await readAll(source, stream);
    expect(await page(open(files, { now: NOW + DAY - 1 }), stream, cursor)).toMatchObject({ facts: [], more: false });
    const later = open(files, { now: NOW + 8 * DAY });
    expect(await later.pull(stream, cursor)).toEqual({ kind: 'expired' });
    const again = await readAll(later, stream);
    expect(again.facts.length).toBe(facts.length + 1);
    const ids = new Set(again.facts.map((fact) => fact.type === 'event' && fact.id));
    for (const fact of facts) if (fact.type === 'event') expect(ids).toContain(fact.id);
  });

  it('is expired when the zone or the own addresses have changed', async () => {
    const files = [await file('settings.ics', SAMPLE)];
    const source = open(files);
    const stream = await onlyStream(source);
    const { cursor } = await readAll(source, stream);
    expect(await open(files, { zone: 'Asia/Tokyo' }).pull(stream, cursor)).toEqual({ kind: 'expired' });
    expect(await open(files, { me: new Set(['i@example.com']) }).pull(stream, cursor)).toEqual({ kind: 'expired' });
  });
});

describe('a file that cannot be read', () => {
  const cases = (): [name: string, content: Uint8Array | string | null, message: RegExp][] => [
    ['missing.ics', null, /no such file/],
    ['empty.ics', '', /is empty/],
    ['empty.ics.gz', gzipSync(''), /is empty/],
    ['page.ics', '<html>BEGIN:VCALENDAR?</html>', /no BEGIN:VCALENDAR/],
    ['junk.ics', Buffer.from([0, 1, 2, 250, 251, 252]), /no BEGIN:VCALENDAR/],
    ['cut.ics.gz', gzipSync(SAMPLE).subarray(0, 60), /cut off gzip/],
    ['bomb.ics.gz', gzipSync(Buffer.alloc(101 * 1024 * 1024, 0x20)), /more than 100 MB/],
  ];

  it.each(cases())('%s is refused by name, with a way out', async (name, content, message) => {
    const path = join(folder, name);
    if (content !== null) await file(name, content);
    const error: unknown = await verifyCalendar(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(String(error)).toContain(path);
    await expect(open([{ path, name }]).streams()).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('a folder is refused', async () => {
    await expect(verifyCalendar(folder)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/folder/),
    });
  });

  it.each([
    ['plain.ics', SAMPLE],
    ['packed.ics.gz', gzipSync(SAMPLE)],
    ['marked.ics', `\uFEFF${SAMPLE}`],
    ['wide.ics', Buffer.from(`\uFEFF${SAMPLE}`, 'utf16le')],
    ['loose.ics', `\r\n\r\n${SAMPLE.replace('BEGIN:VCALENDAR', 'begin:vcalendar')}`],
  ])('%s is accepted', async (name, content) => {
    const { path } = await file(name, content);
    await expect(verifyCalendar(path)).resolves.toBeUndefined();
    const source = open([{ path, name }]);
    expect((await readAll(source, await onlyStream(source))).facts).toEqual(expected());
  });

  it('that changes between two pages is noticed', async () => {
    const files = [await file('changing.ics', SAMPLE)];
    const source = open(files, { pageSize: 4 });
    const stream = await onlyStream(source);
    await file('changing.ics', calendar());
    await expect(source.pull(stream, null)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/changed/),
    });
  });

  it('a stream nobody listed is not found', async () => {
    await expect(open([]).pull('other-00000000', null)).rejects.toMatchObject({ code: 'not-found' });
  });
});

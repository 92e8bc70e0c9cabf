import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../domain/time.ts';
import { backtest, type BacktestOptions } from './backtest.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-backtest-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const START = Date.UTC(2025, 0, 1);
const when = (day: number) => new Date(START + day * DAY).toISOString().replace('.000Z', 'Z');
/** Ana writes to one contact every two days and to the others more rarely; they answer a day later. */
const LINES = Array.from({ length: 150 }, (_, i) => {
  const contact = ['ben', 'chi', 'dev', 'eva', 'fay'].find((_name, rank) => i % 2 ** (5 - rank) === 0) ?? 'gus';
  return [`${when(2 * i)},ana,${contact},email`, `${when(2 * i + 1)},${contact},ana;"hal, the second",call`];
}).flat();
const HEADER = 'at,from,to,kind';
const QUOTED = LINES.map((line) => line.replace('ana;"hal, the second"', '"ana;hal, the second"'));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(options: Partial<BacktestOptions>): Promise<string> {
  let text = '';
  const defaults = { events: file('log.csv', [HEADER, ...QUOTED].join('\n')), splits: ['2025-07-01'], horizon: 28 };
  await backtest({ ...defaults, ...options }, { write: (part) => (text += part), progress: () => undefined });
  return text;
}

async function failure(
  options: Partial<BacktestOptions>,
): Promise<{ code: string; message: string; hint: string | null }> {
  try {
    await run(options);
  } catch (error) {
    return error as { code: string; message: string; hint: string | null };
  }
  throw new Error('did not fail');
}

describe('rekindle backtest', () => {
  it('prints both questions with the model and every baseline', async () => {
    const text = await run({ me: 'ana' });
    expect(text).toContain('Whom will the user contact?');
    for (const name of ['rekindle', 'random', 'recency', 'count', 'active_days', 'decay_30d', 'interactions_rank']) {
      expect(text).toMatch(new RegExp(`^  ${name} +\\d\\.\\d{3} `, 'm'));
    }
  });

  it('prints figures as JSON', async () => {
    const result = JSON.parse(await run({ me: 'ana', json: true })) as Record<string, unknown>;
    expect(result).toMatchObject({ events: 300, egos: 1, splits: ['2025-07-01'], horizonDays: 28 });
  });

  it('writes the scores of every candidate, with splits as they were given and fields quoted where needed', async () => {
    const scores = join(folder, 'scores.csv');
    await run({ everyEgo: true, scores, splits: ['2025-07-01', '2025-05-01T00:00:00Z'] });
    const lines = readFileSync(scores, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('ego,split,contact,contact_next,reactivate,suggest,trust,gap_ratio');
    expect(lines.filter((line) => line.startsWith('ana,2025-05-01T00:00:00Z,'))).toHaveLength(6);
    expect(lines.some((line) => line.startsWith('ben,2025-07-01,"hal, the second",'))).toBe(true);
    for (const line of lines.slice(1)) {
      expect(line).toMatch(/,0\.\d{6},(0\.\d{6})?,\d+\.\d{6},\d{1,3},(\d+\.\d{4})?$/);
    }
  });

  it('reads gzip, Windows line ends, a byte order mark, minutes and any order, with the same scores', async () => {
    const lines = QUOTED.map((line, i) => `${line.replace('email', 'mail')},${i % 2 ? '' : 0}`).reverse();
    const events = file('log.csv.gz', gzipSync(`\uFEFF${HEADER},minutes\r\n${lines.join('\r\n')}\r\n`));
    const [one, other] = [join(folder, 'one.csv'), join(folder, 'other.csv')];
    await run({ everyEgo: true, scores: one });
    await run({ events, everyEgo: true, scores: other });
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(one, 'utf8'));
  });

  it('takes the people to look at from a file, and says how many of them are unknown', async () => {
    const egos = file('egos.txt', 'ana\r\nnobody\n\n');
    expect(await run({ egos })).toContain('1 of the ids');
  });

  it('says when the log ends before the horizon', async () => {
    expect(await run({ me: 'ana', splits: ['2025-10-20'] })).toContain('outcomes are incomplete');
  });
});

describe('bad input to rekindle backtest is named with a way out', () => {
  it.each<[string, Partial<BacktestOptions>, string, RegExp]>([
    ['no view', {}, 'usage', /exactly one of/],
    ['two views', { me: 'ana', everyEgo: true }, 'usage', /exactly one of/],
    ['a split that is no date', { me: 'ana', splits: ['last May'] }, 'usage', /"last May"/],
    ['a date that does not exist', { me: 'ana', splits: ['2025-13-01'] }, 'usage', /"2025-13-01"/],
    ['no split', { me: 'ana', splits: ['  '] }, 'usage', /names no date/],
    ['a split before the log', { me: 'ana', splits: ['2024-01-01'] }, 'bad-input', /2024-01-01 is outside/],
    ['a split after the log', { me: 'ana', splits: ['2027-01-01'] }, 'bad-input', /2027-01-01 is outside/],
    ['a horizon of nothing', { me: 'ana', horizon: 0 }, 'usage', /--horizon/],
    ['an unknown person', { me: 'anna' }, 'bad-input', /"anna" does not appear/],
    ['no such file', { me: 'ana', events: '/nowhere/log.csv' }, 'bad-input', /no file \/nowhere\/log.csv/],
    ['no such list of people', { egos: '/nowhere/egos.txt' }, 'bad-input', /no file \/nowhere\/egos.txt/],
    ['a folder', { me: 'ana', events: tmpdir() }, 'bad-input', /is a folder/],
    ['scores that can not be written', { me: 'ana', scores: '/nowhere/scores.csv' }, 'bad-input', /can't be written/],
  ])('%s', async (_name, options, code, message) => {
    expect(await failure(options)).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['an empty file', '', /is empty/],
    ['only a header', `${HEADER}\n`, /no events/],
    ['another header', 'date,sender,recipient\n', /"date,sender,recipient"/],
    ['binary junk', Buffer.from([0, 1, 2, 255, 254, 10, 0, 7]), /no interaction log/],
    ['a line cut short', `${HEADER}\n${LINES[0]}\n2025-01-01T00:00:00Z,ana\n`, /^Line 3 .* 2 fields/],
    ['a broken date', `${HEADER}\nyesterday,ana,ben,email\n`, /^Line 2 .*"yesterday"/],
    ['an unknown kind', `${HEADER}\n${when(1)},ana,ben,fax\n`, /^Line 2 .*"fax"/],
    ['nobody who sends', `${HEADER}\n${when(1)},,ben,email\n`, /^Line 2 .*"from"/],
    ['nobody but oneself in to', `${HEADER}\n${when(1)},ana,ana,email\n`, /^Line 2 .*"to"/],
    ['negative minutes', `${HEADER},minutes\n${when(1)},ana,ben,meeting,-5\n`, /^Line 2 .*"-5"/],
    ['a truncated gzip', gzipSync([HEADER, ...QUOTED].join('\n')).subarray(0, 900), /cut off/],
    ['a damaged gzip', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(200, 7)]), /damaged/],
  ])('%s', async (name, content, message) => {
    const events = file(`${name}.csv`, content);
    expect(await failure({ me: 'ana', events })).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(new RegExp(message.source.replace('^Line', 'Line'))) as string,
    });
  });

  it('suggests ids that look like the one asked for, or those who send most', async () => {
    expect((await failure({ me: 'AN' })).hint).toContain('ana');
    expect((await failure({ me: 'Ana' })).hint).toBe('Did you mean ana?');
  });
});

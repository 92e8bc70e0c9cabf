/** `rekindle backtest` on a log and on the user's own imported mail. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOfYears, ME } from '../fixtures/archive.ts';
import { createWorkplace } from './command-line.ts';

const place = createWorkplace();
afterAll(() => place.remove());

/** Ann writes to twelve people, each in a rhythm of their own; they answer. */
function log(): string {
  const lines: string[] = [];
  for (let who = 1; who <= 12; who += 1) {
    for (let day = who; day < 700; day += 3 * who) {
      const at = Date.UTC(2024, 0, 1, 9) + day * 86_400_000;
      lines.push(
        `${new Date(at).toISOString()},ann,p${who},email`,
        `${new Date(at + 7_200_000).toISOString()},p${who},ann,email`,
      );
    }
  }
  return ['at,from,to,kind', ...lines.sort()].join('\n');
}

describe('rekindle backtest', () => {
  beforeAll(() => writeFileSync(place.path('log.csv.gz'), gzipSync(log())));
  const run = (...args: string[]) =>
    place.rekindle(
      'backtest',
      '--events',
      place.path('log.csv.gz'),
      '--splits',
      '2025-03-01,2025-06-01',
      '--horizon',
      '28',
      ...args,
    );

  it('prints figures for the model and every baseline, and writes the scores in the documented columns', async () => {
    const { code, stdout, stderr } = await run('--me', 'ann', '--json', '--scores', place.path('scores.csv'));
    expect([code, stderr]).toEqual([0, '']);
    const text = JSON.stringify(JSON.parse(stdout));
    for (const name of ['random', 'recency', 'count', 'active_days', 'decay_30d', 'interactions_rank'])
      expect(text).toContain(name);
    const [header, ...rows] = readFileSync(place.path('scores.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('ego,split,contact,contact_next,reactivate,suggest,trust,gap_ratio');
    expect(rows).toHaveLength(24);
    for (const row of rows) {
      const [ego, , , next] = row.split(',');
      expect([ego, Number(next) >= 0 && Number(next) <= 1]).toEqual(['ann', true]);
    }
  });

  it('runs on the mail of an account, and says in words how well it would have done or that it is too early to say', async () => {
    writeFileSync(place.path('all.mbox'), archiveOfYears());
    await place.rekindle('import', place.path('all.mbox'), '--me', ME, '--zone', 'Europe/Berlin');
    const own = await place.rekindle(
      'backtest',
      '--account',
      ME,
      '--splits',
      '2026-03-01,2026-06-01',
      '--horizon',
      '28',
    );
    expect([own.code, own.stderr]).toEqual([0, '']);
    expect(own.stdout).toContain('too little history');
    expect(own.stdout).toContain('interactions_rank');
  });

  it('refuses what makes no sense, with exit code 2', async () => {
    const wrong = [['--me', 'ann', '--every-ego'], [], ['--account', ME]];
    for (const args of wrong) expect((await run(...args)).code, args.join(' ')).toBe(2);
    expect((await place.rekindle('backtest', '--splits', '2025-03-01', '--horizon', '28')).code).toBe(2);
    expect((await run('--me', 'nobody')).code).toBe(1);
  });
});

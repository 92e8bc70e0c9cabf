/** What a user says about a person stays said, bends the score, and can be taken back. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveOfYears, ME } from '../fixtures/archive.ts';
import { createWorkplace } from './command-line.ts';

const place = createWorkplace();
beforeAll(async () => {
  writeFileSync(place.path('all.mbox'), archiveOfYears());
  await place.rekindle('import', place.path('all.mbox'), '--me', ME, '--zone', 'Europe/Berlin');
}, 30_000);
afterAll(() => place.remove());

const trustOfNora = async () => {
  const people = JSON.parse((await place.rekindle('people', '--json')).stdout) as { name: string; trust: number }[];
  return people.find(({ name }) => name === 'Nora Berg')!.trust;
};

it('a correction moves the score the way it was meant, a second one replaces the first, and reset takes it back', async () => {
  const seen = await trustOfNora();
  const after: Record<string, number> = {};
  for (const what of ['closer', 'less', 'family', 'reset']) {
    const { code, stdout } = await place.rekindle('correct', 'nora@north.example', what);
    expect([code, stdout]).toEqual([0, expect.stringContaining('nora@north.example')]);
    after[what] = await trustOfNora();
  }
  expect(after['closer']).toBeGreaterThan(seen);
  expect(after['less']).toBeLessThan(seen);
  expect(after['family']).toBeGreaterThanOrEqual(seen);
  expect(after['reset']).toBe(seen);
});

it('a correction survives a rebuild', async () => {
  await place.rekindle('correct', 'nora@north.example', 'less');
  const less = await trustOfNora();
  await place.rekindle('rebuild');
  expect(await trustOfNora()).toBe(less);
  await place.rekindle('correct', 'nora@north.example', 'reset');
});

it('a word that means nothing is wrong usage', async () => {
  expect((await place.rekindle('correct', 'nora@north.example', 'besties')).code).toBe(2);
});

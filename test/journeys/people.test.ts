/** From an archive to people and a briefing, on the command line: what is shown, decided, merged and rebuilt. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOfYears, letter, ME, ARCHIVE_END } from '../fixtures/archive.ts';
import { createWorkplace } from './command-line.ts';

const NOW = '2026-11-16T12:00:00Z';
const place = createWorkplace();
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await place.rekindle(...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as unknown;
};
interface Person {
  name: string;
  email: string;
  addresses: string[];
  trust: number;
  parts: Record<string, number>;
  rhythm: number | null;
  band: string;
  lastContact: string;
  muted: boolean;
}
interface Briefing {
  suggestions: { n: number; name: string; email: string; trust: number; reason: string; facts: string[] }[];
  waiting: unknown[];
  meeting: { email: string }[];
  circle: { size: number; of: number; change: number };
  ledger: { read: number; counted: number; skipped: Record<string, number> }[];
}
const people = async () => (await json('people', '--json', '--now', NOW)) as Person[];
const brief = async () => (await json('brief', '--format', 'json', '--now', NOW)) as Briefing;
const named = (list: Person[], name: string) => list.find((person) => person.name === name);

beforeAll(async () => {
  const alias = [
    letter({
      id: 'ask',
      at: ARCHIVE_END - 9e8,
      from: ME,
      to: 'Omar Haddad <omar@atlas.example>',
      subject: 'New number?',
    }),
    letter({
      id: 'answer',
      at: ARCHIVE_END - 8e8,
      from: 'Omar Haddad <omar.haddad@home.example>',
      to: ME,
      subject: 'Re: New number?',
      answers: 'ask',
    }),
  ];
  writeFileSync(place.path('all.mbox'), archiveOfYears() + alias.join(''));
  const soon = [
    'DTSTART:20261118T130000Z',
    'DURATION:PT1H',
    'SUMMARY:Lunch',
    `ORGANIZER:mailto:${ME}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${ME}`,
  ];
  const event = [
    'BEGIN:VEVENT',
    'UID:lunch@example.org',
    'DTSTAMP:20261101T000000Z',
    ...soon,
    'ATTENDEE;CN=Ines Costa;PARTSTAT=ACCEPTED:mailto:ines@porto.example',
    'END:VEVENT',
  ];
  writeFileSync(
    place.path('lunch.ics'),
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...event, 'END:VCALENDAR', ''].join('\r\n'),
  );
  const { code, stderr } = await place.rekindle(
    'import',
    place.path('all.mbox'),
    place.path('lunch.ics'),
    '--me',
    ME,
    '--zone',
    'Europe/Berlin',
  );
  expect([code, stderr]).toEqual([0, '']);
}, 30_000);
afterAll(() => place.remove());

describe('rekindle people', () => {
  it('shows people with trust, its six parts, rhythm and last contact; never a newsletter or a stranger', async () => {
    const list = await people();
    expect(list.map(({ name }) => name).sort()).toEqual(['Ines Costa', 'Nora Berg', 'Omar Haddad']);
    const nora = named(list, 'Nora Berg')!;
    expect(Object.keys(nora.parts).sort()).toEqual([
      'consistency',
      'currency',
      'depth',
      'reciprocity',
      'responsiveness',
      'tenure',
    ]);
    for (const part of Object.values(nora.parts)) expect(part >= 0 && part <= 1).toBe(true);
    expect(nora.rhythm).toBeGreaterThan(8);
    expect(nora.rhythm).toBeLessThan(12);
    expect(nora.lastContact.slice(0, 10)).toBe('2026-08-28');
    expect(list.map(({ trust }) => trust)).toEqual(list.map(({ trust }) => trust).toSorted((a, b) => b - a));
  });

  it('joins the addresses of one person on evidence, and takes it back when told', async () => {
    expect(named(await people(), 'Omar Haddad')!.addresses.toSorted()).toEqual([
      'omar.haddad@home.example',
      'omar@atlas.example',
    ]);
    const joined = named(await people(), 'Omar Haddad')!.addresses[0]!;
    const [moved] = ['omar@atlas.example', 'omar.haddad@home.example'].filter((address) => address !== joined);
    for (const address of [moved!, joined]) await place.rekindle('split', address);
    expect(
      (await people()).filter(({ name }) => name === 'Omar Haddad').every(({ addresses }) => addresses.length === 1),
    ).toBe(true);
    const { stdout } = await place.rekindle('merge', 'omar.haddad@home.example', 'omar@atlas.example');
    expect(stdout).toContain('one person now');
    expect(named(await people(), 'Omar Haddad')!.addresses).toHaveLength(2);
  });

  it('prints a table for people, and as many as asked', async () => {
    const { stdout } = await place.rekindle('people', '--limit', '1', '--now', NOW);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});

interface Portrait {
  name: string;
  trust: { now: number; before: number; change: number };
  circle: { isIn: boolean };
  parts: { part: string; now: number; change: number }[];
  rhythm: { days: number };
  gapRatio: number;
  contact: { probability: number; words: string };
  account: Record<'pattern' | 'break' | 'stateOfPlay' | 'whyNow', string>;
  reason: string;
  addresses: { address: string; joinedBy: { at: string; reason: string } | null }[];
}

describe('rekindle people --explain', () => {
  const explain = async (who: string, now = NOW) =>
    (await json('people', '--explain', who, '--json', '--now', now)) as Portrait;

  it('tells pattern, break, state of play and why now, with the facts they stand on', async () => {
    const { code, stdout } = await place.rekindle('people', '--explain', 'nora', '--now', NOW);
    expect(code).toBe(0);
    for (const line of [
      /^Nora Berg <nora@north\.example>$/m,
      /Pattern +You and Nora wrote about every ten days for 22 months\.$/m,
      /Break +Nothing since 28 August \(80 days\)\.$/m,
      /State of play +Nora answered last, on 28 August; nothing is open since\.$/m,
      /Why now +The silence is 8\.0 times your usual gap/m,
      /^ +67 mails from you, 67 from Nora$/m,
      /An answer if you write +about 19 in 20$/m,
    ]) {
      expect(stdout).toMatch(line);
    }
    expect(stdout).not.toMatch(/NaN|undefined|null/);
  });

  it('says what moved in a week, and agrees with what was said a week ago', async () => {
    const [now, then] = [await explain('Nora Berg'), await explain('Nora Berg', '2026-11-09T12:00:00Z')];
    expect(now.trust).toEqual({ now: now.trust.now, before: then.trust.now, change: now.trust.now - then.trust.now });
    expect(now.trust.change).toBeLessThan(0);
    expect(now.parts.map(({ part, now: value, change }) => [part, value - change])).toEqual(
      then.parts.map(({ part, now: value }) => [part, value]),
    );
    expect(named(await people(), 'Nora Berg')!.trust).toBe(now.trust.now);
  });

  it('names the addresses of one person with the evidence that joins them', async () => {
    const { addresses } = await explain('omar.haddad@home.example');
    expect(addresses.map(({ address }) => address).toSorted()).toEqual([
      'omar.haddad@home.example',
      'omar@atlas.example',
    ]);
    for (const { joinedBy } of addresses) expect(joinedBy?.reason).toMatch(/answered from .* went to .* alone/);
  });

  it('asks which one when several fit, and names the nearest when nobody does', async () => {
    const several = await place.rekindle('people', '--explain', 'example', '--now', NOW);
    expect([several.code, several.stdout]).toEqual([2, '']);
    for (const address of ['nora@north.example', 'ines@porto.example']) expect(several.stderr).toContain(address);
    const nobody = await place.rekindle('people', '--explain', 'Nroa Brg', '--now', NOW);
    expect([nobody.code, nobody.stdout]).toEqual([1, '']);
    expect(nobody.stderr).toContain('Nora Berg <nora@north.example>');
  });
});

describe('rekindle brief', () => {
  it('suggests who slipped out of rhythm, names who is met anyway, leaves the rest in peace', async () => {
    const { suggestions, meeting, circle, ledger } = await brief();
    expect(suggestions.map(({ name }) => name)).toEqual(['Nora Berg']);
    expect(suggestions[0]!.reason).toMatch(/Nora/);
    expect(suggestions[0]!.reason).toContain('28 August');
    expect(meeting.map(({ email }) => email)).toEqual(['ines@porto.example']);
    expect(circle.of).toBe(3);
    for (const { read, counted, skipped } of ledger)
      expect(counted + Object.values(skipped).reduce((a, b) => a + b, 0)).toBe(read);
  });

  it('says the same as text, HTML and mail', async () => {
    for (const format of ['text', 'html', 'eml']) {
      const { code, stdout } = await place.rekindle('brief', '--format', format, '--now', NOW);
      expect([code, stdout.includes('Nora Berg')]).toEqual([0, true]);
    }
  });

  it('is the same whenever it is asked about the same moment', async () => {
    const first = await brief();
    await place.rekindle('brief', '--now', '2025-06-01');
    expect(await brief()).toEqual(first);
  });

  it('knew nothing before there was evidence', async () => {
    const early = (await json('brief', '--format', 'json', '--now', '2020-01-01')) as Briefing;
    expect([early.suggestions, early.circle.of]).toEqual([[], 0]);
  });

  it('never names who was muted, until that is taken back', async () => {
    await place.rekindle('mute', 'nora@north.example');
    expect(named(await people(), 'Nora Berg')!.muted).toBe(true);
    // As of a moment after the muting.
    const later = (await json('brief', '--format', 'json')) as Briefing;
    expect(later.suggestions.map(({ name }) => name)).not.toContain('Nora Berg');
    await place.rekindle('mute', 'nora@north.example', '--off');
    expect(named(await people(), 'Nora Berg')!.muted).toBe(false);
  });
});

describe('the other commands', () => {
  it('rebuild gives every score again', async () => {
    const before = await people();
    const { code, stdout } = await place.rekindle('rebuild');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`of ${ME}`)]);
    expect(await people()).toEqual(before);
  });

  it('doctor finds nothing wrong here', async () => {
    const { code, stdout } = await place.rekindle('doctor');
    expect([code, stdout.match(/^ok /gm)?.length]).toEqual([0, 4]);
  });

  it.each(['sync', 'reply', 'export', 'forget', 'delete'])(
    '%s says that it is not available yet, with exit code 1',
    async (name) => {
      const { code, stderr } = await place.rekindle(name);
      expect([code, stderr]).toEqual([1, `rekindle: "rekindle ${name}" is not available yet.\n`]);
    },
  );

  it('every command has --help; wrong usage is exit code 2 and says where help is', async () => {
    const { code, stdout } = await place.rekindle('--help');
    expect(code).toBe(0);
    for (const name of [
      'serve',
      'import',
      'sync',
      'people',
      'brief',
      'reply',
      'backtest',
      'rebuild',
      'doctor',
      'export',
      'forget',
      'delete',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      expect((await place.rekindle(name, '--help')).code).toBe(0);
    }
    for (const wrong of [
      ['nonsense'],
      ['brief', '--format', 'pdf'],
      ['people', '--limit', '0'],
      ['brief', '--now', 'soon'],
      ['mute'],
    ]) {
      const outcome = await place.rekindle(...wrong);
      expect([outcome.code, outcome.stdout]).toEqual([2, '']);
      expect(outcome.stderr).toMatch(/^rekindle: /);
    }
  });

  it('name who is not known', async () => {
    expect(await place.rekindle('mute', 'nobody@example.org')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nobody@example.org'),
    });
    expect(await place.rekindle('people', '--user', 'nobody@example.org')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(ME),
    });
  });
});

/**
 * `npm run bench`: what must stay fast, as ratios within one run.
 *
 * - Import against its floor: the same file streamed and split with nothing done to the messages.
 * - Peak memory of an import, at one and at ten times the size.
 * - One new message and the score of its person, with 1,000 to 1,000,000 interactions stored.
 * - Everybody's score from scratch, and one more interaction, without storage.
 */
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../src/adapters/libsql/open.ts';
import { createEvidenceStore } from '../../src/adapters/prisma/evidence-store.ts';
import { createPeopleStore } from '../../src/adapters/prisma/people-store.ts';
import { localDayIn } from '../../src/domain/time.ts';
import type { AddressRecord, ItemWrite } from '../../src/ports/evidence-store.ts';
import { splitMbox } from '../../src/providers/archive/mbox.ts';
import { readTie } from '../../src/trust/read.ts';
import { foldTies } from '../../src/trust/roster.ts';
import { writeMailbox } from './mailbox.ts';
import { measureTrust } from './trust.ts';

const NOW = Date.UTC(2026, 10, 23);
/** As scripts/rekindle.mjs starts it. */
const NURSERY = '--max-semi-space-size=8';
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'rekindle-bench-'));
const say = (text: string) => process.stdout.write(`${text}\n`);
const fixed = (n: number, digits = 0) =>
  n.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

const benches: Record<string, () => Promise<void>> = {
  import: benchImport,
  memory: benchMemory,
  rescore: benchRescore,
  trust: benchTrust,
};
const asked = process.argv.slice(2);
try {
  for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench();
} finally {
  rmSync(folder, { recursive: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function importFile(path: string): Promise<{ seconds: number; bytes: number; peakMB: number }> {
  const { stdout } = await run(process.execPath, [NURSERY, 'test/bench/import.ts', path], { maxBuffer: 1e6 });
  return JSON.parse(stdout) as { seconds: number; bytes: number; peakMB: number };
}

async function benchImport(): Promise<void> {
  say('\nImport against its floor (the file streamed and split, nothing done)');
  say('mailbox                       floor s   import s   ratio   messages/s    MB/s');
  for (const [messages, bodyBytes] of [
    [20_000, 0],
    [20_000, 8_000],
    [4_000, 100_000],
  ] as const) {
    const path = join(folder, `import-${bodyBytes}.mbox`);
    await writeMailbox(path, messages, bodyBytes);
    const megabytes = statSync(path).size / 1e6;
    let found = 0;
    const floor = await timed(async () => {
      for await (const _record of splitMbox(createReadStream(path, { highWaterMark: 1 << 20 }))) found += 1;
    });
    if (found !== messages) throw new Error(`split ${found} of ${messages}`);
    const { seconds } = await importFile(path);
    const name = `${fixed(messages)} × ${fixed(bodyBytes / 1000)} kB (${fixed(megabytes)} MB)`.padEnd(28);
    const figures = [
      fixed(floor, 2).padStart(8),
      fixed(seconds, 2).padStart(10),
      fixed(seconds / floor, 1).padStart(7),
    ];
    say(
      [name, ...figures, fixed(messages / seconds).padStart(12), fixed(megabytes / seconds, 1).padStart(7)].join(' '),
    );
  }
}

async function benchMemory(): Promise<void> {
  say('\nPeak memory of an import (resident, whole process)');
  for (const times of [1, 10]) {
    const path = join(folder, `memory-${times}.mbox`);
    await writeMailbox(path, 4_000 * times, 50_000);
    const { bytes, peakMB } = await importFile(path);
    say(`${fixed(4_000 * times).padStart(7)} messages, ${fixed(bytes / 1e6).padStart(6)} MB: ${fixed(peakMB)} MB`);
  }
}

async function benchRescore(): Promise<void> {
  say('\nOne new message, stored and its person scored again');
  say('interactions stored     people   median ms   ratio to smallest');
  let smallest = 0;
  for (const stored of [1_000, 10_000, 100_000, 1_000_000]) {
    const people = Math.max(20, stored / 50);
    const milliseconds = await medianRescore(stored, people);
    smallest ||= milliseconds;
    say(
      `${fixed(stored).padStart(19)} ${fixed(people).padStart(10)} ${fixed(milliseconds, 2).padStart(11)} ${fixed(milliseconds / smallest, 2).padStart(19)}`,
    );
  }
}

async function benchTrust(): Promise<void> {
  say('\nEverybody scored from scratch, and one more interaction (no storage)');
  say('interactions     people    fold s    read s   heap MB   one more µs   of');
  for (const [interactions, people] of [
    [100_000, 2_000],
    [1_000_000, 20_000],
  ] as const) {
    const cost = measureTrust(interactions, people);
    const figures = [
      fixed(cost.interactions).padStart(12),
      fixed(people).padStart(10),
      fixed(cost.foldSeconds, 2).padStart(9),
      fixed(cost.readSeconds, 2).padStart(9),
      fixed(cost.heapMB).padStart(9),
      fixed(cost.oneMoreMicroseconds, 1).padStart(13),
      `  ${fixed(cost.most)} interactions`,
    ];
    say(figures.join(' '));
  }
}

async function medianRescore(stored: number, people: number): Promise<number> {
  const db = await openDatabase(
    `file:${join(folder, `rescore-${stored}.db`)}`,
    new URL('../../prisma/migrations/', import.meta.url),
    NOW,
  );
  const [evidence, store] = [createEvidenceStore(db), createPeopleStore(db)];
  const user = { id: 'u', name: 'Mia', email: 'mia@example.com', zone: 'Europe/Berlin', locale: 'en' };
  await store.saveUser(user, NOW);
  const account = await store.openAccount(user.id, 'archive', user.email, NOW);
  let stream = await evidence.openStream(user.id, account, 'bench', 'mail', NOW);
  const met = new Set<number>();
  const commit = async (first: number, count: number) => {
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    const fresh = [...new Set(numbers.map((n) => n % people))].filter((n) => !met.has(n));
    for (const n of fresh) met.add(n);
    const writes = {
      touched: [],
      demoted: [],
      mailMerges: [],
      ownAddresses: [],
      ownerName: null,
      items: numbers.map((n) => item(n, people, stored)),
      addresses: fresh.map(address),
    };
    stream = await evidence.commit(
      stream,
      {
        ...writes,
        stream: { cursor: String(first + count), complete: false, restart: null, read: count, repeated: 0 },
      },
      NOW,
    );
  };
  for (let at = 0; at < stored; at += 5_000) await commit(at, Math.min(5_000, stored - at));
  await foldTies(store, user, NOW);

  const localDay = localDayIn(user.zone);
  const times: number[] = [];
  for (let i = 0; i < 41; i += 1) {
    times.push(
      await timed(async () => {
        await commit(stored + i, 1);
        const id = `p${(stored + i) % people}`;
        const tie = (await foldTies(store, user, NOW, [id])).get(id);
        if (!tie) throw new Error('nobody to score');
        readTie(tie, NOW, localDay);
      }),
    );
  }
  await db.close();
  return (times.sort((a, b) => a - b)[20] ?? 0) * 1000;
}

function item(n: number, people: number, stored: number): ItemWrite {
  const who = n % people;
  const kind = n % 2 === 0 ? 'mail_out' : 'mail_in';
  const at = NOW - 400 * 86_400_000 + Math.floor((n / (stored + 100)) * 400 * 86_400_000);
  const interaction = {
    evidenceKey: `e${n}`,
    address: `p${who}@example.org`,
    addressId: `a${who}`,
    kind,
    at,
    groupSize: 1,
  } as const;
  return {
    id: `i${n}`,
    verdict: 'counted',
    evidenceKey: `e${n}`,
    mergeKey: null,
    digest: `d${n}`,
    interactions: [
      { ...interaction, direct: true, minutes: 0, thread: `t${n >> 2}`, answers: null, subject: 'About it' },
    ],
  };
}

function address(n: number): AddressRecord {
  return {
    id: `a${n}`,
    personId: `p${n}`,
    address: `p${n}@example.org`,
    name: `Person ${n}`,
    nameRank: 2,
    nameAt: 1,
    kind: 'person',
  };
}

/** Scoring many people from scratch, and one more interaction of one of them: time and memory, without any storage. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Interaction } from '../../src/domain/evidence.ts';
import { DAY, HOUR, localDayIn } from '../../src/domain/time.ts';
import { emptyTie, fold, type TieState } from '../../src/trust/fold.ts';
import { readTie } from '../../src/trust/read.ts';
import { randomFrom } from '../../src/trust/resample.ts';

const NOW = Date.UTC(2026, 10, 23);
const YEARS = 10;
const localDay = localDayIn('Europe/Berlin');

export interface TrustCost {
  interactions: number;
  /** Interactions of the person who has most of them. */
  most: number;
  foldSeconds: number;
  readSeconds: number;
  /** What the folded states of everybody keep on the heap. */
  heapMB: number;
  /** Median for one more interaction of that person: folded and read. */
  oneMoreMicroseconds: number;
}

/** Folds about `interactions` of that many people, a few of whom have most of them, then reads everybody. */
export function measureTrust(interactions: number, people: number): TrustCost {
  const random = randomFrom('trust bench');
  const weights = Array.from({ length: people }, (_, n) => 1 / (n + 20));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const cost: TrustCost = {
    interactions: 0,
    most: 0,
    foldSeconds: 0,
    readSeconds: 0,
    heapMB: 0,
    oneMoreMicroseconds: 0,
  };
  const collect = collector();
  const before = collect();
  const ties: TieState[] = [];
  for (const weight of weights) {
    const count = Math.max(1, Math.round((interactions * weight) / total));
    const history = historyOf(ties.length, count, random);
    cost.foldSeconds += timed(() => {
      ties.push(history.reduce((state, interaction) => fold(state, interaction, localDay), emptyTie()));
    });
    cost.interactions += count;
    cost.most = Math.max(cost.most, count);
  }
  cost.heapMB = (collect() - before) / 1e6;

  let trust = 0;
  const pace = { silenceDays: 0, people };
  cost.readSeconds = timed(() => {
    for (const tie of ties) trust += readTie(tie, NOW, localDay, pace).reading.trust;
  });
  if (trust === 0) throw new Error('nobody is trusted');

  const busiest = ties[0] ?? emptyTie();
  const times = Array.from({ length: 2001 }, (_, i) => {
    const [next] = historyOf(0, 1, random);
    if (next === undefined) throw new Error('no interaction');
    const later = { ...next, evidenceKey: `later${i}`, at: NOW + i * HOUR };
    return timed(() => readTie(fold(busiest, later, localDay), later.at, localDay, pace));
  });
  cost.oneMoreMicroseconds = 1e6 * (times.sort((a, b) => a - b)[1000] ?? 0);
  return cost;
}

/** Mail in both directions and some meetings, alone and in groups, over ten years in order of time. */
function historyOf(person: number, count: number, random: () => number): Interaction[] {
  const moments = Array.from({ length: count }, () => NOW - Math.floor(random() * YEARS * 365 * DAY)).sort(
    (a, b) => a - b,
  );
  return moments.map((at, i): Interaction => {
    const draw = random();
    const kind = draw < 0.45 ? 'mail_out' : draw < 0.9 ? 'mail_in' : 'meeting';
    return {
      evidenceKey: `e${person}-${i}`,
      address: `p${person}@example.org`,
      kind,
      at,
      groupSize: random() < 0.6 ? 1 : 1 + Math.floor(random() * 12),
      direct: random() < 0.8,
      minutes: kind === 'meeting' ? 45 : 0,
      thread: `t${person}-${i >> 2}`,
      answers: null,
      subject: 'About it',
    };
  });
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** Bytes on the heap that are still in use. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}

/**
 * The driver of sync: pulls a page, judges, plans, commits rows and cursor together, and goes on. It decides nothing:
 * what a page means is `people/judge.ts`, what it changes is `plan.ts`. It may stop after any page; the next run, in
 * any process, goes on from the stored cursor.
 */
import { RekindleError } from '../domain/errors.ts';
import type { Fact } from '../domain/fact.ts';
import { displayName, foldName, normaliseAddress } from '../people/address.ts';
import { judgeEvent, judgeMessage, type Judgement } from '../people/judge.ts';
import { hashOf } from '../people/keys.ts';
import type { EvidenceStore, StreamState } from '../ports/evidence-store.ts';
import type { PullResult, Source } from '../ports/source.ts';
import { type Judged, itemIdOf, plan, question } from './plan.ts';

export interface SyncJob {
  userId: string;
  accountId: string;
  source: Source;
  store: EvidenceStore;
  /** Captured once per run, ms UTC. */
  now: number;
  /** Pages to commit before stopping; unlimited when left out. */
  maxPages?: number;
  /** Called after each commit. */
  onPage?: (progress: {
    stream: string;
    read: number;
    progress?: { done: number; total: number; unit: 'bytes' | 'items' };
  }) => void;
}

export interface SyncReport {
  /** Items read in this run. */
  read: number;
  /** Own addresses that were learned in this run. */
  ownAddresses: string[];
  /** False when the run stopped at `maxPages` with work left. */
  complete: boolean;
}

/**
 * Reads every stream of the source until nothing is left. A stream that was judged before all of the user's addresses
 * were known is read again from the start: judgements depend on who the user is. Throws what the source or the store
 * throws; everything committed before stays.
 */
export async function runSync(job: SyncJob): Promise<SyncReport> {
  const report: SyncReport = { read: 0, ownAddresses: [], complete: true };
  const streams = await job.source.streams();
  let pages = 0;

  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const pagesBefore = pages;
    for (const { name, kind } of streams) {
      let stream = await job.store.openStream(job.userId, job.accountId, name, kind, job.now);
      for (let more = true; more;) {
        if (pages >= (job.maxPages ?? Number.POSITIVE_INFINITY)) return { ...report, complete: false };
        const step = await syncPage(job, stream);
        pages += step.committed ? 1 : 0;
        report.read += step.read;
        report.ownAddresses.push(...step.ownAddresses);
        ({ stream, more } = step);
      }
    }
    if (pages === pagesBefore) break;
  }
  return report;
}

/** Each pass but the last learns an own address; a mailbox with more aliases than this is read again next time. */
const MAX_PASSES = 8;

interface Step {
  stream: StreamState;
  read: number;
  ownAddresses: string[];
  more: boolean;
  committed: boolean;
}

async function syncPage(job: SyncJob, stream: StreamState): Promise<Step> {
  const owner = await job.store.owner(job.userId);
  const isStale = stream.cursor !== null && stream.owned !== owner.addresses.size && stream.complete;
  let from = isStale ? null : stream.cursor;
  let pulled = await job.source.pull(stream.name, from);
  if (pulled.kind === 'expired') {
    from = null;
    pulled = await job.source.pull(stream.name, null);
    if (pulled.kind === 'expired')
      throw new RekindleError('bad-input', `${stream.name} can't be read from its beginning.`);
  }
  if (pulled.more && pulled.cursor === from) {
    throw new RekindleError('bad-input', `${stream.name} repeats one page for ever; reading stopped there.`, {
      hint: 'Everything before that page is stored. Report this together with the kind of file it is.',
    });
  }
  if (pulled.facts.length === 0 && pulled.cursor === stream.cursor && stream.complete === !pulled.more) {
    return { stream, read: 0, ownAddresses: [], more: pulled.more, committed: false };
  }

  const judged = pulled.facts.map((fact) => judgeFact(job.accountId, fact, owner.addresses));
  const known = await job.store.known(job.userId, question(judged));
  const restart = from === null ? { owned: owner.addresses.size } : null;
  const writes = plan(stream, judged, known, owner.addresses, {
    cursor: pulled.cursor,
    complete: !pulled.more,
    restart,
    ownerName: owner.name === '' ? ownerNameIn(pulled.facts, owner.addresses) : null,
  });
  const next = await job.store.commit(stream, writes, job.now);
  job.onPage?.(progressOf(stream.name, judged.length, pulled));
  return { stream: next, read: judged.length, ownAddresses: writes.ownAddresses, more: pulled.more, committed: true };
}

function progressOf(stream: string, read: number, { progress }: Extract<PullResult, { kind: 'page' }>) {
  return progress ? { stream, read, progress } : { stream, read };
}

/** How the user signs: the name in From of a message from an address known to be theirs. */
function ownerNameIn(facts: readonly Fact[], own: ReadonlySet<string>): string | null {
  for (const fact of facts) {
    const [from] = fact.type === 'message' ? fact.from : [];
    const address = from && normaliseAddress(from.address);
    if (from && address && own.has(address) && foldName(from.name) !== '') return displayName(from.name, address);
  }
  return null;
}

function judgeFact(accountId: string, fact: Fact, own: ReadonlySet<string>): Judged {
  const itemId = itemIdOf(accountId, fact.id);
  switch (fact.type) {
    case 'message':
      return { itemId, judgement: judgeMessage(fact, { own }), isEvent: false };
    case 'event':
      return { itemId, judgement: judgeEvent(fact, { own }), isEvent: true };
    case 'unreadable':
      return { itemId, judgement: unreadable(itemId, fact.reason), isEvent: false };
    case 'gone':
      return { itemId, judgement: null, isEvent: true };
  }
}

function unreadable(itemId: string, verdict: Judgement['verdict']): Judgement {
  return {
    verdict,
    interactions: [],
    evidenceKey: hashOf('unreadable', itemId),
    answersKey: null,
    mergeKey: null,
    sightings: [],
    kinds: [],
    ownAddress: null,
  };
}

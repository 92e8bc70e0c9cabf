/**
 * Use case: import mail and calendar files. Everything is looked at before anything is stored, so that a bad file
 * changes nothing; importing the same files again changes nothing either.
 */
import { RekindleError } from '../domain/errors.ts';
import type { Ledger } from '../domain/evidence.ts';
import { checkZone } from '../domain/time.ts';
import { normaliseAddress } from '../people/address.ts';
import { hashOf } from '../people/keys.ts';
import type { Archive, InspectedArchive } from '../ports/archive.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { runSync, type SyncJob } from '../sync/run.ts';
import { settle } from '../sync/settle.ts';
import { checkOnOwnMail, describeSelfCheck } from '../trust/self-check.ts';

export interface ImportRequest {
  paths: string[];
  /** The owner's addresses as typed. */
  me: string[];
  /** IANA zone; null keeps a known user's, and gives a new one `defaultZone`. */
  zone: string | null;
  defaultZone: string;
  locale: string;
  now: number;
}

export interface ImportReport {
  user: UserRecord;
  /** Items read in this run; 0 when everything was known. */
  read: number;
  /** Own addresses found in the mail, beside those given. */
  ownAddresses: string[];
  /** Addresses joined to one person on evidence, as sentences. */
  merges: string[];
  ledger: Ledger[];
  /** How well the score would have done on this very mail; null with too little, or too much to tell at once. */
  selfCheck: string | null;
}

/** Replaying more evidence than this takes longer than an import should; `rekindle backtest --account` does it. */
const MOST_CHECKED = 100_000;

export interface ImportDeps {
  archive: Archive;
  evidence: EvidenceStore;
  people: PeopleStore;
  onPage?: SyncJob['onPage'];
}

/** Throws `RekindleError` `usage` or `bad-input` before anything is stored; later faults keep what was committed. */
export async function importArchive(deps: ImportDeps, request: ImportRequest): Promise<ImportReport> {
  const { archive, evidence, people } = deps;
  const { now } = request;
  const me = ownAddresses(request.me);
  if (request.zone !== null) checkZone(request.zone);
  const inspected = await archive.inspect(request.paths);
  await checkOwner(inspected, me, now);

  const user = await ownerOf(people, me, request);
  await people.addOwnAddresses(user.id, [...me], 'given');
  const owned = await people.ownAddresses(user.id);
  const accountId = await people.openAccount(user.id, 'archive', user.email, now);
  const source = inspected.open({ now, zone: user.zone, me: new Set(owned.map(({ address }) => address)) });
  try {
    const sync = await runSync({
      userId: user.id,
      accountId,
      source,
      store: evidence,
      now,
      ...(deps.onPage ? { onPage: deps.onPage } : {}),
    });
    const merges = await settle(people, user.id, now);
    const ledger = await people.ledger(user.id);
    const counted = ledger.reduce((sum, stream) => sum + stream.counted, 0);
    const check = counted <= MOST_CHECKED ? await checkOnOwnMail(people, user, now) : null;
    const selfCheck = check && describeSelfCheck(check);
    return { user, read: sync.read, ownAddresses: sync.ownAddresses, merges, ledger, selfCheck };
  } finally {
    await source.close();
  }
}

function ownAddresses(typed: string[]): Set<string> {
  const me = new Set<string>();
  for (const address of typed) {
    const normal = normaliseAddress(address);
    if (normal === null) {
      throw new RekindleError('usage', `"${address}" is not an email address.`, {
        hint: 'Give your own address (or several, with commas): --me you@example.com',
      });
    }
    me.add(normal);
  }
  if (me.size === 0) {
    throw new RekindleError('usage', 'Whose archive is this?', {
      hint: 'Give your own address (or several, with commas): --me you@example.com',
    });
  }
  return me;
}

async function checkOwner(inspected: InspectedArchive, me: Set<string>, now: number) {
  if (!inspected.hasMail) return;
  const owner = await inspected.findOwner(me, normaliseAddress, now);
  if (owner.found) return;
  const names = [...me].join(', ');
  const senders = owner.topSenders.map(({ address, messages }) => `${address} (${messages})`).join(', ');
  throw new RekindleError('bad-input', `${names} neither sent nor received any of the ${owner.messages} messages.`, {
    hint: senders === '' ? 'Check --me.' : `Check --me. These addresses send most: ${senders}. Nothing was imported.`,
  });
}

/** The user one of the addresses belongs to, or a new one named by the first address. */
async function ownerOf(people: PeopleStore, me: Set<string>, request: ImportRequest): Promise<UserRecord> {
  const { zone, defaultZone, locale, now } = request;
  for (const user of await people.users()) {
    const own = await people.ownAddresses(user.id);
    if (!own.some(({ address }) => me.has(address))) continue;
    const updated = { ...user, zone: zone ?? user.zone };
    if (updated.zone !== user.zone) await people.saveUser(updated, now);
    return updated;
  }
  const [email = ''] = me;
  const user: UserRecord = { id: hashOf('user', email), name: '', email, zone: zone ?? defaultZone, locale };
  await people.saveUser(user, now);
  return user;
}

/** What the commands share: what they run on, an open database with its stores, and which user is meant. */
import { RekindleError } from '../domain/errors.ts';
import { normaliseAddress } from '../people/address.ts';
import type { Archive } from '../ports/archive.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { Health } from '../ports/health.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import type { Config } from './config.ts';
import type { Output } from './output.ts';

/** What a runtime gives the command line: everything that is not computation. */
export interface Ambient {
  env: Record<string, string | undefined>;
  /** ms UTC */
  clock: () => number;
  out: Output;
  /** IANA zone of this machine. */
  systemZone: string;
  openArchive(): Promise<Archive>;
  /** Opens and migrates the database. Throws `RekindleError('storage')`. */
  openSession(databaseUrl: string, now: number): Promise<Session>;
  /** Serves the web pages until the process is told to stop. Throws before it listens when it can't. */
  serve(config: Config, session: Session): Promise<void>;
}

export interface Session {
  evidence: EvidenceStore;
  people: PeopleStore;
  health: Health;
  close(): Promise<void>;
}

/** The user with that address, or the only one there is. Throws `usage` or `not-found` saying what to do. */
export async function chooseUser(people: PeopleStore, email: string | undefined): Promise<UserRecord> {
  const users = await people.users();
  if (users.length === 0) {
    throw new RekindleError('not-found', 'There is nobody here yet.', {
      hint: 'Import an archive first: rekindle import PATH --me you@example.com',
    });
  }
  const names = users.map((user) => user.email).join(', ');
  if (email === undefined) {
    const [only, second] = users;
    if (only && !second) return only;
    throw new RekindleError('usage', 'There are several users here.', {
      hint: `Say which one: --user with one of ${names}.`,
    });
  }
  const wanted = normaliseAddress(email);
  for (const user of users) {
    const own = await people.ownAddresses(user.id);
    if (user.email === wanted || own.some(({ address }) => address === wanted)) return user;
  }
  throw new RekindleError('not-found', `There is no user ${email} here.`, { hint: `Known: ${names}.` });
}

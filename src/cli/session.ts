/** What the commands share: an open database with its stores, and which user is meant. */
import { openDatabase } from '../adapters/libsql/open.ts';
import { createEvidenceStore } from '../adapters/prisma/evidence-store.ts';
import { createHealth } from '../adapters/prisma/health.ts';
import { createPeopleStore } from '../adapters/prisma/people-store.ts';
import { RekindleError } from '../domain/errors.ts';
import { normaliseAddress } from '../people/address.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { Health } from '../ports/health.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';

export interface Session {
  evidence: EvidenceStore;
  people: PeopleStore;
  health: Health;
  close(): Promise<void>;
}

export async function openSession(databaseUrl: string, now: number): Promise<Session> {
  const db = await openDatabase(databaseUrl, new URL('../../prisma/migrations/', import.meta.url), now);
  return {
    evidence: createEvidenceStore(db),
    people: createPeopleStore(db),
    health: createHealth(db),
    close: () => db.close(),
  };
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

/** `rekindle people` and what a user can decide about people: mute, merge, split. */
import type { Closeness } from '../domain/evidence.ts';
import { RekindleError } from '../domain/errors.ts';
import { normaliseAddress } from '../people/address.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { readPeople, type PersonReading } from '../trust/readings.ts';
import type { Output } from './output.ts';

export async function peopleCommand(
  store: PeopleStore,
  user: UserRecord,
  options: { json?: boolean; limit?: number; now: number },
  out: Output,
): Promise<void> {
  const people = (await readPeople(store, user, options.now)).slice(0, options.limit);
  out.write(
    options.json === true ? `${JSON.stringify(people.map(asJson), null, 2)}\n` : asTable(people, user, options.now),
  );
}

function asJson({ person, name, email, reading, facts }: PersonReading) {
  const { parts, ...rest } = reading;
  return {
    id: person.id,
    name,
    email,
    addresses: person.addresses.map(({ address }) => address),
    trust: rest.trust,
    parts,
    rhythm: rest.rhythmDays,
    gapRatio: rest.gapRatio,
    band: rest.band,
    silenceDays: rest.silenceDays,
    lastContact: new Date(facts.lastAt).toISOString(),
    firstContact: new Date(facts.firstAt).toISOString(),
    mailsOut: facts.mailsOut,
    mailsIn: facts.mailsIn,
    meetings: facts.meetings,
    activeDays: facts.activeDays,
    muted: person.mutedAt !== null,
  };
}

function asTable(people: readonly PersonReading[], user: UserRecord, now: number): string {
  if (people.length === 0) return `Nobody ${user.email} has written to or met yet.\n`;
  const date = new Intl.DateTimeFormat(user.locale, { timeZone: user.zone, dateStyle: 'medium' });
  const rows = people.map(({ name, email, reading, facts }) => [
    String(reading.trust),
    name,
    email,
    reading.rhythmDays === null ? '' : `every ${Math.max(1, Math.round(reading.rhythmDays))} d`,
    `${date.format(facts.lastAt)} (${Math.floor((now - facts.lastAt) / 86_400_000)} d)`,
  ]);
  const table = [['trust', 'name', 'address', 'rhythm', 'last contact'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...table.map((row) => [...(row[i] ?? '')].length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${table.map(line).join('\n')}\n`;
}

export async function muteCommand(
  store: PeopleStore,
  user: UserRecord,
  address: string,
  off: boolean,
  now: number,
  out: Output,
) {
  const { personId } = await findPerson(store, user, address);
  await store.decide(user.id, personId, { mutedAt: off ? null : now });
  out.write(off ? `${address} may be suggested again.\n` : `${address} won't be suggested any more.\n`);
}

export async function correctCommand(
  store: PeopleStore,
  user: UserRecord,
  address: string,
  value: Closeness | 'reset',
  now: number,
  out: Output,
) {
  const { personId } = await findPerson(store, user, address);
  await store.decide(user.id, personId, { closeness: value === 'reset' ? null : { value, at: now } });
  out.write(
    value === 'reset'
      ? `${address} is scored by the evidence alone again.\n`
      : `Noted: ${address} is ${SAID[value]}.\n`,
  );
}

const SAID: Record<Closeness, string> = {
  closer: 'closer than it looks',
  less: 'less close than it looks',
  family: 'family, and does not fade',
};

export async function mergeCommand(
  store: PeopleStore,
  user: UserRecord,
  from: string,
  into: string,
  now: number,
  out: Output,
) {
  const [moved, target] = [await findPerson(store, user, from), await findPerson(store, user, into)];
  const move = { addressId: moved.addressId, into: target.personId, reason: 'You said so.', by: 'user' as const };
  const done = await store.merge(user.id, move, now);
  out.write(
    done ? `${from} and ${into} are one person now. Undo: rekindle split ${from}\n` : 'They are one person already.\n',
  );
}

export async function splitCommand(store: PeopleStore, user: UserRecord, address: string, now: number, out: Output) {
  const { addressId } = await findPerson(store, user, address);
  const done = await store.split(user.id, addressId, now);
  out.write(done ? `${address} is a person of its own again.\n` : `${address} was not merged with anybody.\n`);
}

async function findPerson(store: PeopleStore, user: UserRecord, address: string) {
  const normal = normaliseAddress(address);
  const found = normal === null ? null : await store.findAddress(user.id, normal);
  if (found) return found;
  throw new RekindleError('not-found', `There is nobody with the address ${address}.`, {
    hint: '`rekindle people` lists everybody.',
  });
}

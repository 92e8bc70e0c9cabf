/** Everybody the user really deals with, with what the model says of them at a moment. */
import { DAY, localDayIn } from '../domain/time.ts';
import type { Closeness } from '../domain/evidence.ts';
import { displayName } from '../people/address.ts';
import { qualifies } from '../people/qualify.ts';
import type { PeopleStore, PersonRecord, UserRecord } from '../ports/people-store.ts';
import { corrected } from './correction.ts';
import type { TieState } from './fold.ts';
import type { UserPace } from './predict.ts';
import { readTie } from './read.ts';
import { foldTies } from './roster.ts';
import type { TieFacts, TrustReading } from './types.ts';

export interface PersonReading {
  person: PersonRecord;
  name: string;
  /** The address to write to: the one last used by the person themselves that has not bounced. */
  email: string;
  reading: TrustReading;
  facts: TieFacts;
}

/** Highest trust first; people who only ever wrote in, and addresses that are nobody's, are left out. */
export async function readPeople(store: PeopleStore, user: UserRecord, now: number): Promise<PersonReading[]> {
  const localDay = localDayIn(user.zone);
  const ties = await foldTies(store, user, now);
  const pace = paceOf([...ties.values()], now);
  const found: PersonReading[] = [];
  for (const person of await store.people(user.id)) {
    const tie = ties.get(person.id);
    const first = person.addresses.find(({ kind }) => kind === 'person');
    if (!tie || !first) continue;
    const { reading: seen, facts } = readTie(tie, now, localDay, pace);
    const reading = corrected(seen, closenessAt(person, now));
    const usable =
      person.addresses.find((a) => a.kind === 'person' && !facts.deadAddresses.includes(a.address)) ?? first;
    const { mailsOut, mailsIn, meetings } = facts;
    if (qualifies({ mailsOut, mailsIn, meetings, kind: first.kind }) !== true) continue;
    found.push({ person, name: displayName(first.name, first.address), email: usable.address, reading, facts });
  }
  return found.sort((a, b) => b.reading.trust - a.reading.trust || (a.email < b.email ? -1 : 1));
}

/** What the user had said of the person by `now`. */
function closenessAt({ closeness }: PersonRecord, now: number): Closeness | null {
  return closeness !== null && closeness.at <= now ? closeness.value : null;
}

/** How busy the user is at `now`: when they last wrote to anybody, and with how many people they were in touch this year. */
function paceOf(ties: readonly TieState[], now: number): UserPace {
  const lastOutAt = Math.max(...ties.map((tie) => tie.lastOutAt ?? Number.NEGATIVE_INFINITY));
  return {
    silenceDays: Number.isFinite(lastOutAt) ? Math.max(0, (now - lastOutAt) / DAY) : YEAR_DAYS,
    people: ties.filter((tie) => now - tie.lastAt <= YEAR_DAYS * DAY).length,
  };
}

const YEAR_DAYS = 365;

/** Trust of those people at an earlier moment; people without evidence by then are absent. */
export async function readTrustAt(
  store: PeopleStore,
  user: UserRecord,
  people: readonly PersonReading[],
  then: number,
): Promise<Map<string, number>> {
  const localDay = localDayIn(user.zone);
  const known = people.filter(({ facts }) => facts.firstAt <= then).map(({ person }) => person.id);
  const ties = await foldTies(store, user, then, known);
  const personOf = new Map(people.map(({ person }) => [person.id, person]));
  return new Map(
    [...ties].map(([id, tie]) => {
      const person = personOf.get(id);
      const { reading } = readTie(tie, then, localDay);
      // As the user sees it now: a correction is no movement of the tie.
      return [id, corrected(reading, person?.closeness?.value ?? null).trust];
    }),
  );
}

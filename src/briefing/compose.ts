/** Gathers what a briefing as of `now` is made from. The only place where the briefing touches a store. */
import { DAY } from '../domain/time.ts';
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { readPeople, readTrustAt } from '../trust/readings.ts';
import { CIRCLE_TRUST } from '../trust/circle.ts';
import type { BriefingInput, Candidate } from './candidate.ts';

/** Each person's trust is compared with four weeks ago, the circle with a quarter and a year ago too. */
const COMPARED_WITH = 28 * DAY;
const QUARTER = 91 * DAY;
const YEAR = 365 * DAY;
/** Meetings are looked up a day further than the seven local days the briefing names, whatever the zone. */
const AHEAD = 8 * DAY;

export async function composeBriefing(store: PeopleStore, user: UserRecord, now: number): Promise<BriefingInput> {
  const people = await readPeople(store, user, now);
  const before = await readTrustAt(store, user, people, now - COMPARED_WITH);
  const meetings = await nextMeetings(store, user.id, now);
  const span = await store.span(user.id, now);
  const circleThen = async (ago: number) => {
    if (!span || span.from > now - ago) return null;
    const trust = await readTrustAt(store, user, people, now - ago);
    return [...trust.values()].filter((value) => value >= CIRCLE_TRUST).length;
  };
  const circleBefore = { quarter: await circleThen(QUARTER), year: await circleThen(YEAR) };
  const candidates = people.map(({ person, name, email, reading, facts }): Candidate => {
    return {
      personId: person.id,
      name,
      email,
      addresses: person.addresses.map(({ address }) => address),
      facts,
      reading,
      trustMonthAgo: before.get(person.id) ?? null,
      nextMeeting: meetings.get(person.id) ?? null,
      muted: person.mutedAt !== null && person.mutedAt <= now,
      snoozedUntil: person.snoozedUntil,
      lastSuggestedAt: person.suggestedAt,
    };
  });
  const { name, email, zone, locale } = user;
  const ledger = await store.ledger(user.id);
  const addresses = await store.countAddresses(user.id);
  return {
    now,
    zone,
    locale,
    user: { name, email },
    candidates,
    ledger,
    historyFrom: span?.from ?? null,
    addresses,
    circleBefore,
  };
}

async function nextMeetings(
  store: PeopleStore,
  userId: string,
  now: number,
): Promise<Map<string, NonNullable<Candidate['nextMeeting']>>> {
  const next = new Map<string, NonNullable<Candidate['nextMeeting']>>();
  for await (const page of store.interactions(userId, { from: now + 1, until: now + AHEAD })) {
    for (const { personId, kind, at, minutes, groupSize, subject } of page) {
      if (kind !== 'meeting' || next.has(personId)) continue;
      next.set(personId, { at, minutes, others: groupSize, title: subject });
    }
  }
  return next;
}

/** `rekindle people --explain`: everything the model says of one person, and what it says it from. */
import { firstName } from '../briefing/printable.ts';
import { RekindleError } from '../domain/errors.ts';
import { DAY, localDayIn } from '../domain/time.ts';
import { displayName, foldName, normaliseAddress } from '../people/address.ts';
import type { PeopleStore, PersonInteraction, UserRecord } from '../ports/people-store.ts';
import { ratio } from '../trust/phrases.ts';
import { knownAddresses, type KnownAddress } from '../trust/portrait-addresses.ts';
import { MOVED_SINCE_DAYS, type Moved, type Portrait, portraitOf } from '../trust/portrait.ts';
import { readTrust } from '../trust/read.ts';
import { type PersonReading, readPeople } from '../trust/readings.ts';
import { foldTies } from '../trust/roster.ts';
import type { Output } from './output.ts';

/** Throws `usage` when several people fit `who`, `not-found` when nobody does; both say whom one could mean. */
export async function explainCommand(
  store: PeopleStore,
  user: UserRecord,
  who: string,
  options: { json?: boolean; now: number },
  out: Output,
): Promise<void> {
  const { now } = options;
  const found = findPerson(await readPeople(store, user, now), who);
  const { person, name, reading, facts } = found;
  const then = now - MOVED_SINCE_DAYS * DAY;
  const tieThen = (await foldTies(store, user, then, [person.id])).get(person.id);
  const before = tieThen === undefined ? null : readTrust(tieThen, then, localDayIn(user.zone));
  const { zone, locale } = user;
  const portrait = portraitOf({ firstName: firstName(name), facts, reading, now, zone, locale }, before);
  const addresses = knownAddresses(person.addresses, await interactionsOf(store, user, person.id, now));
  out.write(
    options.json === true
      ? `${JSON.stringify(asJson(found, portrait, addresses), null, 2)}\n`
      : asText(found, portrait, addresses, user),
  );
}

async function interactionsOf(store: PeopleStore, user: UserRecord, personId: string, until: number) {
  const all: PersonInteraction[] = [];
  for await (const page of store.interactions(user.id, { until, personIds: [personId] })) all.push(...page);
  return all;
}

/**
 * The one person meant by an address or a name: their address, else the whole name, the first name, how a name begins,
 * any part of a name or address. The first of these that anybody fits decides.
 */
export function findPerson(people: readonly PersonReading[], who: string): PersonReading {
  const wanted = foldName(who);
  const address = who.includes('@') ? normaliseAddress(who) : null;
  const part = who.trim().toLowerCase();
  if (part === '') throw new RekindleError('usage', '--explain needs a name or an address.');
  const named = (fits: (name: string) => boolean) => (one: PersonReading) => wanted !== '' && namesOf(one).some(fits);
  const ways: ((one: PersonReading) => boolean)[] = [
    ({ person }) => address !== null && person.addresses.some((known) => known.address === address),
    named((name) => name === wanted),
    named((name) => name.split(' ')[0] === wanted),
    named((name) => name.startsWith(wanted)),
    (one) =>
      named((name) => name.includes(wanted))(one) || one.person.addresses.some((known) => known.address.includes(part)),
  ];
  for (const fits of ways) {
    const [first, ...others] = people.filter(fits);
    if (first === undefined) continue;
    if (others.length === 0) return first;
    throw new RekindleError('usage', `"${who}" could be several people: ${listed([first, ...others])}.`, {
      hint: 'Say which one by the address.',
    });
  }
  const near = nearest(people, wanted === '' ? part : wanted);
  throw new RekindleError('not-found', `There is nobody called "${who}" among the people you deal with.`, {
    hint: near.length > 0 ? `Nearest: ${listed(near)}.` : '`rekindle people` lists everybody.',
  });
}

/** Folded; a person may be known by other names with other addresses. */
function namesOf({ person, name }: PersonReading): string[] {
  return [name, ...person.addresses.map((known) => displayName(known.name, known.address))].map(foldName);
}

const MOST_LISTED = 8;

function listed(people: readonly PersonReading[]): string {
  const shown = people.slice(0, MOST_LISTED).map(({ name, email }) => `${name} <${email}>`);
  const more = people.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

const NEAREST = 3;
/** Share of pairs of letters in common below which two names have nothing to do with each other. */
const LEAST_LIKENESS = 0.3;

function nearest(people: readonly PersonReading[], wanted: string): PersonReading[] {
  return people
    .map((one) => {
      const words = [...namesOf(one), ...namesOf(one).flatMap((name) => name.split(' ')), one.email];
      return { one, likeness: Math.max(...words.map((word) => likeness(word, wanted))) };
    })
    .filter((found) => found.likeness >= LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || b.one.reading.trust - a.one.reading.trust)
    .slice(0, NEAREST)
    .map(({ one }) => one);
}

/** Dice's coefficient of the pairs of neighbouring letters, word ends included (0–1). */
function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const common = [...a].filter((pair) => b.has(pair)).length;
  return (2 * common) / (a.size + b.size);
}

function pairs(word: string): Set<string> {
  const letters = ['^', ...word, '$'];
  return new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`));
}

function asJson({ person, name, email, facts }: PersonReading, portrait: Portrait, addresses: readonly KnownAddress[]) {
  const { explanation, ...rest } = portrait;
  return {
    id: person.id,
    name,
    email,
    muted: person.mutedAt !== null,
    ...rest,
    ...explanation,
    evidence: withInstants({ ...facts, open: facts.open && withInstants(facts.open) }),
    addresses: addresses.map(({ joinedBy, ...known }) => ({ ...known, joinedBy: joinedBy && withInstants(joinedBy) })),
  };
}

/** Moments as ISO 8601, as everywhere in the JSON of commands. */
function withInstants(record: object): Record<string, unknown> {
  const isMoment = (key: string) => /At$|^(?:at|since|latest)$/.test(key);
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      return [key, typeof value === 'number' && isMoment(key) ? new Date(value).toISOString() : (value as unknown)];
    }),
  );
}

function asText(
  { person, name, email }: PersonReading,
  portrait: Portrait,
  addresses: readonly KnownAddress[],
  user: UserRecord,
): string {
  const { trust, earned, circle, parts, rhythm, gapRatio, contact, answer, account, explanation } = portrait;
  const place = circle.isIn ? 'in your circle of trust' : 'not in your circle of trust';
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
  const away = portrait.awayDays > 0 ? ` (less ${days(portrait.awayDays)} away)` : '';
  const lost = earned > trust.now ? `; ${earned} before this silence` : '';
  const lines = [
    `${name} <${email}>`,
    `Trust ${trust.now} of 100${change(trust)}; ${place} (from ${circle.from})${lost}.`,
    ...(person.mutedAt === null ? [] : ['Muted: never suggested.']),
    '',
    ...table([
      ['Pattern', account.pattern],
      ...(account.break === null ? [] : [['Break', account.break]]),
      ['State of play', account.stateOfPlay],
      ['Why now', account.whyNow],
    ]),
    '',
    'Facts',
    ...explanation.facts.map((fact) => `  ${fact}`),
    '',
    `Parts of trust (0–100), and what moved in ${days(MOVED_SINCE_DAYS)}`,
    ...table(parts.map(({ part, meaning, ...moved }) => [part, String(moved.now), arrow(moved), meaning])),
    '',
    ...table([
      ['Rhythm', rhythm === null ? 'not known yet' : `${rhythm.words} (${rhythm.days.toFixed(1)} days)`],
      [
        'Silence',
        `${days(portrait.silenceDays)}${away}${gapRatio === null ? '' : `, ${ratio(gapRatio)} times the rhythm`}`,
      ],
      ['In touch within 28 days without a reminder', contact.words],
      ['An answer if you write', answer.words],
    ]),
    '',
    addresses.length === 1 ? 'Address' : 'Addresses',
    ...addressLines(addresses, user).map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Every address, then the evidence that joins them, once each. */
function addressLines(addresses: readonly KnownAddress[], { zone, locale }: UserRecord): string[] {
  const date = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'medium' });
  const [, ...others] = addresses;
  const isAlone = (known: KnownAddress, i: number) =>
    known.joinedBy === null && others.length > 0 && (i > 0 || others.every(({ joinedBy }) => joinedBy !== null));
  const reasons = addresses.flatMap(({ joinedBy }) =>
    joinedBy === null ? [] : [`${joinedBy.reason.replace(/\.$/, '')} (${date.format(joinedBy.at)}).`],
  );
  return [
    ...addresses.map(
      (known, i) => `${known.address}${isAlone(known, i) ? ' (joined by you, or on older evidence)' : ''}`,
    ),
    ...new Set(reasons),
  ];
}

function change({ change: by }: Moved): string {
  if (by === null) return ', new this week';
  return by === 0 ? ', as a week ago' : `, ${Math.abs(by)} ${by > 0 ? 'more' : 'less'} than a week ago`;
}

function arrow({ change: by }: Moved): string {
  if (by === null) return 'new';
  return by === 0 ? '=' : `${by > 0 ? '+' : '−'}${Math.abs(by)}`;
}

/** Rows with their columns aligned. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}

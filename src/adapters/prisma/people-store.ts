/** `PeopleStore` on SQLite's dialect: typed Prisma for single rows, set-based SQL for everything that grows. */
import type { AddressKind, Closeness, InteractionKind, Ledger, SkipReason } from '../../domain/evidence.ts';
import type { PeopleStore, PersonInteraction, PersonRecord, TieRecord } from '../../ports/people-store.ts';
import { type Database, forRows, queryByKeys, statement } from './database.ts';
import { createDecisions } from './decisions.ts';
import { INTERACTIONS, KNOWN_TO_NOBODY, PEOPLE } from './people-queries.ts';

/** People whose evidence is read by one query; bounds memory. */
const PEOPLE_PER_READ = 200;

export function createPeopleStore(db: Database): PeopleStore {
  const { prisma } = db;
  const personIdsOf = async (userId: string) =>
    (await prisma.person.findMany({ where: { userId }, select: { id: true }, orderBy: { id: 'asc' } })).map(
      (p) => p.id,
    );

  return {
    async users() {
      const rows = await prisma.user.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
      return rows.map(({ id, name, email, zone, locale }) => ({ id, name, email, zone, locale }));
    },

    // Plain SQL rather than Prisma's upsert, which asks for a transaction that D1 does not have.
    async saveUser({ id, name, email, zone, locale }, now) {
      await db.batch([
        statement(
          `INSERT INTO User(id, name, email, zone, locale, createdAt) VALUES(?, ?, ?, ?, ?, ?)
           ON CONFLICT(id) DO UPDATE SET name = excluded.name, email = excluded.email, zone = excluded.zone, locale = excluded.locale`,
          id,
          name,
          email,
          zone,
          locale,
          now,
        ),
      ]);
    },

    async addOwnAddresses(userId, addresses, source) {
      await db.batch(
        forRows(
          addresses.map((address) => [address]),
          'INSERT INTO OwnAddress(userId, address, source) SELECT ?2, value->>0, ?3 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING',
          userId,
          source,
        ),
      );
    },

    async ownAddresses(userId) {
      return prisma.ownAddress.findMany({
        where: { userId },
        select: { address: true, source: true },
        orderBy: { address: 'asc' },
      });
    },

    async openAccount(userId, provider, address, now) {
      const id = `${userId}/${provider}/${address}`;
      await db.batch([
        statement(
          'INSERT INTO Account(id, userId, provider, address, createdAt) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
          id,
          userId,
          provider,
          address,
          now,
        ),
      ]);
      return id;
    },

    async people(userId) {
      type Row = {
        id: string;
        mutedAt: bigint | null;
        snoozedUntil: bigint | null;
        suggestedAt: bigint | null;
        closeness: Closeness | null;
        closenessAt: bigint | null;
        address: string;
        name: string;
        nameRank: number;
        nameAt: bigint;
        kind: AddressKind;
      };
      const people = new Map<string, PersonRecord>();
      for (const row of await prisma.$queryRawUnsafe<Row[]>(PEOPLE, userId)) {
        let person = people.get(row.id);
        if (!person) {
          person = {
            id: row.id,
            addresses: [],
            mutedAt: millis(row.mutedAt),
            snoozedUntil: millis(row.snoozedUntil),
            suggestedAt: millis(row.suggestedAt),
            closeness: row.closeness === null ? null : { value: row.closeness, at: Number(row.closenessAt) },
          };
          people.set(row.id, person);
        }
        const { address, name, nameRank, kind } = row;
        person.addresses.push({ address, name, nameRank, nameAt: Number(row.nameAt), kind });
      }
      return [...people.values()];
    },

    async *interactions(userId, { until, from, personIds, after }) {
      type Row = {
        personId: string;
        address: string;
        evidenceKey: string;
        kind: InteractionKind;
        at: bigint;
        groupSize: number;
        direct: boolean | number;
        minutes: number;
        thread: string;
        answers: string | null;
        subject: string;
      };
      const ids = [...(personIds ?? (await personIdsOf(userId)))].sort();
      for (let start = 0; start < ids.length; start += PEOPLE_PER_READ) {
        const asked = ids.slice(start, start + PEOPLE_PER_READ).map((id) => {
          const point = after?.get(id);
          return [id, point?.at ?? from ?? Number.MIN_SAFE_INTEGER, point?.key ?? ''];
        });
        const rows = await prisma.$queryRawUnsafe<Row[]>(INTERACTIONS, JSON.stringify(asked), userId, until);
        yield rows.map((row): PersonInteraction => ({ ...row, at: Number(row.at), direct: Boolean(row.direct) }));
      }
    },

    async ties(userId, personIds) {
      type Row = Omit<TieRecord, 'foldedAt'> & { foldedAt: bigint };
      const columns = 't.personId, t.version, t.state, t.foldedAt, t.foldedKey';
      const user = await prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { evidence: true } });
      const rows = personIds
        ? await queryByKeys<Row>(
            db,
            personIds,
            `SELECT ${columns} FROM json_each(?) k CROSS JOIN Tie t ON t.personId = k.value JOIN Person p ON p.id = t.personId AND p.userId = ?`,
            userId,
          )
        : await prisma.$queryRawUnsafe<Row[]>(
            `SELECT ${columns} FROM Tie t JOIN Person p ON p.id = t.personId WHERE p.userId = ?`,
            userId,
          );
      return { version: user.evidence, ties: rows.map((row) => ({ ...row, foldedAt: Number(row.foldedAt) })) };
    },

    async saveTies(userId, version, ties) {
      await db.batch(
        forRows(
          ties.map((tie) => [tie.personId, tie.version, tie.state, tie.foldedAt, tie.foldedKey]),
          `INSERT INTO Tie(personId, version, state, foldedAt, foldedKey)
           SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?1)
            WHERE EXISTS (SELECT 1 FROM User WHERE id = ?2 AND evidence = ?3)
           ON CONFLICT(personId) DO UPDATE SET version = excluded.version, state = excluded.state,
             foldedAt = excluded.foldedAt, foldedKey = excluded.foldedKey`,
          userId,
          version,
        ),
      );
    },

    async dropTies(userId) {
      await db.batch([statement('DELETE FROM Tie WHERE personId IN (SELECT id FROM Person WHERE userId = ?)', userId)]);
    },

    async ledger(userId) {
      type StreamRow = { id: string; name: string; kind: 'mail' | 'calendar'; read: number; repeated: number };
      type CountRow = { streamId: string; verdict: SkipReason | 'counted'; n: bigint };
      const streams = await prisma.$queryRawUnsafe<StreamRow[]>(
        'SELECT s.id, s.name, s.kind, s.read, s.repeated FROM Stream s JOIN Account a ON a.id = s.accountId WHERE a.userId = ? ORDER BY s.name',
        userId,
      );
      const counts = await prisma.$queryRawUnsafe<CountRow[]>(
        `SELECT i.streamId, i.verdict, count(*) AS n FROM Item i JOIN Stream s ON s.id = i.streamId AND s.round = i.round
          WHERE i.userId = ? GROUP BY i.streamId, i.verdict`,
        userId,
      );
      const strangers = await prisma.$queryRawUnsafe<{ streamId: string; reason: SkipReason; n: bigint }[]>(
        KNOWN_TO_NOBODY,
        userId,
      );
      return streams.map((stream): Ledger => {
        const skipped: Ledger['skipped'] = {};
        const skip = (reason: SkipReason, n: number) => {
          if (n > 0) skipped[reason] = (skipped[reason] ?? 0) + n;
        };
        let counted = 0;
        for (const row of counts.filter((c) => c.streamId === stream.id)) {
          if (row.verdict === 'counted') counted += Number(row.n);
          else skip(row.verdict, Number(row.n));
        }
        for (const row of strangers.filter((c) => c.streamId === stream.id)) {
          counted -= Number(row.n);
          skip(row.reason, Number(row.n));
        }
        skip('duplicate', stream.repeated);
        return { stream: stream.name, kind: stream.kind, read: stream.read, counted, skipped };
      });
    },

    async countAddresses(userId) {
      const [row] = await prisma.$queryRawUnsafe<{ n: bigint }[]>(
        'SELECT count(*) AS n FROM Address WHERE userId = ?1 AND address NOT IN (SELECT address FROM OwnAddress WHERE userId = ?1)',
        userId,
      );
      return Number(row?.n ?? 0);
    },

    async span(userId, until) {
      const [row] = await prisma.$queryRawUnsafe<{ first: bigint | null; last: bigint | null }[]>(
        `SELECT min(at) AS first, max(at) AS last FROM Interaction
          WHERE userId = ? AND at <= ? AND kind IN ('mail_out', 'mail_in', 'meeting')`,
        userId,
        until,
      );
      const first = millis(row?.first ?? null);
      const last = millis(row?.last ?? null);
      return first === null || last === null ? null : { from: first, to: last };
    },

    ...createDecisions(db),
  };
}

function millis(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

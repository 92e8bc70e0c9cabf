/** The part of `PeopleStore` that decides: which addresses are one person, and what the user says of people. */
import type { PeopleStore } from '../../ports/people-store.ts';
import { type Database, statement } from './database.ts';
import { CROSS_ANSWERS } from './people-queries.ts';

type Decisions = Pick<PeopleStore, 'crossAnswers' | 'merge' | 'split' | 'decide' | 'findAddress'>;

export function createDecisions(db: Database): Decisions {
  const { prisma } = db;
  return {
    async crossAnswers(userId) {
      type Row = Record<
        'askedId' | 'askedPerson' | 'asked' | 'askedName' | 'answerId' | 'answerPerson' | 'answer' | 'answerName',
        string
      >;
      const rows = await prisma.$queryRawUnsafe<Row[]>(CROSS_ANSWERS, userId);
      return rows.map((row) => ({
        asked: { addressId: row.askedId, personId: row.askedPerson, address: row.asked, name: row.askedName },
        answer: { addressId: row.answerId, personId: row.answerPerson, address: row.answer, name: row.answerName },
      }));
    },

    async merge(userId, { addressId, into, reason, by }, now) {
      const address = await prisma.address.findFirst({ where: { id: addressId, userId } });
      if (!address || address.personId === into) return false;
      const known = await prisma.merge.findUnique({
        where: { userId_addressId_intoPerson: { userId, addressId, intoPerson: into } },
      });
      if (known && by === 'evidence') return false;
      await db.batch([
        statement(
          `INSERT INTO Merge(id, userId, addressId, fromPerson, intoPerson, reason, "by", at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT(userId, addressId, intoPerson) DO UPDATE SET undoneAt = NULL, "by" = excluded."by", reason = excluded.reason, at = excluded.at`,
          `${addressId}>${into}`,
          userId,
          addressId,
          address.personId,
          into,
          reason,
          by,
          now,
        ),
        statement('UPDATE Address SET personId = ? WHERE id = ?', into, addressId),
        ...regrouped(userId, address.personId, into),
      ]);
      return true;
    },

    async split(userId, addressId, now) {
      const merge = await prisma.merge.findFirst({
        where: { userId, addressId, undoneAt: null },
        orderBy: { at: 'desc' },
      });
      if (!merge) return false;
      await db.batch([
        statement('UPDATE Merge SET undoneAt = ? WHERE id = ?', now, merge.id),
        statement('UPDATE Address SET personId = ? WHERE id = ?', merge.fromPerson, addressId),
        ...regrouped(userId, merge.fromPerson, merge.intoPerson),
      ]);
      return true;
    },

    async decide(userId, personId, decision) {
      const set = (column: string, value: string | number | null) =>
        statement(`UPDATE Person SET ${column} = ? WHERE id = ? AND userId = ?`, value, personId, userId);
      const { mutedAt, snoozedUntil, closeness } = decision;
      await db.batch([
        ...(mutedAt === undefined ? [] : [set('mutedAt', mutedAt)]),
        ...(snoozedUntil === undefined ? [] : [set('snoozedUntil', snoozedUntil)]),
        ...(closeness === undefined
          ? []
          : [set('closeness', closeness?.value ?? null), set('closenessAt', closeness?.at ?? null)]),
      ]);
    },

    async findAddress(userId, address) {
      const row = await prisma.address.findUnique({ where: { userId_address: { userId, address } } });
      return row && { addressId: row.id, personId: row.personId };
    },
  };

  /** The folds of people whose addresses moved no longer fit. */
  function regrouped(userId: string, ...personIds: string[]) {
    return [
      statement('DELETE FROM Tie WHERE personId IN (SELECT value FROM json_each(?))', JSON.stringify(personIds)),
      statement('UPDATE User SET evidence = evidence + 1 WHERE id = ?', userId),
    ];
  }
}

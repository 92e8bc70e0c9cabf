/** `EvidenceStore` on SQLite's dialect: set-based reads, and every page as one batch of `json_each` statements. */
import { RekindleError } from '../../domain/errors.ts';
import type { AddressKind, Verdict } from '../../domain/evidence.ts';
import type { EvidenceStore, Known, StreamState, Writes } from '../../ports/evidence-store.ts';
import { type Database, type Statement, forRows, queryByKeys, statement } from './database.ts';

export function createEvidenceStore(db: Database): EvidenceStore {
  return {
    async openStream(userId, accountId, name, kind, now) {
      const id = `${accountId}/${name}`;
      await db.batch([
        statement(
          'INSERT INTO Stream(id, accountId, name, kind, updatedAt) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
          id,
          accountId,
          name,
          kind,
          now,
        ),
      ]);
      const stream = await db.prisma.stream.findUniqueOrThrow({ where: { accountId_name: { accountId, name } } });
      const { cursor, complete, round, owned, version } = stream;
      return { id: stream.id, userId, accountId, name, kind, cursor, complete, round, owned, version };
    },

    async owner(userId) {
      const [user, rows] = await Promise.all([
        db.prisma.user.findUniqueOrThrow({ where: { id: userId } }),
        db.prisma.ownAddress.findMany({ where: { userId } }),
      ]);
      return { name: user.name, addresses: new Set(rows.map((row) => row.address)) };
    },

    async known(userId, question): Promise<Known> {
      type ItemRow = { id: string; streamId: string; verdict: Verdict; digest: string; round: number };
      type MergeRow = { mergeKey: string; verdict: Verdict; address: string | null };
      type AddressRow = {
        id: string;
        personId: string;
        address: string;
        name: string;
        nameRank: number;
        nameAt: bigint;
        kind: AddressKind;
      };
      const [items, holders, merges, addresses] = await Promise.all([
        queryByKeys<ItemRow>(
          db,
          question.itemIds,
          'SELECT id, streamId, verdict, digest, round FROM Item WHERE id IN (SELECT value FROM json_each(?))',
        ),
        queryByKeys<{ id: string; evidenceKey: string }>(
          db,
          question.evidenceKeys,
          `SELECT i.id, i.evidenceKey FROM json_each(?) k CROSS JOIN Item i ON i.userId = ? AND i.evidenceKey = k.value
            WHERE i.verdict IN ('counted', 'mail-merge') OR EXISTS (SELECT 1 FROM Interaction x WHERE x.itemId = i.id)`,
          userId,
        ),
        queryByKeys<MergeRow>(
          db,
          question.mergeKeys,
          `SELECT DISTINCT i.mergeKey, i.verdict, a.address FROM json_each(?) k
             CROSS JOIN Item i ON i.userId = ? AND i.mergeKey = k.value
             LEFT JOIN Interaction x ON x.itemId = i.id LEFT JOIN Address a ON a.id = x.addressId
            WHERE i.verdict IN ('counted', 'mail-merge')`,
          userId,
        ),
        queryByKeys<AddressRow>(
          db,
          question.addresses,
          `SELECT a.id, a.personId, a.address, a.name, a.nameRank, a.nameAt, a.kind
             FROM json_each(?) k CROSS JOIN Address a ON a.userId = ? AND a.address = k.value`,
          userId,
        ),
      ]);
      const byMergeKey = new Map<string, { recipients: Set<string>; isMerge: boolean }>();
      for (const row of merges) {
        const merge = byMergeKey.get(row.mergeKey) ?? { recipients: new Set<string>(), isMerge: false };
        if (row.verdict === 'mail-merge') merge.isMerge = true;
        if (row.address !== null) merge.recipients.add(row.address);
        byMergeKey.set(row.mergeKey, merge);
      }
      return {
        items: new Map(items.map((row) => [row.id, row])),
        holders: new Map(holders.map((row) => [row.evidenceKey, row.id])),
        merges: byMergeKey,
        addresses: new Map(addresses.map((row) => [row.address, { ...row, nameAt: Number(row.nameAt) }])),
      };
    },

    async commit(stream, writes, now) {
      try {
        await db.batch(commitStatements(stream, writes, now));
      } catch (cause) {
        const current = await db.prisma.stream.findUnique({ where: { id: stream.id } });
        if (current?.version === stream.version) throw cause;
        throw new RekindleError('conflict', `The stream ${stream.name} was changed by another process.`, {
          hint: 'Nothing was lost; run it again.',
          cause,
        });
      }
      const { cursor, complete, restart } = writes.stream;
      const round = stream.round + (restart ? 1 : 0);
      return { ...stream, cursor, complete, round, owned: restart?.owned ?? stream.owned, version: stream.version + 1 };
    },
  };
}

function commitStatements(stream: StreamState, writes: Writes, now: number): Statement[] {
  const { userId } = stream;
  const page = writes.stream;
  const round = stream.round + (page.restart ? 1 : 0);
  const interactions = writes.items.flatMap((item) => item.interactions.map((x) => ({ ...x, itemId: item.id })));
  const emptied = [...writes.items, ...writes.demoted].map((item) => [item.id]);

  return [
    // Compare and swap inside a batch: a NULL id breaks NOT NULL and rolls everything back when another commit came first.
    statement(
      'INSERT INTO Stream(id, accountId, name, kind, updatedAt) SELECT NULL, NULL, NULL, NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM Stream WHERE id = ? AND version = ?)',
      stream.id,
      stream.version,
    ),
    statement(
      `UPDATE Stream SET cursor = ?, complete = ?, round = ?, owned = ?, version = version + 1, updatedAt = ?,
         read = ? + CASE WHEN round = ? THEN read ELSE 0 END, repeated = ? + CASE WHEN round = ? THEN repeated ELSE 0 END
       WHERE id = ?`,
      page.cursor,
      page.complete ? 1 : 0,
      round,
      page.restart?.owned ?? stream.owned,
      now,
      page.read,
      round,
      page.repeated,
      round,
      stream.id,
    ),
    statement('UPDATE User SET evidence = evidence + 1 WHERE id = ?', userId),
    ...(writes.ownerName === null
      ? []
      : [statement("UPDATE User SET name = ? WHERE id = ? AND name = ''", writes.ownerName, userId)]),
    ...forRows(
      writes.ownAddresses.map((address) => [address]),
      `INSERT INTO OwnAddress(userId, address, source) SELECT ?2, value->>0, 'sent-as' FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      userId,
    ),
    ...forRows(
      writes.addresses.map((a) => [a.personId]),
      'INSERT INTO Person(id, userId) SELECT value->>0, ?2 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING',
      userId,
    ),
    ...forRows(
      writes.addresses.map((a) => [a.id, a.personId, a.address, a.name, a.nameRank, a.nameAt, a.kind]),
      `INSERT INTO Address(id, userId, personId, address, name, nameRank, nameAt, kind)
       SELECT value->>0, ?2, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 FROM json_each(?1) WHERE true
       ON CONFLICT(id) DO UPDATE SET name = excluded.name, nameRank = excluded.nameRank, nameAt = excluded.nameAt, kind = excluded.kind`,
      userId,
    ),
    ...forRows(
      writes.addresses.filter((a) => a.kind !== 'person').map((a) => [a.personId]),
      'DELETE FROM Tie WHERE personId IN (SELECT value->>0 FROM json_each(?))',
    ),
    ...forRows(
      writes.items.map((i) => [i.id, i.verdict, i.evidenceKey, i.mergeKey, i.digest]),
      `INSERT INTO Item(id, userId, streamId, verdict, evidenceKey, mergeKey, digest, round)
       SELECT value->>0, ?2, ?3, value->>1, value->>2, value->>3, value->>4, ?4 FROM json_each(?1) WHERE true
       ON CONFLICT(id) DO UPDATE SET verdict = excluded.verdict, evidenceKey = excluded.evidenceKey,
         mergeKey = excluded.mergeKey, digest = excluded.digest,
         round = CASE WHEN streamId = excluded.streamId THEN excluded.round ELSE round END`,
      userId,
      stream.id,
      round,
    ),
    ...forRows(
      writes.touched.map((id) => [id]),
      'UPDATE Item SET round = ?2 WHERE id IN (SELECT value->>0 FROM json_each(?1)) AND streamId = ?3',
      round,
      stream.id,
    ),
    ...forRows(
      writes.demoted.map((item) => [item.id, item.verdict]),
      'UPDATE Item SET verdict = (SELECT value->>1 FROM json_each(?1) WHERE value->>0 = Item.id) WHERE id IN (SELECT value->>0 FROM json_each(?1))',
    ),
    ...forRows(
      writes.mailMerges.map((key) => [key]),
      `UPDATE Item SET verdict = 'mail-merge' WHERE userId = ?2 AND verdict = 'counted' AND mergeKey IN (SELECT value->>0 FROM json_each(?1))`,
      userId,
    ),
    // A fold that contains evidence about to go, or that is later than evidence about to come, is stale.
    ...forRows(emptied, STALE_BY_ITEM),
    ...forRows(
      writes.mailMerges.map((key) => [key]),
      `DELETE FROM Tie WHERE personId IN (SELECT a.personId FROM Item i JOIN Interaction x ON x.itemId = i.id
         JOIN Address a ON a.id = x.addressId WHERE i.userId = ?2 AND i.mergeKey IN (SELECT value->>0 FROM json_each(?1)))`,
      userId,
    ),
    ...forRows(emptied, 'DELETE FROM Interaction WHERE itemId IN (SELECT value->>0 FROM json_each(?1))'),
    ...forRows(
      writes.mailMerges.map((key) => [key]),
      `DELETE FROM Interaction WHERE itemId IN (SELECT id FROM Item WHERE userId = ?2 AND mergeKey IN (SELECT value->>0 FROM json_each(?1)))`,
      userId,
    ),
    ...forRows(
      interactions.map((x) => [x.addressId, x.at, x.evidenceKey]),
      `DELETE FROM Tie WHERE personId IN (SELECT a.personId FROM json_each(?1) j CROSS JOIN Address a ON a.id = j.value->>0 CROSS JOIN Tie t ON t.personId = a.personId
        WHERE t.foldedAt > j.value->>1 OR (t.foldedAt = j.value->>1 AND t.foldedKey >= j.value->>2))`,
    ),
    ...forRows(
      interactions.map((x) => [
        x.itemId,
        x.addressId,
        x.evidenceKey,
        x.kind,
        x.at,
        x.groupSize,
        x.direct ? 1 : 0,
        x.minutes,
        x.thread,
        x.answers,
        x.subject,
      ]),
      `INSERT INTO Interaction(itemId, addressId, userId, evidenceKey, kind, at, groupSize, direct, minutes, thread, answers, subject)
       SELECT value->>0, value->>1, ?2, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10 FROM json_each(?1)`,
      userId,
    ),
  ];
}

const STALE_BY_ITEM = `DELETE FROM Tie WHERE personId IN (SELECT a.personId FROM Interaction x JOIN Address a ON a.id = x.addressId
  WHERE x.itemId IN (SELECT value->>0 FROM json_each(?1)))`;

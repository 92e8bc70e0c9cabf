/** The larger reads of `people-store.ts`. Each takes its parameters in the order named in its comment. */

/** userId → a row per address of every person that has an address which isn't the user's own; best name first. */
export const PEOPLE = `
SELECT p.id, p.mutedAt, p.snoozedUntil, p.suggestedAt, p.closeness, p.closenessAt, a.address, a.name, a.nameRank, a.nameAt, a.kind
  FROM Person p JOIN Address a ON a.personId = p.id
 WHERE p.userId = ? AND a.address NOT IN (SELECT address FROM OwnAddress WHERE userId = p.userId)
 ORDER BY p.id, a.nameRank DESC, a.nameAt DESC, a.address`;

/**
 * JSON rows [personId, at, key], userId, until → evidence of those people later than (at, key), in canonical order.
 * Only addresses of kind person count: what was sent to a list is nobody's evidence.
 */
export const INTERACTIONS = `
SELECT a.personId, a.address, x.evidenceKey, x.kind, x.at, x.groupSize, x.direct, x.minutes, x.thread, x.answers, x.subject
  FROM json_each(?1) j
  CROSS JOIN Address a ON a.personId = j.value->>0 AND a.userId = ?2 AND a.kind = 'person'
  CROSS JOIN Interaction x ON x.addressId = a.id AND x.at >= j.value->>1 AND x.at <= ?3
 WHERE (x.at > j.value->>1 OR x.evidenceKey > j.value->>2)
   AND a.address NOT IN (SELECT address FROM OwnAddress WHERE userId = ?2)
 ORDER BY a.personId, x.at, x.evidenceKey, a.address`;

/**
 * userId → per stream, items that were judged evidence but concern nobody the user has ever written to or met: people
 * who only wrote in, or addresses found to be lists, roles and robots.
 */
export const KNOWN_TO_NOBODY = `
WITH dealtWith AS MATERIALIZED (
  SELECT DISTINCT a.personId FROM Interaction x JOIN Address a ON a.id = x.addressId
   WHERE x.userId = ?1 AND x.kind IN ('mail_out', 'meeting') AND a.kind = 'person'
     AND a.address NOT IN (SELECT address FROM OwnAddress WHERE userId = ?1))
SELECT i.streamId,
       CASE WHEN EXISTS (SELECT 1 FROM Interaction x JOIN Address a ON a.id = x.addressId WHERE x.itemId = i.id AND a.kind = 'person')
            THEN 'never-answered' ELSE 'no-person' END AS reason,
       count(*) AS n
  FROM Item i JOIN Stream s ON s.id = i.streamId AND s.round = i.round
 WHERE i.userId = ?1 AND i.verdict = 'counted'
   AND NOT EXISTS (SELECT 1 FROM Interaction x JOIN Address a ON a.id = x.addressId
                    WHERE x.itemId = i.id AND a.kind = 'person' AND a.personId IN (SELECT personId FROM dealtWith))
 GROUP BY i.streamId, reason`;

/** userId → mail from one address that answers the user's mail to another address alone, by In-Reply-To. */
export const CROSS_ANSWERS = `
SELECT DISTINCT sa.id AS askedId, sa.personId AS askedPerson, sa.address AS asked, sa.name AS askedName,
       ra.id AS answerId, ra.personId AS answerPerson, ra.address AS answer, ra.name AS answerName
  FROM Interaction r
  JOIN Item o ON o.userId = r.userId AND o.evidenceKey = r.answers
  JOIN Interaction s ON s.itemId = o.id AND s.kind = 'mail_out' AND s.groupSize = 1
  JOIN Address ra ON ra.id = r.addressId AND ra.kind = 'person'
  JOIN Address sa ON sa.id = s.addressId AND sa.kind = 'person'
 WHERE r.userId = ? AND r.kind = 'mail_in' AND r.answers IS NOT NULL AND ra.personId <> sa.personId
 ORDER BY asked, answer`;

/**
 * Brings every person's fold up to a moment: stored folds are continued with the evidence that came after them, stale
 * ones are made anew. The cost grows with what is new, not with what is stored.
 */
import { localDayIn } from '../domain/time.ts';
import type { PeopleStore, TieRecord, UserRecord } from '../ports/people-store.ts';
import { MODEL_VERSION, emptyTie, fold, type TieState } from './fold.ts';

interface Folding {
  state: TieState;
  at: number;
  key: string;
  changed: boolean;
}

/**
 * The fold of everybody with evidence up to `until` (ms UTC), by person id; or of `personIds` only. A moment in the
 * past is answered without touching what is stored for the present.
 */
export async function foldTies(
  store: PeopleStore,
  user: UserRecord,
  until: number,
  personIds?: string[],
): Promise<Map<string, TieState>> {
  const localDay = localDayIn(user.zone);
  const version = `${MODEL_VERSION} ${user.zone}`;
  const stored = await store.ties(user.id, personIds);
  const foldings = new Map<string, Folding>();
  const ahead = new Set<string>();
  for (const tie of stored.ties) {
    if (tie.version !== version) continue;
    if (tie.foldedAt > until) ahead.add(tie.personId);
    else foldings.set(tie.personId, resume(tie));
  }

  const after = new Map([...foldings].map(([id, { at, key }]) => [id, { at, key }]));
  for await (const page of store.interactions(user.id, { until, after, ...(personIds ? { personIds } : {}) })) {
    for (const { personId, ...interaction } of page) {
      let folding = foldings.get(personId);
      if (!folding) {
        folding = { state: emptyTie(), at: 0, key: '', changed: true };
        foldings.set(personId, folding);
      }
      folding.state = fold(folding.state, interaction, localDay);
      folding.at = interaction.at;
      folding.key = interaction.evidenceKey;
      folding.changed = true;
    }
  }

  const toSave = [...foldings].filter(([id, folding]) => folding.changed && !ahead.has(id));
  if (toSave.length > 0) {
    const records = toSave.map(([personId, { state, at, key }]): TieRecord => {
      return { personId, version, state: JSON.stringify(state), foldedAt: at, foldedKey: key };
    });
    await store.saveTies(user.id, stored.version, records);
  }
  return new Map([...foldings].map(([id, { state }]) => [id, state]));
}

function resume(tie: TieRecord): Folding {
  return { state: JSON.parse(tie.state) as TieState, at: tie.foldedAt, key: tie.foldedKey, changed: false };
}

/** `rekindle rebuild`: drops every stored fold and folds again; the scores come out the same. */
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { foldTies } from '../trust/roster.ts';
import type { Output } from './output.ts';

export async function rebuildCommand(store: PeopleStore, user: UserRecord, now: number, out: Output): Promise<void> {
  await store.dropTies(user.id);
  const ties = await foldTies(store, user, now);
  out.write(`Rebuilt ${ties.size} ${ties.size === 1 ? 'tie' : 'ties'} of ${user.email} from stored evidence.\n`);
}

/**
 * Both stores in memory, for one process's lifetime: property tests explore thousands of histories with them, and the
 * contract suite holds them to the same promises as the databases.
 */
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import { createMemoryEvidenceStore } from './evidence-store.ts';
import { createMemoryPeopleStore } from './people-store.ts';
import { createTables } from './tables.ts';

export function createMemoryStores(): { evidence: EvidenceStore; people: PeopleStore } {
  const tables = createTables();
  return { evidence: createMemoryEvidenceStore(tables), people: createMemoryPeopleStore(tables) };
}

/** Stores on real database files that are removed when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type OpenDatabase } from '../../src/adapters/libsql/open.ts';
import { createEvidenceStore } from '../../src/adapters/prisma/evidence-store.ts';
import { createPeopleStore } from '../../src/adapters/prisma/people-store.ts';
import type { Stores } from './stores.ts';

export function createLibsqlStores(): AsyncDisposable & { open(): Promise<Stores> } {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-'));
  const opened: OpenDatabase[] = [];
  return {
    async open() {
      const url = `file:${join(folder, `${opened.length}.db`)}`;
      const db = await openDatabase(url, new URL('../../prisma/migrations/', import.meta.url), 0);
      opened.push(db);
      return { evidence: createEvidenceStore(db), people: createPeopleStore(db) };
    },
    async [Symbol.asyncDispose]() {
      for (const db of opened) await db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../src/adapters/libsql/open.ts';
import { createEvidenceStore } from '../../src/adapters/prisma/evidence-store.ts';
import { createPeopleStore } from '../../src/adapters/prisma/people-store.ts';
import { describeStores } from './stores.ts';

const opened: { db: OpenDatabase; folder: string }[] = [];

afterEach(async () => {
  for (const { db, folder } of opened.splice(0)) {
    await db.close();
    rmSync(folder, { recursive: true });
  }
});

describeStores('libSQL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-'));
  const db = await openDatabase(
    `file:${join(folder, 'test.db')}`,
    new URL('../../prisma/migrations/', import.meta.url),
    0,
  );
  opened.push({ db, folder });
  return { evidence: createEvidenceStore(db), people: createPeopleStore(db) };
});

import { type D1Migration, applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { D1Database } from '@cloudflare/workers-types';
import { openD1 } from '../../src/adapters/d1/open.ts';
import { createEvidenceStore } from '../../src/adapters/prisma/evidence-store.ts';
import { createPeopleStore } from '../../src/adapters/prisma/people-store.ts';
import { describeStores } from './stores.ts';

const { DB, TEST_MIGRATIONS } = env as unknown as { DB: D1Database; TEST_MIGRATIONS: D1Migration[] };

describeStores('D1', async () => {
  await reset();
  await applyD1Migrations(DB, TEST_MIGRATIONS);
  const db = openD1(DB);
  return { evidence: createEvidenceStore(db), people: createPeopleStore(db) };
});

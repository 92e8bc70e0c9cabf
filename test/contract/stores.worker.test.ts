/// <reference types="@cloudflare/vitest-plugin/types" />
import { applyD1Migrations, env, reset } from 'cloudflare:test';
import { openD1 } from '../../src/adapters/d1/open.ts';
import { createEvidenceStore } from '../../src/adapters/prisma/evidence-store.ts';
import { createPeopleStore } from '../../src/adapters/prisma/people-store.ts';
import { describeStores } from './stores.ts';

describeStores('D1', async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const db = openD1(env.DB);
  return { evidence: createEvidenceStore(db), people: createPeopleStore(db) };
});

/** What `Health` promises (`src/ports/health.ts`), on the embedded database; on D1 `test/runtime/` asks for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/libsql/open.ts';
import { createHealth } from '../../src/adapters/prisma/health.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-health-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('is well while the database answers, and says "storage" when it does not', async () => {
  const migrations = new URL('../../prisma/migrations/', import.meta.url);
  const db = await openDatabase(`file:${join(folder, 'a.db')}`, migrations, 0);
  const health = createHealth(db);
  await health.check();
  await db.close();
  await expect(health.check()).rejects.toMatchObject({ code: 'storage' });
});

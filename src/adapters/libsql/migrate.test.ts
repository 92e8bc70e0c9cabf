import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';

let folder: string;
let client: Client;
let migrations: URL;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-migrate-'));
  cpSync('prisma/migrations', join(folder, 'migrations'), { recursive: true });
  migrations = pathToFileURL(`${join(folder, 'migrations')}/`);
  client = createClient({ url: `file:${join(folder, 'a.db')}` });
  await client.execute('PRAGMA journal_mode = WAL');
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

function add(name: string, sql: string): void {
  mkdirSync(join(folder, 'migrations', name), { recursive: true });
  writeFileSync(join(folder, 'migrations', name, 'migration.sql'), sql);
}
const tables = async () =>
  (await client.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).rows.map(
    (row) => row['name'],
  );

describe('migrate', () => {
  it('brings an empty database to the schema, once', async () => {
    await migrate(client, migrations, 0);
    expect(await tables()).toContain('Interaction');
    const applied = async () => (await client.execute('SELECT * FROM _prisma_migrations')).rows.length;
    const before = await applied();
    await migrate(client, migrations, 0);
    expect([before > 0, await applied()]).toEqual([true, before]);
  });

  it('[FM-102] refuses a database that a newer version has written, and touches nothing', async () => {
    add('29990101000000_future', 'CREATE TABLE "Future" ("id" TEXT NOT NULL PRIMARY KEY);\n');
    await migrate(client, migrations, 0);
    rmSync(join(folder, 'migrations', '29990101000000_future'), { recursive: true });
    await expect(migrate(client, migrations, 0)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('29990101000000_future'),
    });
    expect(await tables()).toContain('Future');
  });

  it('[FM-102] leaves nothing of a migration that breaks off, and applies it whole when it is mended', async () => {
    await migrate(client, migrations, 0);
    add('20270101000000_two', 'CREATE TABLE "One" ("id" TEXT);\n\nCREATE TABLE "Item" ("id" TEXT);\n');
    await expect(migrate(client, migrations, 0)).rejects.toThrow();
    expect(await tables()).not.toContain('One');
    add('20270101000000_two', 'CREATE TABLE "One" ("id" TEXT);\n\nCREATE TABLE "Two" ("id" TEXT);\n');
    await migrate(client, migrations, 0);
    expect(await tables()).toEqual(expect.arrayContaining(['One', 'Two']));
  });

  it('refuses a migration that was changed after it was applied', async () => {
    add('20270101000000_one', 'CREATE TABLE "One" ("id" TEXT);\n');
    await migrate(client, migrations, 0);
    add('20270101000000_one', 'CREATE TABLE "One" ("id" TEXT, "more" TEXT);\n');
    await expect(migrate(client, migrations, 0)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('20270101000000_one'),
    });
  });

  it('keeps the children of a table that a migration redefines', async () => {
    await migrate(client, migrations, 0);
    await client.batch(
      [
        "INSERT INTO User(id, name, email, zone, locale, createdAt) VALUES('u', '', 'u@example.com', 'UTC', 'en', 0)",
        "INSERT INTO Account(id, userId, provider, address, createdAt) VALUES('a', 'u', 'archive', 'u@example.com', 0)",
      ],
      'write',
    );
    add(
      '20270101000000_redefine',
      'CREATE TABLE "new_User" AS SELECT * FROM "User";\nDROP TABLE "User";\nALTER TABLE "new_User" RENAME TO "User";\nCREATE UNIQUE INDEX "User_id" ON "User"("id");\n',
    );
    await migrate(client, migrations, 0);
    expect((await client.execute('SELECT count(*) AS n FROM Account')).rows[0]?.['n']).toBe(1);
  });
});

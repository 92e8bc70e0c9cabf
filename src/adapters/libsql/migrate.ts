/**
 * Applies the committed migrations (Prisma's folder layout) at start and records them in Prisma's own table, so that
 * Prisma's tools read the database as theirs. Prisma's migration engine is a binary that is downloaded at install
 * time; this runner needs nothing but SQL.
 *
 * Refuses a database that knows a migration this code does not (written by a newer version), and a migration whose
 * text changed after it was applied. `client.migrate` turns foreign keys off outside the transaction: inside one,
 * dropping a redefined parent table would cascade into its children.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Client } from '@libsql/client';
import { RekindleError } from '../../domain/errors.ts';

interface Migration {
  name: string;
  checksum: string;
  statements: string[];
}

/** The migrations in a folder, in order. */
function readMigrations(folder: URL): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const sql = readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8');
    return { name, checksum: createHash('sha256').update(sql).digest('hex'), statements: splitStatements(sql) };
  });
}

/** Migrations are plain DDL: statements end with a semicolon at a line's end. */
function splitStatements(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((text) => text.replace(/^--.*$/gm, '').trim())
    .filter((text) => text !== '');
}

/** `now` is recorded as the time of application. Safe to run by two processes at once: the second finds it done. */
export async function migrate(client: Client, folder: URL, now: number): Promise<void> {
  const migrations = readMigrations(folder);
  await client.execute(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL, logs TEXT,
    rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp,
    applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0)`);
  const applied = await appliedMigrations(client);

  const newer = [...applied.keys()].filter((name) => !migrations.some((migration) => migration.name === name)).sort();
  if (newer.length > 0) {
    throw new RekindleError(
      'storage',
      `This database was written by a newer version of Rekindle (it knows ${newer.join(', ')}).`,
      {
        hint: 'Update Rekindle, or restore a backup made by this version. Nothing was changed.',
      },
    );
  }
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) {
      throw new RekindleError(
        'storage',
        `The migration ${migration.name} was changed after it was applied to this database.`,
        {
          hint: 'Restore the migration file from version control. Nothing was changed.',
        },
      );
    }
    await apply(client, migration, now);
  }
}

async function appliedMigrations(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.execute(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL',
  );
  return new Map(rows.map((row) => [String(row['migration_name']), String(row['checksum'])]));
}

async function apply(client: Client, migration: Migration, now: number): Promise<void> {
  const moment = new Date(now).toISOString();
  try {
    await client.migrate([
      ...migration.statements,
      {
        sql: 'INSERT INTO _prisma_migrations(id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES(?, ?, ?, ?, ?, 1)',
        args: [randomUUID(), migration.checksum, migration.name, moment, moment],
      },
    ]);
  } catch (error) {
    // Another process may have applied it between our look and our try.
    if ((await appliedMigrations(client)).get(migration.name) === migration.checksum) return;
    throw error;
  }
  const broken = await client.execute('PRAGMA foreign_key_check');
  if (broken.rows.length > 0) {
    throw new RekindleError('storage', `After the migration ${migration.name}, rows point at rows that do not exist.`, {
      hint: 'Restore the last backup and report this as a bug.',
    });
  }
}

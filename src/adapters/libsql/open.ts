/** Opens the embedded database (or a `libsql://` one): migrates it, then gives Prisma a client on it. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PrismaClient } from '#prisma';
import { type Client, createClient } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { RekindleError } from '../../domain/errors.ts';
import type { Database } from '../prisma/database.ts';
import { migrate } from './migrate.ts';

/** How long a writer waits for another process's lock, ms; libSQL's own default is not to wait at all. */
const BUSY_TIMEOUT = 5000;

export interface OpenDatabase extends Database {
  close(): Promise<void>;
}

/**
 * Throws `RekindleError('storage')` when the file can't be opened, is no database, or was written by a newer version.
 * `url` is `file:…` or `libsql:…`.
 */
export async function openDatabase(url: string, migrations: URL, now: number): Promise<OpenDatabase> {
  if (url.startsWith('file:')) {
    const folder = dirname(url.slice('file:'.length));
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const client = createClient({ url, timeout: BUSY_TIMEOUT });
  try {
    if (url.startsWith('file:')) await client.execute('PRAGMA journal_mode = WAL');
    await migrate(client, migrations, now);
  } catch (cause) {
    client.close();
    throw asStorageError(cause, url);
  }

  const prisma = new PrismaClient({ adapter: new OnClient({ url }, client) });
  return {
    prisma,
    async batch(statements) {
      if (statements.length === 0) return;
      try {
        await client.batch(
          statements.map(({ sql, params }) => ({ sql, args: params })),
          'write',
        );
      } catch (cause) {
        throw asStorageError(cause, url);
      }
    },
    async close() {
      await prisma.$disconnect();
      client.close();
    },
  };
}

/**
 * Prisma on the client that writes the batches: one connection for both. Prisma's own transactions are not used; each
 * would leave its connection open for good (@libsql/client 0.17 takes a new one for every `transaction()` and never
 * closes the old), which cost 3 MB a page of an import.
 */
class OnClient extends PrismaLibSql {
  readonly #client: Client;

  constructor(config: { url: string }, client: Client) {
    super(config);
    this.#client = client;
  }

  override createClient(): Client {
    return this.#client;
  }
}

/** Storage faults get one clear message; anything else (a broken constraint is how a commit says "conflict") passes. */
function asStorageError(cause: unknown, url: string): unknown {
  if (cause instanceof RekindleError) return cause;
  const text = cause instanceof Error ? `${cause.message} ${String(cause.cause ?? '')}` : String(cause);
  const fail = (message: string, hint: string) => new RekindleError('storage', message, { hint, cause });
  if (/disk is full|SQLITE_FULL|ENOSPC|disk I\/O error/i.test(text)) {
    return fail(
      `There is no room left to write the database ${url}.`,
      'Free some disk space and run it again; everything stored so far is kept.',
    );
  }
  if (/SQLITE_BUSY|database is locked|SocketTimeout|timed out/i.test(text)) {
    return fail(
      `The database ${url} is in use by another process.`,
      'Wait for it to finish, or stop it, and run it again.',
    );
  }
  if (/not a database|SQLITE_NOTADB|malformed|SQLITE_CORRUPT/i.test(text)) {
    return fail(
      `The file ${url} is not a Rekindle database, or it is damaged.`,
      'Check DATABASE_URL, or restore a backup.',
    );
  }
  if (/unable to open|SQLITE_CANTOPEN|EACCES|EPERM|readonly|SQLITE_READONLY/i.test(text)) {
    return fail(
      `The database ${url} can't be opened for writing.`,
      'Check DATABASE_URL and the permissions of its folder.',
    );
  }
  return cause;
}

/**
 * What the migrations lack to make the database that prisma/schema.prisma describes. Runs Prisma's own schema engine in
 * its WebAssembly build on an in-memory libSQL database: no download, no network, no file written.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

export const MIGRATIONS = join(import.meta.dirname, '../prisma/migrations');
export const SCHEMA = join(import.meta.dirname, '../prisma/schema.prisma');

/** The SQL to add, empty when there is none. Throws when the schema or a migration is not valid. */
export async function schemaDiff(schema: string): Promise<string> {
  const engine = await openEngine(schema);
  try {
    const { exitCode, stdout } = await engine.diff({
      from: {
        tag: 'migrations',
        baseDir: MIGRATIONS,
        lockfile: {
          path: 'migration_lock.toml',
          content: readFileSync(join(MIGRATIONS, 'migration_lock.toml'), 'utf8'),
        },
        shadowDbInitScript: '',
        migrationDirectories: migrations().map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content: schema }] },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    engine.free();
  }
}

/** The committed migrations in the order in which they are applied. */
export function migrations(): { name: string; sql: string }[] {
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * True for SQL that rebuilds a table. SQLite can't change a column in place, so Prisma copies the table and drops the
 * old one; inside a transaction (D1 has no other way) that drop deletes the rows of every table that refers to it.
 */
export function losesRows(sql: string): boolean {
  return /\bDROP\s+TABLE\b/i.test(sql.replaceAll(/--.*$/gm, ''));
}

let started: Promise<void> | undefined;

/** Loads the engine, which its package leaves to a bundler. Once per process: its glue keeps views on one memory. */
async function startEngine(): Promise<void> {
  const file = readFileSync(
    join(import.meta.dirname, '../node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm'),
  );
  const { instance } = await WebAssembly.instantiate(file, { './schema_engine_bg.js': { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

async function openEngine(schema: string): Promise<engineModule.SchemaEngine> {
  await (started ??= startEngine());
  const factory = new PrismaLibSql({ url: ':memory:' });
  const connect = factory.connectToShadowDb.bind(factory);
  factory.connectToShadowDb = async () => {
    const database = await connect();
    const executeRaw = database.executeRaw.bind(database);
    // The engine sends a whole migration as one statement; libSQL would run the first and ignore the rest.
    database.executeRaw = async (query) => {
      if (query.args.length > 0) return executeRaw(query);
      await database.executeScript(query.sql);
      return 0;
    };
    return database;
  };
  return engineModule.SchemaEngine.new(
    { datamodels: [[SCHEMA, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

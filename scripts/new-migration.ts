/** `npm run db:migration -- NAME`: writes what the migrations lack as a new one. Nothing is applied. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { losesRows, MIGRATIONS, SCHEMA, schemaDiff } from './schema-diff.ts';

const [name = ''] = process.argv.slice(2);
if (/^[a-z][a-z0-9_]*$/.test(name)) {
  process.exitCode = await write();
} else {
  console.error('usage: npm run db:migration -- NAME   (lower-case letters, digits and _, for example add_snooze)');
  process.exitCode = 2;
}

async function write(): Promise<number> {
  const sql = await schemaDiff(readFileSync(SCHEMA, 'utf8'));
  if (sql === '') {
    console.error('prisma/schema.prisma and prisma/migrations already agree: nothing to write.');
    return 1;
  }
  const folder = `${new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')}_${name}`;
  mkdirSync(join(MIGRATIONS, folder));
  writeFileSync(join(MIGRATIONS, folder, 'migration.sql'), sql);
  console.log(`wrote prisma/migrations/${folder}/migration.sql`);
  if (!losesRows(sql)) return 0;
  console.error('It drops a table, which loses rows on D1: rewrite it additively (ALTER TABLE … ADD COLUMN).');
  return 1;
}

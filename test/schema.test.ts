import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { losesRows, migrations, SCHEMA, schemaDiff } from '../scripts/schema-diff.ts';

const schema = readFileSync(SCHEMA, 'utf8');

it('the migrations make exactly the database that the schema describes', async () => {
  expect(await schemaDiff(schema)).toBe('');
});

it('a column that no migration adds is found, and the SQL to add it is given', async () => {
  const changed = schema.replace('model Account {', 'model Account {\n  colour String?\n');
  expect(await schemaDiff(changed)).toContain('ALTER TABLE "Account" ADD COLUMN "colour" TEXT');
});

it('an index that only the migrations know is found', async () => {
  const changed = schema.replace(/\n *@@index\(.*\)/, '');
  expect(changed).not.toBe(schema);
  expect(await schemaDiff(changed)).toContain('DROP INDEX');
});

it('a required column on an old table would rebuild it, and that is recognised as losing rows', async () => {
  const changed = schema.replace('model Account {', 'model Account {\n  colour String\n');
  expect(losesRows(await schemaDiff(changed))).toBe(true);
  expect(losesRows('-- no DROP TABLE here\nALTER TABLE "Account" ADD COLUMN "colour" TEXT;')).toBe(false);
});

it('no migration drops a table', () => {
  expect(migrations().length).toBeGreaterThan(0);
  expect(migrations().filter(({ sql }) => losesRows(sql))).toEqual([]);
});

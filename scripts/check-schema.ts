/** `npm run db:check`: fails when prisma/schema.prisma and the committed migrations describe different databases. */
import { readFileSync } from 'node:fs';
import { losesRows, migrations, SCHEMA, schemaDiff } from './schema-diff.ts';

const missing = await schemaDiff(readFileSync(SCHEMA, 'utf8'));
if (missing !== '') {
  console.error(`prisma/schema.prisma is ahead of prisma/migrations. Run: npm run db:migration -- NAME\n\n${missing}`);
  process.exitCode = 1;
}
for (const { name } of migrations().filter(({ sql }) => losesRows(sql))) {
  console.error(`${name} drops a table. Write it additively (ALTER TABLE … ADD COLUMN), or rows are lost on D1.`);
  process.exitCode = 1;
}

/**
 * Cloudflare D1 behind the same `Database`: Prisma reads, `D1.batch` writes. Prisma's `$transaction([…])` is not
 * atomic on D1; `batch` is one transaction (Cloudflare's D1 documentation, "Batch statements").
 */
import { PrismaClient } from '#prisma';
import type { D1Database } from '@cloudflare/workers-types';
import { PrismaD1 } from '@prisma/adapter-d1';
import type { Database } from '../prisma/database.ts';

export function openD1(binding: D1Database): Database {
  return {
    prisma: new PrismaClient({ adapter: new PrismaD1(binding) }),
    async batch(statements) {
      if (statements.length === 0) return;
      await binding.batch(statements.map(({ sql, params }) => binding.prepare(sql).bind(...params)));
    },
  };
}

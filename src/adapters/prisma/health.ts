import { RekindleError } from '../../domain/errors.ts';
import type { Health } from '../../ports/health.ts';
import type { Database } from './database.ts';

export function createHealth({ prisma }: Database): Health {
  return {
    async check() {
      try {
        await prisma.$queryRawUnsafe('SELECT 1');
      } catch (cause) {
        throw new RekindleError('storage', 'The database does not answer.', { cause });
      }
    },
  };
}

/** `rekindle doctor`: looks at what must be right before anything else can be, and says what to do. */
import { RekindleError } from '../domain/errors.ts';
import { readConfig, readDatabaseUrl } from './config.ts';
import { describeError } from './output.ts';
import type { Ambient } from './session.ts';

/** Throws `RekindleError` after printing when something is wrong, so that the exit code says so. */
export async function doctorCommand(ambient: Ambient, now: number): Promise<void> {
  const { env, out } = ambient;
  const problems: string[] = [];
  const check = async (name: string, look: () => Promise<string>) => {
    try {
      out.write(`ok    ${name}: ${await look()}\n`);
    } catch (error) {
      problems.push(name);
      out.write(`wrong ${name}: ${describeError(error)}\n`);
    }
  };
  await check('runtime', async () => `Node ${process.versions.node}`);
  await check('clock', async () => {
    if (now < RELEASED)
      throw new RekindleError('bad-config', `The clock says ${new Date(now).toISOString()}.`, {
        hint: 'Set it right.',
      });
    return new Date(now).toISOString();
  });
  await check('configuration', async () => {
    const { baseUrl, port } = readConfig(env);
    return `pages at ${baseUrl ?? `http://localhost:${port}`}`;
  });
  await check('database', async () => {
    const databaseUrl = readDatabaseUrl(env);
    const session = await ambient.openSession(databaseUrl, now);
    try {
      await session.health.check();
      const users = await session.people.users();
      return `${databaseUrl}, ${users.length} ${users.length === 1 ? 'user' : 'users'}`;
    } finally {
      await session.close();
    }
  });
  if (problems.length > 0) throw new RekindleError('bad-config', `Not ready: ${problems.join(', ')}.`);
}

/** A clock before this version was written is wrong. */
const RELEASED = Date.UTC(2026, 10, 1);

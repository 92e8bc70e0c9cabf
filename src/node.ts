/**
 * Composition root on Node: the command line and the daemon are made of these parts. Parts are loaded when they are
 * first needed: `--help` should not wait for a database engine.
 */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from './cli/config.ts';
import { describeError, type Output } from './cli/output.ts';
import type { Ambient, Session } from './cli/session.ts';
import { RekindleError } from './domain/errors.ts';

const MIGRATIONS = new URL('../prisma/migrations/', import.meta.url);

export function nodeAmbient(env: Ambient['env'], clock: () => number, out: Output): Ambient {
  const systemZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const openArchive = async () => (await import('./providers/archive/index.ts')).createArchive();
  return {
    env,
    clock,
    out,
    systemZone,
    openArchive,

    async openSession(databaseUrl, now) {
      const [{ openDatabase }, { createEvidenceStore }, { createHealth }, { createPeopleStore }] = await Promise.all([
        import('./adapters/libsql/open.ts'),
        import('./adapters/prisma/evidence-store.ts'),
        import('./adapters/prisma/health.ts'),
        import('./adapters/prisma/people-store.ts'),
      ]);
      const db = await openDatabase(databaseUrl, MIGRATIONS, now);
      return {
        evidence: createEvidenceStore(db),
        people: createPeopleStore(db),
        health: createHealth(db),
        close: () => db.close(),
      };
    },

    async serve(config, session) {
      const [{ createSpool }, { createImportJobs }, { createApp }] = await Promise.all([
        import('./adapters/files/spool.ts'),
        import('./connect/import-jobs.ts'),
        import('./web/app.ts'),
      ]);
      const spool = createSpool(join(dataFolder(config.databaseUrl), 'uploads'));
      await spool.clear();
      const onBug = (error: unknown) => out.error(`rekindle: ${describeError(error)}\n`);
      const imports = createImportJobs({ ...session, archive: await openArchive(), spool, newId: randomUUID, onBug });
      const app = createApp({ ...pick(session), imports, baseUrl: config.baseUrl, clock, systemZone, locale: 'en-GB' });
      await listen(app.fetch, config, out);
    },
  };
}

function pick({ health, people }: Session) {
  return { health, people };
}

/** Uploads wait beside the database, where there is room for it anyway. */
function dataFolder(databaseUrl: string): string {
  const isFile = databaseUrl.startsWith('file:');
  return isFile ? dirname(databaseUrl.slice('file:'.length)) : join(tmpdir(), 'rekindle');
}

/** Resolves when the server has stopped: on SIGINT or SIGTERM. */
async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port, baseUrl }: Config,
  out: Output,
): Promise<void> {
  const { serve } = await import('@hono/node-server');
  await new Promise<void>((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }, (address) => {
      out.write(`Rekindle is at ${baseUrl ?? `http://localhost:${address.port}`}\n`);
    });
    server.once('error', (cause: Error) => reject(cannotListen(cause, port)));
    server.once('close', resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    }
  });
}

function cannotListen(cause: Error, port: number): Error {
  const code = 'code' in cause ? cause.code : '';
  if (code === 'EADDRINUSE') {
    const hint = `Stop what runs there, or choose another port: PORT=${port + 1} npm start`;
    return new RekindleError('bad-config', `Port ${port} is in use already.`, { hint, cause });
  }
  if (code === 'EACCES') {
    const hint = 'Choose a port above 1023 with PORT.';
    return new RekindleError('bad-config', `Port ${port} needs rights this process does not have.`, { hint, cause });
  }
  return cause;
}

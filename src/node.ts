/** Composition root on Node: the command line and the daemon are made of these parts. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '@hono/node-server';
import { createSpool } from './adapters/files/spool.ts';
import { openDatabase } from './adapters/libsql/open.ts';
import { createEvidenceStore } from './adapters/prisma/evidence-store.ts';
import { createHealth } from './adapters/prisma/health.ts';
import { createPeopleStore } from './adapters/prisma/people-store.ts';
import type { Config } from './cli/config.ts';
import { describeError, type Output } from './cli/output.ts';
import type { Ambient, Session } from './cli/session.ts';
import { createImportJobs } from './connect/import-jobs.ts';
import { RekindleError } from './domain/errors.ts';
import { createArchive } from './providers/archive/index.ts';
import { createApp } from './web/app.ts';

const MIGRATIONS = new URL('../prisma/migrations/', import.meta.url);

export function nodeAmbient(env: Ambient['env'], clock: () => number, out: Output): Ambient {
  const systemZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const archive = createArchive();
  return {
    env,
    clock,
    out,
    systemZone,
    archive,

    async openSession(databaseUrl, now) {
      const db = await openDatabase(databaseUrl, MIGRATIONS, now);
      return {
        evidence: createEvidenceStore(db),
        people: createPeopleStore(db),
        health: createHealth(db),
        close: () => db.close(),
      };
    },

    async serve(config, session) {
      const spool = createSpool(join(dataFolder(config.databaseUrl), 'uploads'));
      await spool.clear();
      const onBug = (error: unknown) => out.error(`rekindle: ${describeError(error)}\n`);
      const imports = createImportJobs({ ...session, archive, spool, newId: randomUUID, onBug });
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
function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port, baseUrl }: Config,
  out: Output,
): Promise<void> {
  return new Promise((resolve, reject) => {
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

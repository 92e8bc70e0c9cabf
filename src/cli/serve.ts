/** `rekindle serve`: the daemon with its web pages. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '@hono/node-server';
import { RekindleError } from '../domain/errors.ts';
import { createSpool } from '../adapters/files/spool.ts';
import { createImportJobs } from '../connect/import-jobs.ts';
import { createArchive } from '../providers/archive/index.ts';
import { createApp } from '../web/app.ts';
import { readConfig } from './config.ts';
import { describeError, type Output } from './output.ts';
import { openSession } from './session.ts';

export interface ServeContext {
  now: number;
  clock: () => number;
  out: Output;
  systemZone: string;
  locale: string;
}

/** Resolves when the server has stopped (SIGINT or SIGTERM). Throws before it listens when it can't start. */
export async function serveCommand(env: Record<string, string | undefined>, context: ServeContext): Promise<void> {
  const config = readConfig(env);
  const session = await openSession(config.databaseUrl, context.now);
  const { systemZone, locale, clock, out } = context;
  const spool = createSpool(join(dataFolder(config.databaseUrl), 'uploads'));
  await spool.clear();
  const imports = createImportJobs({
    ...session,
    archive: createArchive(),
    spool,
    newId: randomUUID,
    onBug: (error) => out.error(`rekindle: ${describeError(error)}\n`),
  });
  const app = createApp({ ...session, imports, baseUrl: config.baseUrl, clock, systemZone, locale });
  try {
    await new Promise<void>((resolve, reject) => {
      const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ port }) => {
        out.write(`Rekindle is at ${config.baseUrl ?? `http://localhost:${port}`}\n`);
      });
      server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, config.port)));
      server.once('close', resolve);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          server.close();
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      }
    });
  } finally {
    await session.close();
  }
}

function cannotListen(cause: NodeJS.ErrnoException, port: number): unknown {
  if (cause.code === 'EADDRINUSE') {
    return new RekindleError('bad-config', `Port ${port} is in use already.`, {
      hint: `Stop what runs there, or choose another port: PORT=${port + 1} npm start`,
      cause,
    });
  }
  if (cause.code === 'EACCES') {
    return new RekindleError('bad-config', `Port ${port} needs rights this process does not have.`, {
      hint: 'Choose a port above 1023 with PORT.',
      cause,
    });
  }
  return cause;
}

/** Uploads wait beside the database, where there is room for it anyway. */
function dataFolder(databaseUrl: string): string {
  return databaseUrl.startsWith('file:') ? dirname(databaseUrl.slice('file:'.length)) : join(tmpdir(), 'rekindle');
}

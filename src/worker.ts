/** Composition root on Cloudflare Workers. */
import type { D1Database } from '@cloudflare/workers-types';
import { openD1 } from './adapters/d1/open.ts';
import { createHealth } from './adapters/prisma/health.ts';
import { createPeopleStore } from './adapters/prisma/people-store.ts';
import { createApp } from './web/app.ts';

interface Env {
  DB: D1Database;
  /** How the pages are reached from outside. */
  BASE_URL?: string;
}

export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    const db = openD1(env.DB);
    const deps = {
      health: createHealth(db),
      people: createPeopleStore(db),
      imports: null,
      baseUrl: env.BASE_URL ?? null,
    };
    return createApp({ ...deps, clock: () => Date.now(), systemZone: 'UTC', locale: 'en-GB' }).fetch(request);
  },
};

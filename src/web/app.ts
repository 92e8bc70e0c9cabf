/**
 * The HTTP face: one Hono app for Node and Workers, made from what it needs. Without `imports` (on Workers, where
 * there is no disk to spool uploads on) the import pages are absent and the landing page says so.
 *
 * There is no sign-in yet: the daemon listens on this machine only, and requests that another site's page made the
 * browser send are refused.
 */
import { Hono } from 'hono';
import { IMPORT_SCRIPT, STYLE } from './assets.ts';
import { briefingRoutes } from './briefing.ts';
import type { AppDeps } from './deps.ts';
import { answerError, answerNotFound } from './errors.ts';
import { securityHeaders } from './headers.ts';
import { importRoutes } from './imports.ts';
import { landingPage } from './landing.ts';
import { sameSite } from './same-site.ts';

export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.notFound(answerNotFound);
  // Before the check of the host: whoever watches may reach us under any name, and learns nothing.
  app.get('/healthz', async (c) => {
    await deps.health.check();
    return c.json({ status: 'ok' });
  });
  app.use(securityHeaders((path) => path === '/briefing/mail.html'));
  app.use(sameSite(deps.baseUrl));

  app.get('/assets/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/assets/import.js', (c) => c.body(IMPORT_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }));

  app.get('/', async (c) =>
    c.html(landingPage({ users: await deps.people.users(), canImport: deps.imports !== null })),
  );
  app.route('/briefing', briefingRoutes(deps));
  if (deps.imports) app.route('/imports', importRoutes({ ...deps, imports: deps.imports }));
  return app;
}

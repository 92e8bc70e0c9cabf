/** Uploading an archive and following its import. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as v from 'valibot';
import type { ImportJobs, ImportStatus } from '../connect/import-jobs.ts';
import { RekindleError } from '../domain/errors.ts';
import type { SkipReason } from '../domain/evidence.ts';
import type { AppDeps } from './deps.ts';
import { type Html, page } from './layout.ts';
import { reasonInWords } from './reasons.ts';

const startRequest = v.object({
  me: v.pipe(v.string(), v.maxLength(2000)),
  zone: v.pipe(v.string(), v.maxLength(100)),
});
/** The language of the pages. */
const LOCALE = 'en-GB';
const MAX_START_BYTES = 10_000;

export function importRoutes(deps: AppDeps & { imports: ImportJobs }): Hono {
  const { imports } = deps;
  const routes = new Hono();

  routes.post('/', (c) => c.json({ id: imports.begin() }, 201));

  routes.put('/:id/files/:name', async (c) => {
    const body = c.req.raw.body ?? new Blob([]).stream();
    await imports.receive(c.req.param('id'), c.req.param('name'), body);
    return c.json({ received: true });
  });

  routes.post('/:id/start', async (c) => {
    const text = await c.req.text();
    const request =
      text.length <= MAX_START_BYTES ? v.safeParse(v.pipe(v.string(), v.parseJson(), startRequest), text) : null;
    if (!request?.success)
      throw new RekindleError('usage', 'The request to start an import must be JSON with "me" and "zone".');
    const { me, zone } = request.output;
    await imports.start(c.req.param('id'), {
      me: me
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
      zone: zone.trim() === '' ? null : zone.trim(),
      defaultZone: deps.systemZone,
      locale: deps.locale,
      now: deps.clock(),
    });
    return c.json({ started: true }, 202);
  });

  routes.get('/:id', (c) => {
    const status = imports.status(c.req.param('id'));
    if (!status)
      throw new RekindleError('not-found', 'This import is not known.', { hint: 'Start again from the first page.' });
    if (c.req.header('accept')?.includes('application/json')) return c.json(status);
    return c.html(statusPage(status));
  });
  return routes;
}

function statusPage(status: ImportStatus): Html {
  const number = new Intl.NumberFormat(LOCALE);
  switch (status.state) {
    case 'receiving':
    case 'running': {
      const share = status.state === 'running' ? status.share : null;
      const read = status.state === 'running' ? status.read : 0;
      return page(
        'Reading',
        html`<h1>Reading your archive</h1>
          <p role="status">
            ${number.format(read)} items read${share === null ? '' : `, ${Math.floor(share * 100)} % of this file`}.
          </p>
          ${share === null ? html`<progress aria-label="Reading"></progress>` : html`<progress max="1" value="${share}" aria-label="Reading"></progress>`}
          <p class="soft">This page follows by itself. You may leave it and come back.</p>`,
        { refresh: 1 },
      );
    }
    case 'failed':
      return page(
        'Not imported',
        html`<h1>That didn’t work</h1>
          <p class="error">${status.message}${status.hint === null ? '' : html`<br />${status.hint}`}</p>
          <p><a class="button" href="/">Back to the first page</a></p>`,
      );
    case 'done':
      return page(
        'Done',
        html`<h1>Done. ${status.read === 0 ? 'Nothing was new.' : 'Here is what was read.'}</h1>
          ${status.ledger.map(
            ({ stream, kind, read, counted, skipped }) =>
              html`<section class="card">
                <h2>${stream.split(' #')[0]}</h2>
                <dl>
                  <dt>${number.format(read)}</dt>
                  <dd>${kind === 'mail' ? 'messages' : 'calendar entries'} read</dd>
                  <dt>${number.format(counted)}</dt>
                  <dd>counted as contact with people</dd>
                  ${Object.entries(skipped).map(
                    ([reason, n]) =>
                      html`<dt>${number.format(n)}</dt>
                        <dd>left out: ${reasonInWords(reason as SkipReason)}</dd>`,
                  )}
                </dl>
              </section>`,
          )}
          ${status.selfCheck === null ? '' : html`<p>${status.selfCheck}</p>`}
          <p><a class="button" href="/briefing?user=${encodeURIComponent(status.user)}">Show me the briefing</a></p>`,
      );
  }
}

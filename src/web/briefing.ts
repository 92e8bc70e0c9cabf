/** The briefing on screen: the mail itself in a frame that can run nothing, and its plain-text twin. */
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { composeBriefing } from '../briefing/compose.ts';
import { renderHtml, renderText } from '../briefing/render.ts';
import { viewBriefing } from '../briefing/view.ts';
import { RekindleError } from '../domain/errors.ts';
import type { UserRecord } from '../ports/people-store.ts';
import type { AppDeps } from './deps.ts';
import { page } from './layout.ts';

export function briefingRoutes({ people, clock }: AppDeps): Hono {
  const routes = new Hono();

  const userOf = async (c: Context): Promise<UserRecord> => {
    const users = await people.users();
    const email = c.req.query('user');
    const user = email === undefined ? users[0] : users.find((known) => known.email === email);
    if (!user)
      throw new RekindleError('not-found', 'There is no briefing for that address.', {
        hint: 'Import an archive first.',
      });
    return user;
  };
  /** As of the last evidence when that lies far back: an archive of 2001 read today would only show silence. */
  const momentOf = async (user: UserRecord): Promise<number> => {
    const now = clock();
    const span = await people.span(user.id, now);
    return span && now - span.to > STALE_AFTER ? span.to + 1 : now;
  };
  const viewOf = async (c: Context) => {
    const user = await userOf(c);
    return viewBriefing(await composeBriefing(people, user, await momentOf(user)));
  };

  routes.get('/', async (c) => {
    const user = await userOf(c);
    const query = `user=${encodeURIComponent(user.email)}`;
    const moment = await momentOf(user);
    const date = new Intl.DateTimeFormat(user.locale, { timeZone: user.zone, dateStyle: 'long' }).format(moment);
    const isPast = clock() - moment > STALE_AFTER;
    return c.html(
      page(
        'Your briefing',
        html`<h1>Your briefing</h1>
          ${isPast ? html`<p class="soft">Your archive ends on ${date}; this is what you would have read then.</p>` : ''}
          <iframe
            src="/briefing/mail.html?${query}"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            title="The briefing as a mail"
          ></iframe>
          <p class="soft"><a href="/briefing/mail.txt?${query}">The same as plain text</a></p>`,
      ),
    );
  });

  routes.get('/mail.html', async (c) => c.html(renderHtml(await viewOf(c))));
  routes.get('/mail.txt', async (c) => c.text(renderText(await viewOf(c))));
  return routes;
}

/** An archive that ends longer ago than this is shown as of its end, ms. */
const STALE_AFTER = 60 * 86_400_000;

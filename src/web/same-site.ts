/**
 * Keeps other sites' pages from acting through the user's browser.
 *
 * Browsers name the page a request comes from (Sec-Fetch-Site, Origin; Fetch standard); a changing request from
 * elsewhere is refused. The Host must be one we are reached under, or a name that an attacker points at this machine
 * (DNS rebinding) would count as our own origin. Clients that are no browsers send neither header and pass.
 */
import type { MiddlewareHandler } from 'hono';
import { RekindleError } from '../domain/errors.ts';

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** `baseUrl` is the address the pages are reached under from outside, null when there is none. */
export function sameSite(baseUrl: string | null): MiddlewareHandler {
  const hosts = [...THIS_MACHINE, ...(baseUrl === null ? [] : [new URL(baseUrl).hostname])];
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (!hosts.includes(url.hostname)) {
      throw new RekindleError('forbidden', `This server is not ${url.hostname}.`, {
        hint: 'Set BASE_URL to the address it is reached under.',
      });
    }
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const isForeign =
      site === undefined
        ? origin !== undefined && !isHost(origin, url.host)
        : site !== 'same-origin' && site !== 'none';
    if (!isSafe && isForeign) throw new RekindleError('forbidden', 'This request came from another site.');
    await next();
  };
}

function isHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Security headers: pages load nothing from elsewhere and run no inline script; a mail on screen runs nothing at all. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const COMMON = { referrerPolicy: 'no-referrer', xFrameOptions: 'SAMEORIGIN', strictTransportSecurity: false } as const;

const pages = secureHeaders({
  ...COMMON,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'self'"],
  },
});

/** A mail brings its own styles inline and nothing else. */
const mails = secureHeaders({
  ...COMMON,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    frameAncestors: ["'self'"],
    sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
  },
});

/** HTTPS is the host's proxy's matter, and so is telling browsers to insist on it. */
export function securityHeaders(isMail: (path: string) => boolean): MiddlewareHandler {
  return (c, next) => (isMail(c.req.path) ? mails(c, next) : pages(c, next));
}

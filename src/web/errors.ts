/** The one map from error code to HTTP status. Unknown errors are bugs: nothing of them is shown. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { RekindleError, type ErrorCode } from '../domain/errors.ts';

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  usage: 400,
  'bad-input': 422,
  'bad-config': 500,
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  storage: 503,
  'not-available': 501,
};

export function answerError(error: unknown, c: Context): Response {
  if (!(error instanceof RekindleError))
    return c.json({ error: 'internal', message: 'Something went wrong on our side.' }, 500);
  return c.json({ error: error.code, message: error.message, hint: error.hint }, STATUS[error.code]);
}

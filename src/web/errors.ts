/** The one map from error code to HTTP status. Unknown errors are bugs: nothing of them is shown. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { RekindleError, type ErrorCode } from '../domain/errors.ts';
import { page } from './layout.ts';

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

/** A page for people in a browser, JSON for everything else. */
export function answerError(error: unknown, c: Context): Response | Promise<Response> {
  if (!(error instanceof RekindleError)) {
    return answer(c, 500, { error: 'internal', message: 'Something went wrong on our side.', hint: null });
  }
  return answer(c, STATUS[error.code], { error: error.code, message: error.message, hint: error.hint });
}

export function answerNotFound(c: Context): Response | Promise<Response> {
  return answerError(
    new RekindleError('not-found', 'There is no such page.', { hint: 'Start from the first page.' }),
    c,
  );
}

interface Problem {
  error: ErrorCode | 'internal';
  message: string;
  hint: string | null;
}

function answer(c: Context, status: ContentfulStatusCode, problem: Problem): Response | Promise<Response> {
  if (c.req.header('accept')?.includes('text/html') !== true) return c.json(problem, status);
  const body = html`<h1>That didn’t work</h1>
    <p class="error">${problem.message}${problem.hint === null ? '' : html`<br />${problem.hint}`}</p>
    <p><a class="button" href="/">To the first page</a></p>`;
  return c.html(page('Not this way', body), status);
}

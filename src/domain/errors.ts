/**
 * The closed set of things that can go wrong, and the one error class that carries them.
 *
 * `code` decides how an edge answers (exit code, HTTP status), `message` names the input at fault and `hint` the way
 * out. Anything that is not a `RekindleError` is a bug and is shown as "internal error" only.
 */
export type ErrorCode =
  /** The caller asked for something that makes no sense: wrong option, missing argument. */
  | 'usage'
  /** Input was read but can't be used: no such file, not mail, cut off. */
  | 'bad-input'
  /** Configuration is missing or wrong; nothing was started. */
  | 'bad-config'
  /** The thing named does not exist (or is not the caller's). */
  | 'not-found'
  /** The request may not do this. */
  | 'forbidden'
  /** Another process or request changed the same thing first; trying again is safe. */
  | 'conflict'
  /** The database can't be used: newer than the code, locked, full, corrupt. */
  | 'storage'
  /** The feature exists in the plan, not yet in this version. */
  | 'not-available';

export class RekindleError extends Error {
  readonly code: ErrorCode;
  /** What the user can do about it, as a full sentence. */
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RekindleError';
    this.code = code;
    this.hint = options.hint ?? null;
  }
}

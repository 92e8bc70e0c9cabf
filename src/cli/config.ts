/**
 * Configuration from environment variables, checked as a whole: a bad value stops the start with one message that
 * lists every problem, each with the way out.
 */
import * as v from 'valibot';
import { RekindleError } from '../domain/errors.ts';

const DEFAULT_PORT = 8787;

/** Plain http only where nobody can listen in: on this machine. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

const portNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535'),
  v.transform(Number),
  v.maxValue(65_535, 'must be a port number, 0 to 65535'),
);
const safeUrl = v.pipe(v.string(), v.check(isSafeUrl, 'must be an https:// address (http:// only for localhost)'));
const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const schema = v.object({
  PORT: v.optional(portNumber),
  HOST: v.optional(text, '127.0.0.1'),
  BASE_URL: v.optional(safeUrl),
  DATABASE_URL: v.optional(
    v.pipe(v.string(), v.regex(/^(file:.|libsql:\/\/.|https:\/\/.)/, 'must start with file: or libsql://')),
    'file:./data/rekindle.db',
  ),
  REKINDLE_KEYS: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/,
        'must be id:base64 pairs of 32-byte keys, separated by commas',
      ),
    ),
  ),
  GOOGLE_CLIENT_ID: v.optional(text),
  GOOGLE_CLIENT_SECRET: v.optional(text),
  GOOGLE_ISSUER: v.optional(safeUrl, 'https://accounts.google.com'),
  GOOGLE_API_URL: v.optional(safeUrl),
  MICROSOFT_CLIENT_ID: v.optional(text),
  MICROSOFT_CLIENT_SECRET: v.optional(text),
  MICROSOFT_TENANT: v.optional(text, 'common'),
  MICROSOFT_AUTHORITY: v.optional(safeUrl, 'https://login.microsoftonline.com'),
  MICROSOFT_GRAPH_URL: v.optional(safeUrl, 'https://graph.microsoft.com'),
  SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\/./, 'must start with smtp:// or smtps://'))),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.regex(/\S+@\S+/, 'must hold an email address'))),
});

/** Values that only make sense together. */
const PAIRS = [
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
] as const;

export interface Config {
  port: number;
  host: string;
  /** How the pages are reached from outside; null when nobody said, then it is the port on this machine. */
  baseUrl: string | null;
  databaseUrl: string;
}

type Environment = Record<string, string | undefined>;

/** All that a command needs which only looks into the database: it runs even while the pages are misconfigured. */
export function readDatabaseUrl({ DATABASE_URL }: Environment): string {
  return readConfig({ DATABASE_URL }).databaseUrl;
}

/** Throws `RekindleError('bad-config')` that lists every bad value. Empty variables count as not set. */
export function readConfig(env: Environment): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = v.safeParse(schema, set);
  const problems = (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`);
  for (const [a, b] of PAIRS) {
    if (a in set !== b in set) problems.push(`${a in set ? b : a} is missing (${a in set ? a : b} is set)`);
  }
  if (!result.success || problems.length > 0) {
    throw new RekindleError(
      'bad-config',
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}: ${problems.join('; ')}.`,
      {
        hint: 'Correct these environment variables (or the file .env) and start again.',
      },
    );
  }
  const values = result.output;
  const { PORT: port = DEFAULT_PORT, HOST: host, BASE_URL: baseUrl = null, DATABASE_URL: databaseUrl } = values;
  return { port, host, baseUrl, databaseUrl };
}

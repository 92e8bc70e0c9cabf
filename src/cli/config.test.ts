import { describe, expect, it } from 'vitest';
import { readConfig, readDatabaseUrl } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 8787,
      host: '127.0.0.1',
      baseUrl: null,
      databaseUrl: 'file:./data/rekindle.db',
    });
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  it('names every mistake in one message', () => {
    const env = {
      PORT: '99999',
      BASE_URL: 'http://rekindle.example',
      DATABASE_URL: 'postgres://x',
      REKINDLE_KEYS: 'k1:short',
      SMTP_URL: 'mail.example',
      GOOGLE_CLIENT_ID: 'only-the-id',
      MICROSOFT_GRAPH_URL: 'ftp://graph',
    };
    const message = messageOf(() => readConfig(env));
    for (const name of [
      'PORT',
      'BASE_URL',
      'DATABASE_URL',
      'REKINDLE_KEYS',
      'SMTP_URL',
      'GOOGLE_CLIENT_SECRET',
      'MICROSOFT_GRAPH_URL',
    ]) {
      expect(message).toContain(name);
    }
  });

  it.each([
    ['GOOGLE_ISSUER', 'http://127.0.0.1:9000', true],
    ['GOOGLE_ISSUER', 'http://localhost:9000', true],
    ['GOOGLE_ISSUER', 'http://[::1]:9000', true],
    ['GOOGLE_ISSUER', 'http://localhost.evil.example', false],
    ['GOOGLE_API_URL', 'http://api.example', false],
    ['MICROSOFT_AUTHORITY', 'https://login.example', true],
    ['REKINDLE_KEYS', `a:${'A'.repeat(43)}=,b-2:${'B'.repeat(43)}=`, true],
    ['DATABASE_URL', 'libsql://db.example', true],
  ])('%s=%s is accepted: %s', (name, value, isFine) => {
    const read = () => readConfig({ [name]: value });
    if (isFine) expect(read).not.toThrow();
    else expect(messageOf(read)).toContain(name);
  });

  it('lets commands that need only the database run while the pages are misconfigured', () => {
    expect(readDatabaseUrl({ PORT: 'x', DATABASE_URL: 'file:a.db' })).toBe('file:a.db');
    expect(messageOf(() => readDatabaseUrl({ DATABASE_URL: 'nonsense' }))).toContain('DATABASE_URL');
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-config' });
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

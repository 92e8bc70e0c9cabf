/** A newcomer in the browser's place: uploads an archive, follows the import, reads the briefing. Real server, real files. */
import { mkdtempSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOfYears, ME } from '../fixtures/archive.ts';
import { type Daemon, startDaemon } from './daemon.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-web-'));
let daemon: Daemon;
let base = '';

beforeAll(async () => {
  daemon = await startDaemon(folder);
  ({ base } = daemon);
}, 30_000);

afterAll(async () => {
  await daemon.stop();
  rmSync(folder, { recursive: true });
});

const call = (
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(base + path, { method, headers, ...(body === undefined ? {} : { body }) });

async function importFiles(
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  me: string,
  zone = 'Europe/Berlin',
) {
  const { id } = (await (await call('POST', '/imports')).json()) as { id: string };
  for (const [name, content] of Object.entries(files)) {
    const put = await call('PUT', `/imports/${id}/files/${encodeURIComponent(name)}`, content);
    if (!put.ok) return { id, refused: put };
  }
  const started = await call('POST', `/imports/${id}/start`, JSON.stringify({ me, zone }), {
    'content-type': 'application/json',
  });
  if (!started.ok) return { id, refused: started };
  for (;;) {
    const status = (await (
      await call('GET', `/imports/${id}`, undefined, { accept: 'application/json' })
    ).json()) as Record<string, unknown>;
    if (status['state'] === 'done' || status['state'] === 'failed') return { id, status };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the pages', () => {
  it('listen on this machine only and say they are well', async () => {
    expect(base).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await call('GET', '/healthz')).json()).toEqual({ status: 'ok' });
  });

  it('greet a newcomer, without script from elsewhere or inline', async () => {
    const response = await call('GET', '/');
    const text = await response.text();
    expect(text).toContain('Import an archive');
    expect(text).not.toMatch(/<script(?![^>]*src="\/assets\/)/);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const [, path] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
      expect((await call('GET', path!)).status).toBe(200);
  });

  it('take an archive, read it, show what was read and the briefing, and keep no file', async () => {
    const { id, status } = await importFiles({ 'All mail.mbox': archiveOfYears() }, ME);
    expect(status).toMatchObject({ state: 'done', user: ME });
    const done = await (await call('GET', `/imports/${id}`)).text();
    expect(done).toContain('Show me the briefing');
    expect(done).toContain('left out: newsletters');

    const shown = await (await call('GET', `/briefing?user=${encodeURIComponent(ME)}`)).text();
    expect(shown).toMatch(/<iframe\s[^>]*src="\/briefing\/mail\.html\?user=mia%40example\.com"/);
    const mail = await call('GET', `/briefing/mail.html?user=${encodeURIComponent(ME)}`);
    expect(mail.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(await mail.text()).toContain('Nora');
    expect(await (await call('GET', `/briefing/mail.txt?user=${encodeURIComponent(ME)}`)).text()).toContain('Nora');
    const uploads = join(folder, 'data', 'uploads');
    expect(existsSync(uploads) ? readdirSync(uploads) : []).toEqual([]);
  });

  it('say what is wrong with a file by its own name, and where to go on', async () => {
    const { id, status } = await importFiles(
      { 'holiday.jpg': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]) },
      ME,
    );
    expect(status).toMatchObject({ state: 'failed' });
    expect(status!['message']).toMatch(/^holiday\.jpg: /);
    expect(await (await call('GET', `/imports/${id}`)).text()).toContain('Back to the first page');
  });

  it('say which addresses send most when the given one is nowhere', async () => {
    const { status } = await importFiles({ 'All mail.mbox': archiveOfYears() }, 'typo@example.com');
    expect(status).toMatchObject({ state: 'failed' });
    expect(status!['hint']).toContain(ME);
  });

  it('refuse an import without files, a second start, an unknown one, and requests from other sites', async () => {
    const empty = await importFiles({}, ME);
    expect([empty.refused?.status, await empty.refused?.json()]).toMatchObject([400, { error: 'usage' }]);
    const json = { 'content-type': 'application/json' };
    expect((await call('POST', '/imports/nothing/start', '{"me":"a@b.c","zone":""}', json)).status).toBe(404);
    expect((await call('GET', '/imports/nothing')).status).toBe(404);
    const foreign = await call('POST', '/imports', undefined, {
      origin: 'https://evil.example',
      'content-type': 'text/plain',
    });
    expect(foreign.status).toBe(403);
  });

  it('answer a stale link with a page for people and with JSON for programs', async () => {
    for (const path of ['/imports/long-gone', '/briefing?user=nobody%40example.com', '/no/such/page']) {
      const shown = await call('GET', path, undefined, { accept: 'text/html,application/xhtml+xml' });
      expect([path, shown.status, shown.headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=UTF-8']);
      expect(await shown.text()).toContain('To the first page');
      expect(await (await call('GET', path)).json()).toMatchObject({ error: 'not-found' });
    }
  });

  it('refuse a malformed start request without a word about the inside', async () => {
    const { id } = (await (await call('POST', '/imports')).json()) as { id: string };
    const answer = await call('POST', `/imports/${id}/start`, 'not json', { 'content-type': 'application/json' });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'usage']);
  });
});

/** What a `Spool` promises (`src/ports/spool.ts`), on the one implementation there is. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSpool } from '../../src/adapters/files/spool.ts';

const parent = mkdtempSync(join(tmpdir(), 'rekindle-spool-'));
const folder = join(parent, 'uploads');
const spool = createSpool(folder);
afterAll(() => rmSync(parent, { recursive: true }));

const bodyOf = (text: string) => new Blob([text]).stream();

describe('a spool in a folder', () => {
  it('keeps files as they came, in the order they came, whatever they are called', async () => {
    await spool.put('one', 'b.mbox', bodyOf('first'), 100);
    await spool.put('one', 'a.mbox', bodyOf('second'), 100);
    await spool.put('one', 'a.mbox', bodyOf('third'), 100);
    expect((await spool.paths('one')).map((path) => readFileSync(path, 'utf8'))).toEqual(['first', 'second', 'third']);
    expect(await spool.paths('two')).toEqual([]);
  });

  it.each(['../../evil.mbox', '..', '/etc/passwd', 'C:\\evil.mbox', '.hidden', 'a\u0000b', '\u202egnp.mbox', ''])(
    'never leaves its folder for a name like %j',
    async (name) => {
      await spool.put('names', name, bodyOf('x'), 100);
      for (const path of await spool.paths('names'))
        expect(relative(join(folder, 'names'), path)).not.toMatch(/[/\\]|^\.\./);
      await spool.discard('names');
    },
  );

  it('refuses what is too large, names it, and keeps nothing of it', async () => {
    const refused = spool.put('large', 'big.mbox', bodyOf('x'.repeat(101)), 100);
    await expect(refused).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('big.mbox') });
    expect(await spool.paths('large')).toEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('connection reset'));
      },
    });
    await expect(spool.put('broken', 'cut.mbox', broken, 100)).rejects.toThrow('connection reset');
    expect(await spool.paths('broken')).toEqual([]);
  });

  it('forgets a batch, twice if asked, and everything at a start', async () => {
    await spool.discard('one');
    await spool.discard('one');
    expect(await spool.paths('one')).toEqual([]);
    await spool.put('left', 'x.mbox', bodyOf('x'), 100);
    await spool.clear();
    expect(existsSync(folder)).toBe(false);
  });
});

/**
 * What every `Source` promises (`src/ports/source.ts`), whatever it reads from. Each kind of source binds this suite
 * with something to read of at least three facts, in pages small enough that there are several.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/domain/fact.ts';
import type { Cursor, Source } from '../../src/ports/source.ts';

export function describeSource(name: string, open: () => Source | Promise<Source>): void {
  describe(`source of ${name}`, () => {
    const opened: Source[] = [];
    const reopen = async () => {
      const source = await open();
      opened.push(source);
      return source;
    };
    afterEach(async () => {
      for (const source of opened.splice(0)) await source.close();
    });

    /** All pages from a cursor on: their facts, and the cursors between them. */
    const readFrom = async (source: Source, stream: string, from: Cursor) => {
      const facts: Fact[] = [];
      const cursors: string[] = [];
      for (let cursor = from, more = true; more;) {
        const page = await source.pull(stream, cursor);
        if (page.kind === 'expired') throw new Error('expired in the middle');
        facts.push(...page.facts);
        cursors.push(page.cursor);
        if (page.more) expect(page.cursor).not.toBe(cursor);
        ({ cursor, more } = page);
      }
      return { facts, cursors };
    };

    it('names its streams the same each time it is asked, and in another process', async () => {
      const [one, two] = [await reopen(), await reopen()];
      const streams = await one.streams();
      expect(streams.length).toBeGreaterThan(0);
      expect(new Set(streams.map((stream) => stream.name)).size).toBe(streams.length);
      expect([await one.streams(), await two.streams()]).toEqual([streams, streams]);
    });

    it('gives the same facts from any cursor on, in the same process and in a new one', async () => {
      const source = await reopen();
      for (const { name: stream } of await source.streams()) {
        const whole = await readFrom(source, stream, null);
        expect(whole.facts.length).toBeGreaterThan(2);
        expect(whole.cursors.length).toBeGreaterThan(1);
        let before = 0;
        for (const cursor of whole.cursors) {
          const [here, there] = [
            await readFrom(source, stream, cursor),
            await readFrom(await reopen(), stream, cursor),
          ];
          expect(there.facts).toEqual(here.facts);
          expect(whole.facts.slice(-here.facts.length || whole.facts.length)).toEqual(here.facts);
          expect(here.facts.length).toBeLessThan(whole.facts.length - before);
          before = whole.facts.length - here.facts.length - 1;
        }
        expect((await readFrom(source, stream, null)).facts).toEqual(whole.facts);
      }
    });

    it('has nothing more after its end, and says so again', async () => {
      const source = await reopen();
      for (const { name: stream } of await source.streams()) {
        const end = (await readFrom(source, stream, null)).cursors.at(-1) ?? '';
        for (const again of [source, await reopen()]) {
          expect(await again.pull(stream, end)).toMatchObject({ kind: 'page', facts: [], cursor: end, more: false });
        }
      }
    });

    it('gives every fact an id of its own', async () => {
      const source = await reopen();
      for (const { name: stream } of await source.streams()) {
        const ids = (await readFrom(source, stream, null)).facts.map((fact) => fact.id);
        expect(ids.every((id) => id !== '')).toBe(true);
        expect(new Set(ids).size).toBe(ids.length);
      }
    });

    it.each(['', '{}', 'null', '{"v":99}', '{"v":1,"offset":-1,"count":0}', 'nonsense', '0'])(
      'answers expired to the cursor %j, which is not one of its own',
      async (cursor) => {
        const source = await reopen();
        for (const { name: stream } of await source.streams()) {
          expect(await source.pull(stream, cursor)).toEqual({ kind: 'expired' });
        }
      },
    );

    it('can be closed twice', async () => {
      const source = await reopen();
      await source.streams();
      await source.close();
      await source.close();
    });
  });
}

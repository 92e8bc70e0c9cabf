/** `Spool` in a folder beside the database. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { RekindleError } from '../../domain/errors.ts';
import type { Spool } from '../../ports/spool.ts';

const MAX_NAME = 80;

export function createSpool(folder: string): Spool {
  const folderOf = (batch: string) => join(folder, safe(batch));
  return {
    async put(batch, name, body, maxBytes) {
      const target = folderOf(batch);
      await mkdir(target, { recursive: true, mode: 0o700 });
      const count = (await readdir(target)).length;
      const path = join(target, `${count}-${safe(name)}`);
      let bytes = 0;
      const limit = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          bytes += chunk.byteLength;
          done(bytes > maxBytes ? tooLarge(name, maxBytes) : null, chunk);
        },
      });
      try {
        const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>);
        await pipeline(source, limit, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (cause) {
        await rm(path, { force: true });
        throw isFull(cause)
          ? new RekindleError('storage', `There is no room left on the disk for ${name}.`, {
              hint: 'Free some space and upload it again.',
              cause,
            })
          : cause;
      }
      return { bytes };
    },

    async paths(batch) {
      const target = folderOf(batch);
      const names = await readdir(target).catch(() => []);
      return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map((name) => join(target, name));
    },

    discard: (batch) => rm(folderOf(batch), { recursive: true, force: true }),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A name that can't leave its folder, whatever the browser sent. */
function safe(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  return (
    base
      .replace(/[^\p{L}\p{N}._-]+/gu, '_')
      .replace(/^\.+/, '_')
      .slice(-MAX_NAME) || 'file'
  );
}

function tooLarge(name: string, maxBytes: number): RekindleError {
  return new RekindleError('bad-input', `${name} is larger than ${Math.floor(maxBytes / 1e9)} GB.`, {
    hint: 'Import it on the command line instead: rekindle import FILE --me you@example.com',
  });
}

function isFull(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
}

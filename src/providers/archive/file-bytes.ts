/**
 * Bytes of a file from any offset, decompressed where it is gzip. Errors are told in the user's terms and name the file.
 *
 * Gzip goes block by block rather than through a pipe: a pipe throws away what it has decompressed but not yet handed
 * over when it meets damage, and how much that is depends on timing. Here everything before the damage comes out, always.
 */
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { RekindleError } from '../../domain/errors.ts';

const BLOCK = 256 * 1024;
/** Deflate expands at most 1032:1, so that one block of this size can't become more than 34 MB. */
const GZIP_BLOCK = 32 * 1024;

/** Where reading is. */
export interface ReadPosition {
  /** Bytes of the file as it lies on the disk. */
  bytes: number;
  /** Bytes of its content; the same unless it is compressed. */
  content: number;
}

export function startPosition(): ReadPosition {
  return { bytes: 0, content: 0 };
}

/** Opens a file for reading; throws `RekindleError('bad-input')` that names it. */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadableFile(path, cause);
  }
}

/** The first `length` bytes of a file, fewer when it is shorter. */
export async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw unreadableFile(path, cause);
  } finally {
    await file.close();
  }
}

/** The file from byte `from`. Each block is valid until the next is asked for. */
export async function* readPlain(path: string, from: number, position: ReadPosition): AsyncGenerator<Buffer> {
  const file = await openFile(path);
  try {
    position.bytes = position.content = from;
    const block = Buffer.allocUnsafeSlow(BLOCK);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, BLOCK, position.bytes);
      if (bytesRead === 0) return;
      position.bytes += bytesRead;
      position.content = position.bytes;
      yield block.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw unreadableFile(path, cause);
  } finally {
    await file.close();
  }
}

/** Thrown by `readGzip` where the compressed data end too early or make no sense. */
export class DamagedGzip extends Error {
  /** How many bytes could be decompressed before. */
  readonly readable: number;

  constructor(readable: number, cause: unknown) {
    super('damaged gzip', { cause });
    this.readable = readable;
  }
}

/** The decompressed content from byte `from` of it; everything before is decompressed and dropped. */
export async function* readGzip(path: string, from: number, position: ReadPosition): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: BLOCK });
  let output: Buffer[] = [];
  let failure: unknown = null;
  gunzip.on('data', (chunk: Buffer) => output.push(chunk));
  // A write that fails is never called back: the error has to wake its waiter.
  let wake = (): void => {};
  gunzip.on('error', (error) => {
    failure = error;
    wake();
  });
  let at = 0;
  function* taken(): Generator<Buffer> {
    const chunks = output;
    output = [];
    for (const chunk of chunks) {
      const skip = Math.max(0, from - at);
      at += chunk.length;
      position.content = at;
      if (skip < chunk.length) yield skip === 0 ? chunk : chunk.subarray(skip);
    }
  }
  try {
    for await (const block of gzipBlocks(path, position)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        gunzip.write(block, () => resolve());
      });
      yield* taken();
      if (failure !== null) throw new DamagedGzip(at, failure);
    }
    const ended = once(gunzip, 'end');
    gunzip.end();
    try {
      await ended;
    } catch (cause) {
      yield* taken();
      throw new DamagedGzip(at, cause);
    }
    yield* taken();
  } finally {
    gunzip.destroy();
  }
}

async function* gzipBlocks(path: string, position: ReadPosition): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const block of readPlain(path, 0, startPosition())) {
    for (let at = 0; at < block.length; at += GZIP_BLOCK) {
      const part = block.subarray(at, at + GZIP_BLOCK);
      done += part.length;
      position.bytes = done;
      yield part;
    }
  }
}

const REASONS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ENOENT: ['there is no such file or folder', 'Check the path; a path with spaces needs quotes.'],
  EACCES: [
    'permission to read it was denied',
    'Give yourself the right to read it, or copy it to a folder of your own.',
  ],
  EPERM: [
    'permission to read it was denied',
    'Give yourself the right to read it, or copy it to a folder of your own.',
  ],
  EMFILE: ['too many files are open', 'Close other programs or raise the limit of open files, and try again.'],
};

/** An error of the file system as `RekindleError('bad-input')`; errors that are no such thing are returned as they are. */
export function unreadableFile(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause) || !('syscall' in cause)) return cause;
  const [message, hint] = REASONS[String(cause.code)] ?? [
    `it can't be read (${String(cause.code)})`,
    'Copy it to another disk and try again.',
  ];
  return new RekindleError('bad-input', `${path}: ${message}.`, { hint, cause });
}

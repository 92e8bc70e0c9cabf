/**
 * Imports started from the web pages: files arrive one by one, then the import runs in the background while the page
 * asks how far it is. One import at a time; statuses live as long as the process.
 */
import { RekindleError } from '../domain/errors.ts';
import type { Ledger } from '../domain/evidence.ts';
import type { Spool } from '../ports/spool.ts';
import { type ImportDeps, type ImportRequest, importArchive } from './import-archive.ts';

/** Larger archives are imported on the command line, without copying them first. */
const MAX_UPLOAD_BYTES = 8_000_000_000;
/** Statuses kept; the oldest finished ones are forgotten. */
const KEPT = 100;

export type ImportStatus =
  | { state: 'receiving'; files: number; bytes: number }
  | { state: 'running'; read: number; share: number | null }
  | { state: 'done'; user: string; read: number; ledger: Ledger[]; selfCheck: string | null }
  | { state: 'failed'; message: string; hint: string | null };

export interface ImportJobs {
  begin(): string;
  /** Throws `not-found` for an unknown import, `bad-input` or `storage` as `Spool.put` does. */
  receive(id: string, name: string, body: ReadableStream<Uint8Array>): Promise<void>;
  /** Starts the import; returns at once. Throws `not-found`, or `usage` when it has no files or was started before. */
  start(id: string, request: Omit<ImportRequest, 'paths'>): Promise<void>;
  status(id: string): ImportStatus | null;
}

export interface ImportJobsDeps extends Omit<ImportDeps, 'onPage'> {
  spool: Spool;
  newId: () => string;
  /** Told of failures that are not the user's, for the log. */
  onBug: (error: unknown) => void;
}

export function createImportJobs(deps: ImportJobsDeps): ImportJobs {
  const statuses = new Map<string, ImportStatus>();
  let queue: Promise<void> = Promise.resolve();

  const receiving = (id: string) => {
    const status = statuses.get(id);
    if (!status)
      throw new RekindleError('not-found', 'This import is not known.', { hint: 'Start again from the first page.' });
    if (status.state !== 'receiving') throw new RekindleError('usage', 'This import was started already.');
    return status;
  };

  async function run(id: string, request: Omit<ImportRequest, 'paths'>): Promise<void> {
    let read = 0;
    try {
      const report = await importArchive(
        {
          ...deps,
          onPage(page) {
            read += page.read;
            const { progress } = page;
            const share = progress && progress.total > 0 ? progress.done / progress.total : null;
            statuses.set(id, { state: 'running', read, share });
          },
        },
        { ...request, paths: await deps.spool.paths(id) },
      );
      const { user, read: all, ledger, selfCheck } = report;
      statuses.set(id, { state: 'done', user: user.email, read: all, ledger, selfCheck });
    } catch (error) {
      statuses.set(id, failure(error));
      if (!(error instanceof RekindleError)) deps.onBug(error);
    } finally {
      await deps.spool.discard(id).catch(deps.onBug);
    }
  }

  return {
    begin() {
      const id = deps.newId();
      statuses.set(id, { state: 'receiving', files: 0, bytes: 0 });
      for (const [old, { state }] of statuses) {
        if (statuses.size <= KEPT) break;
        if (state !== 'running' && old !== id) statuses.delete(old);
      }
      return id;
    },

    async receive(id, name, body) {
      receiving(id);
      const { bytes } = await deps.spool.put(id, name, body, MAX_UPLOAD_BYTES);
      const status = receiving(id);
      statuses.set(id, { state: 'receiving', files: status.files + 1, bytes: status.bytes + bytes });
    },

    async start(id, request) {
      if (receiving(id).files === 0)
        throw new RekindleError('usage', 'There is no file in this import.', { hint: 'Choose a file first.' });
      statuses.set(id, { state: 'running', read: 0, share: null });
      queue = queue.then(() => run(id, request));
    },

    status: (id) => statuses.get(id) ?? null,
  };
}

/** Paths of the spool mean nothing to the user: what is shown names the file as they know it. */
function failure(error: unknown): ImportStatus {
  if (!(error instanceof RekindleError))
    return { state: 'failed', message: 'Something went wrong on our side.', hint: null };
  const message = error.message.replace(/\S*[/\\]uploads[/\\]\S*?[/\\]\d+-/g, '');
  return { state: 'failed', message, hint: error.hint };
}

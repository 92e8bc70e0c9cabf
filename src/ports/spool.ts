/**
 * Port: a place where uploaded files wait until they have been imported. Nothing in it outlives the import: files are
 * discarded when it ends, and what a crash left behind is discarded at the next start.
 */
export interface Spool {
  /**
   * Streams a file in; `name` is only a label and never decides where on disk it goes. Throws
   * `RekindleError('bad-input')` when it is larger than `maxBytes`, `storage` when there is no room; a part that was
   * written is removed then.
   */
  put(batch: string, name: string, body: ReadableStream<Uint8Array>, maxBytes: number): Promise<{ bytes: number }>;
  /** The files of a batch; [] when there are none. */
  paths(batch: string): Promise<string[]>;
  /** Removes a batch. Safe to call twice. */
  discard(batch: string): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
}

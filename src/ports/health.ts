/** Port: is the database there and answering? */
export interface Health {
  /** Resolves when a trivial query was answered; throws `RekindleError('storage')` otherwise. */
  check(): Promise<void>;
}

/** How commands speak: results on stdout, progress and errors on stderr. */
import { RekindleError } from '../domain/errors.ts';
import type { Ledger } from '../domain/evidence.ts';

export interface Output {
  /** Results; machine-readable with --json. */
  write(text: string): void;
  /** What is going on, for people who wait; only shown once a command takes longer than a second. */
  progress(text: string): void;
  /** What went wrong. */
  error(text: string): void;
}

const QUIET_FOR = 1000;

export function processOutput(startedAt: number, clock: () => number): Output {
  const isTerminal = process.stderr.isTTY;
  let lastAt = startedAt;
  return {
    write: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    progress(text) {
      const at = clock();
      if (at - startedAt < QUIET_FOR || at - lastAt < (isTerminal ? 200 : QUIET_FOR * 5)) return;
      lastAt = at;
      process.stderr.write(isTerminal ? `\r\x1b[K${text}` : `${text}\n`);
    },
  };
}

/** 2 for wrong usage, 1 for everything else that failed. */
export function exitCodeOf(error: unknown): number {
  return error instanceof RekindleError && error.code === 'usage' ? 2 : 1;
}

/** One clear message; an unknown error is a bug and says so, with what is needed to report it. */
export function describeError(error: unknown): string {
  if (error instanceof RekindleError) return [error.message, error.hint].filter((part) => part !== null).join('\n  ');
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a bug in Rekindle, please report it:\n${detail}`;
}

/** "2,135 messages: 1,900 counted; not counted: 200 newsletter, 35 draft", per stream. */
export function describeLedger(ledger: readonly Ledger[], locale: string): string[] {
  const number = new Intl.NumberFormat(locale);
  return ledger.map(({ stream, kind, read, counted, skipped }) => {
    const things = kind === 'mail' ? 'messages' : 'events';
    const reasons = Object.entries(skipped)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, n]) => `${number.format(n)} ${reason}`);
    const rest = reasons.length > 0 ? `; not counted: ${reasons.join(', ')}` : '';
    return `${stream}: ${number.format(read)} ${things} read, ${number.format(counted)} counted${rest}`;
  });
}

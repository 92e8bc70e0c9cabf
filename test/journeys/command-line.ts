/** Runs the real command line on a database of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../src/cli/program.ts';
import { nodeAmbient } from '../../src/node.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Workplace {
  folder: string;
  path(name: string): string;
  rekindle(...args: string[]): Promise<Outcome>;
  /** As a process of its own, started by a shell that first does `setup` (limits of the process, say). */
  inProcess(setup: string, ...args: string[]): Promise<Outcome>;
  remove(): void;
}

export function createWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-cli-'));
  const path = (name: string) => join(folder, name);
  const DATABASE_URL = `file:${path('rekindle.db')}`;
  return {
    folder,
    path,
    async rekindle(...args) {
      const written = { stdout: '', stderr: '' };
      const out = {
        write: (part: string) => void (written.stdout += part),
        error: (part: string) => void (written.stderr += part),
        progress: () => {},
      };
      const code = await runCommandLine(
        args,
        nodeAmbient({ DATABASE_URL }, () => Date.now(), out),
      );
      return { code, ...written };
    },
    async inProcess(setup, ...args) {
      const child = spawn('bash', ['-c', `${setup}; exec "$0" src/main.ts "$@"`, process.execPath, ...args], {
        env: { ...process.env, DATABASE_URL, BASE_URL: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
      return { code, stdout, stderr };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

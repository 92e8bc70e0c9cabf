/** The real daemon, as `npm start` runs it, on a port and a database of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Daemon {
  /** Where it said it is. */
  base: string;
  stop(): Promise<void>;
}

export async function startDaemon(folder: string): Promise<Daemon> {
  const daemon = spawn(process.execPath, ['src/main.ts', 'serve'], {
    env: { ...process.env, PORT: '0', DATABASE_URL: `file:${join(folder, 'data', 'rekindle.db')}`, BASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
  return {
    base: /http:\/\/localhost:\d+/.exec(line.toString())?.[0] ?? '',
    async stop() {
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    },
  };
}

/** One import in a process of its own, so that its peak memory is its own: prints seconds, rates and peak RSS as JSON. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.ts';
import { ME } from '../fixtures/archive.ts';

const [path = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rekindle-bench-'));
const quiet = () => {};
const started = performance.now();
const code = await runCommandLine(['import', path, '--me', ME, '--zone', 'UTC'], {
  env: { DATABASE_URL: `file:${join(folder, 'bench.db')}` },
  clock: () => Date.now(),
  out: { write: quiet, progress: quiet, error: (text) => process.stderr.write(text) },
});
const seconds = (performance.now() - started) / 1000;
rmSync(folder, { recursive: true });
process.exitCode = code;
process.stdout.write(
  JSON.stringify({ seconds, bytes: statSync(path).size, peakMB: process.resourceUsage().maxRSS / 1024 }),
);

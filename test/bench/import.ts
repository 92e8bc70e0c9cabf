/** One import in a process of its own, so that its peak memory is its own: prints seconds, rates and peak RSS as JSON. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.ts';
import { nodeAmbient } from '../../src/node.ts';
import { ME } from '../fixtures/archive.ts';

const [path = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rekindle-bench-'));
const quiet = () => {};
const started = performance.now();
const out = { write: quiet, progress: quiet, error: (text: string) => void process.stderr.write(text) };
const ambient = nodeAmbient({ DATABASE_URL: `file:${join(folder, 'bench.db')}` }, () => Date.now(), out);
const code = await runCommandLine(['import', path, '--me', ME, '--zone', 'UTC'], ambient);
const seconds = (performance.now() - started) / 1000;
rmSync(folder, { recursive: true });
process.exitCode = code;
process.stdout.write(
  JSON.stringify({ seconds, bytes: statSync(path).size, peakMB: process.resourceUsage().maxRSS / 1024 }),
);

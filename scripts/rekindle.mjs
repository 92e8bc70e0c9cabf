#!/usr/bin/env node
// The `rekindle` command: sets the clone up when that's needed, then runs src/main.ts on a Node that reads TypeScript.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { explain, setUp, typescriptNode } from './setup.mjs';

/**
 * A smaller nursery for short-lived objects: V8 would let it grow to 100 MB and more during an import, for no gain in
 * speed (`npm run bench memory`).
 */
const FLAGS = ['--max-semi-space-size=8'];

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

try {
  await setUp();
  process.exitCode = await runMain(typescriptNode());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function runMain(node) {
  return new Promise((done, fail) => {
    const child = spawn(node, [...FLAGS, main, ...process.argv.slice(2)], { stdio: 'inherit' });
    for (const signal of signals) {
      process.on(signal, () => {
        // A terminal has sent Ctrl-C to the child as well; twice would mean "stop at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    stopWithNpm();
    child.on('error', fail);
    child.on('exit', (code, signal) => done(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}

/**
 * `npm start` runs this through a shell. Who stops npm stops that shell, which tells nobody: the daemon would live on
 * and hold its port. So it takes the loss of its parent for the signal that was meant for it.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

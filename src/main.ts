/** Composition root on Node: the command line and the daemon. Everything ambient (clock, environment) enters here. */
import { existsSync } from 'node:fs';
import { program } from './cli/program.ts';
import { describeError, exitCodeOf } from './cli/output.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  await program({ env: process.env, clock: () => Date.now() }).parseAsync();
} catch (error) {
  process.stderr.write(`rekindle: ${describeError(error)}\n`);
  process.exitCode = exitCodeOf(error);
}

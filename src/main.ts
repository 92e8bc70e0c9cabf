/** Composition root on Node: the command line and the daemon. Everything ambient (clock, environment) enters here. */
import { existsSync } from 'node:fs';
import { processOutput } from './cli/output.ts';
import { runCommandLine } from './cli/program.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
const clock = () => Date.now();
process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  clock,
  out: processOutput(clock(), clock),
});

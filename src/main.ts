/** Entry on Node. Everything ambient (clock, environment, streams) enters here. */
import { existsSync } from 'node:fs';
import { processOutput } from './cli/output.ts';
import { runCommandLine } from './cli/program.ts';
import { nodeAmbient } from './node.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
const clock = () => Date.now();
const ambient = nodeAmbient(process.env, clock, processOutput(clock(), clock));
process.exitCode = await runCommandLine(process.argv.slice(2), ambient);

// Brings a clone to the state in which everything else works: packages, Prisma clients, compiled templates and the
// `rekindle` command. Costs nothing when there is nothing to do. Runs on any Node from 20 on, before anything is
// installed, so it may use nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const windows = process.platform === 'win32';
const commandLink = `node_modules/.bin/rekindle${windows ? '.cmd' : ''}`;
const stampFile = at('node_modules/.rekindle/setup.json');
const lock = at('src/generated/.setup-lock');

/** Not the user's fault to decipher: shown as it is, without a stack. */
class SetupError extends Error {}

/**
 * Each step is done again when one of its inputs has changed or one of its outputs is gone.
 * `inputs` may be files or folders; those that don't exist count as empty.
 */
const steps = [
  {
    name: 'packages',
    inputs: ['package-lock.json'],
    outputs: ['node_modules/.package-lock.json'],
    run: installPackages,
  },
  {
    name: 'database client',
    needs: 'prisma/schema.prisma',
    inputs: ['package-lock.json', 'prisma/schema.prisma', 'prisma.config.ts', 'scripts/generate.mjs'],
    outputs: ['src/generated/node/client.ts', 'src/generated/worker/client.ts'],
    run: () => runScript('scripts/generate.mjs'),
  },
  {
    name: 'templates',
    needs: 'scripts/compile-templates.mjs',
    inputs: ['package-lock.json', 'scripts/compile-templates.mjs', 'templates'],
    outputs: ['src/generated/templates'],
    run: () => runScript('scripts/compile-templates.mjs'),
  },
  {
    name: 'command',
    inputs: [],
    outputs: [commandLink],
    run: linkCommand,
  },
];

/** Idempotent; safe to call from several processes at once. Throws `SetupError` with what to do about it. */
export async function setUp() {
  if (due().length === 0) return;
  const release = await takeLock();
  try {
    for (let step = due()[0]; step !== undefined; step = due()[0]) {
      await step.run();
      const missing = step.outputs.filter((path) => !existsSync(at(path)));
      if (missing.length > 0) throw new SetupError(`Set-up of the ${step.name} did not write ${missing.join(', ')}.`);
      writeStamp({ ...readStamp(), [step.name]: fingerprint(step.inputs) });
    }
  } finally {
    release();
  }
}

/**
 * The Node that runs Rekindle's TypeScript as it is: the one npm brought along, or this one when it's new enough.
 * Throws `SetupError` when neither is.
 */
export function typescriptNode() {
  const bundled = bundledNode();
  if (bundled !== null) return bundled;
  if (stripsTypes) return process.execPath;
  throw new SetupError(
    `Rekindle needs Node 22.18 or newer here: this is Node ${process.versions.node}, and the Node 24 it brings along ` +
      `does not run on this system (${process.platform}-${process.arch}). Get it from https://nodejs.org and try again.`,
  );
}

/** Whether the Node that runs this script is the one that `typescriptNode` names. */
export function onTypescriptNode() {
  return stripsTypes && realpathSync(typescriptNode()) === realpathSync(process.execPath);
}

/** One line for people when it is theirs to act on, the whole error when it is ours. */
export function explain(error) {
  return error instanceof SetupError ? error.message : (error?.stack ?? String(error));
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const stripsTypes = major > 22 ? major > 23 || minor >= 6 : major === 22 && minor >= 18;

function bundledNode() {
  const folder = at('node_modules', `node-${windows ? 'win' : process.platform}-${process.arch}`);
  const path = join(folder, 'bin', windows ? 'node.exe' : 'node');
  return existsSync(path) ? path : null;
}

function due() {
  const stamp = readStamp();
  return steps.filter((step) => {
    if (step.needs !== undefined && !existsSync(at(step.needs))) return false;
    return stamp[step.name] !== fingerprint(step.inputs) || step.outputs.some((path) => !existsSync(at(path)));
  });
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(stamp) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(`${stampFile}.new`, JSON.stringify(stamp));
  renameSync(`${stampFile}.new`, stampFile);
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\0`);
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const path of inputs.flatMap(filesOf)) hash.update(`\0${path}\0`).update(readFileSync(at(path)));
  return hash.digest('hex');
}

function filesOf(path) {
  const found = statSync(at(path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  return readdirSync(at(path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

async function installPackages() {
  if (!installedAsLocked()) {
    say('Installing packages (once, about a minute) …');
    // No install scripts: nothing here needs one, and some of them download from elsewhere. The development packages
    // hold the Prisma generator and the template compiler, so NODE_ENV=production must not leave them out.
    await npm([
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--include=dev',
      '--include=optional',
    ]);
  }
  placeBundledNode();
  typescriptNode();
}

/** Every script takes the `node` of this folder first, so it must be there (npm 10 forgets to link it) and must run. */
function placeBundledNode() {
  const path = bundledNode();
  if (path === null) return;
  const link = at('node_modules/.bin', windows ? 'node.cmd' : 'node');
  // A system with another C library gets a Node from npm that can't start.
  if (spawnSync(path, ['--version'], { stdio: 'ignore' }).status !== 0) {
    rmSync(link, { force: true });
    rmSync(dirname(dirname(path)), { recursive: true, force: true });
  } else if (!existsSync(link)) {
    linkInBin(link, path);
  }
}

/** Whether somebody's own `npm install` has already put every locked package in place. */
function installedAsLocked() {
  try {
    const locked = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages;
    return Object.entries(locked).every(([path, { version, optional, peer, extraneous }]) => {
      if (path === '') return true;
      const here = installed[path];
      // npm leaves out what is for other platforms, what only an optional peer asks for and what nobody asks for.
      if (here === undefined) return optional === true || peer === true || extraneous === true;
      return here.version === version && existsSync(at(path));
    });
  } catch {
    return false;
  }
}

function npm(args) {
  const own = process.env.npm_execpath ?? '';
  const cli = ['npm-cli.js', 'npx-cli.js'].includes(basename(own)) ? join(dirname(own), 'npm-cli.js') : null;
  return cli === null
    ? run(windows ? 'npm.cmd' : 'npm', args, { shell: windows })
    : run(process.env.npm_node_execpath ?? process.execPath, [cli, ...args]);
}

function runScript(path) {
  return run(typescriptNode(), [at(path)]);
}

let running;

/** Runs quietly; what the command printed is shown only when it fails. */
function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    running = child;
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    child.on('error', (error) => fail(new SetupError(`Set-up could not run ${command}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return done();
      process.stderr.write(Buffer.concat(printed));
      fail(
        new SetupError(`Set-up stopped: ${basename(args[0])} failed (${signal ?? `exit code ${code}`}), see above.`),
      );
    });
  });
}

/** What npm does for the packages it installs, but not for the project itself: makes `npx rekindle` work. */
function linkCommand() {
  const script = at('scripts/rekindle.mjs');
  if (!windows) chmodSync(script, 0o755);
  linkInBin(at(commandLink), script);
}

function linkInBin(link, target) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  if (windows) {
    const path = `"%~dp0${relative(dirname(link), target)}"`;
    writeFileSync(link, `@${target.endsWith('.mjs') ? `node ${path}` : path} %*\r\n`);
  } else {
    symlinkSync(relative(dirname(link), target), link);
  }
}

/** Waits until no other process sets this clone up. The holder's sign of life is the lock's time stamp. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new SetupError(`Set-up can't write in ${root}: ${error.message}`);
    }
    if (abandoned()) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) say('Another set-up is running, waiting for it …');
    told = true;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  writeFileSync(join(lock, 'owner'), JSON.stringify({ host: hostname(), pid: process.pid }));
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), 2000);
  const release = () => {
    clearInterval(beat);
    rmSync(lock, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupted);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupted);
    release();
  };
  function interrupted(signal) {
    running?.kill(signal);
    release();
    process.kill(process.pid, signal);
  }
}

function abandoned() {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 30_000) return true;
    const { host, pid } = JSON.parse(readFileSync(join(lock, 'owner'), 'utf8'));
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] !== undefined && realpathSync(resolve(process.argv[1])) === fileURLToPath(import.meta.url)) {
  try {
    await setUp();
  } catch (error) {
    say(explain(error));
    process.exitCode = 1;
  }
}

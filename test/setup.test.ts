import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A project in miniature: its one package comes from its own folder, its one generated file counts how often it is made.
const folder = join(mkdtempSync(join(tmpdir(), 'rekindle-setup-')), 'a path with spaces');
const scripts = join(import.meta.dirname, '../scripts');
const version = '1.0.0';
const left = { resolved: 'left', link: true };
const files: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'tiny', version, dependencies: { left: 'file:left' } }),
  'package-lock.json': JSON.stringify({
    name: 'tiny',
    version,
    lockfileVersion: 3,
    packages: {
      '': { name: 'tiny', version, dependencies: { left: 'file:left' } },
      left: { version },
      'node_modules/left': left,
    },
  }),
  'left/package.json': JSON.stringify({ name: 'left', version }),
  'templates/text.hbs': 'one',
  'src/main.ts': 'const said: string = process.argv.slice(2).join(" "); console.log(said); process.exitCode = 7;',
  'scripts/compile-templates.mjs': `
    import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
    const text = readFileSync('templates/text.hbs', 'utf8');
    if (text === 'broken') { console.error('template is broken'); process.exit(1); }
    mkdirSync('src/generated/templates', { recursive: true });
    appendFileSync('src/generated/templates/made', text + ';');`,
};

const at = (path: string) => join(folder, path);
const made = () => readFileSync(at('src/generated/templates/made'), 'utf8');
const lock = 'src/generated/.setup-lock';

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => done({ code, out, err }));
  });
}

const setUp = () => run(at('scripts/setup.mjs'));

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) write(path, text);
  for (const name of ['setup.mjs', 'rekindle.mjs']) cpSync(join(scripts, name), at(`scripts/${name}`));
});
afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

it('two set-ups of a fresh clone at once install and generate once', async () => {
  const both = await Promise.all([setUp(), setUp()]);

  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ err }) => err.includes('Installing packages'))).toHaveLength(1);
  expect(existsSync(at('node_modules/left'))).toBe(true);
  expect(made()).toBe('one;');
  expect(existsSync(at(lock))).toBe(false);
});

it('a second set-up does nothing and says nothing', async () => {
  expect(await setUp()).toEqual({ code: 0, out: '', err: '' });
  expect(made()).toBe('one;');
});

it('a changed template is compiled again, and nothing is installed again', async () => {
  write('templates/text.hbs', 'two');
  expect(await setUp()).toEqual({ code: 0, out: '', err: '' });
  expect(made()).toBe('one;two;');
});

it('a failing step shows its own error, and is done again once its cause is gone', async () => {
  write('templates/text.hbs', 'broken');
  const { code, err } = await setUp();
  expect(code).toBe(1);
  expect(err).toMatch(
    /^template is broken\nSet-up stopped: compile-templates.mjs failed \(exit code 1\), see above.\n$/,
  );
  expect(existsSync(at(lock))).toBe(false);

  write('templates/text.hbs', 'three');
  expect((await setUp()).code).toBe(0);
  expect(made()).toBe('one;two;three;');
});

it('a lock whose owner has died is taken over at once', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await new Promise((done) => dead.on('close', done));
  write(`${lock}/owner`, JSON.stringify({ host: hostname(), pid: dead.pid }));
  write('templates/text.hbs', 'four');
  expect((await setUp()).code).toBe(0);
  expect(made()).toContain('four;');
});

it('packages that npm has put in place already are not installed again', async () => {
  rmSync(at('node_modules/.rekindle'), { recursive: true });
  expect((await setUp()).err).not.toContain('Installing');
});

it('the launcher sets up first, passes the arguments on and keeps the exit code', async () => {
  rmSync(at('node_modules'), { recursive: true });
  const first = await run(at('scripts/rekindle.mjs'), 'people', '--limit', '3');
  expect(first).toMatchObject({ code: 7, out: 'people --limit 3\n' });
  expect(await run(at('node_modules/.bin/rekindle'), '--json')).toEqual({ code: 7, out: '--json\n', err: '' });
});

const bundle = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

it('the Node that npm brought along is the one every script finds first, and the launcher takes it', async () => {
  mkdirSync(at(`${bundle}/bin`), { recursive: true });
  symlinkSync(process.execPath, at(`${bundle}/bin/node`));
  rmSync(at('node_modules/.rekindle'), { recursive: true });

  expect((await setUp()).code).toBe(0);
  expect(realpathSync(at('node_modules/.bin/node'))).toBe(realpathSync(process.execPath));
  expect(await run(at('scripts/rekindle.mjs'), 'bundled')).toMatchObject({ code: 7, out: 'bundled\n' });
});

it('a Node that npm brought along but that cannot start here is put out of the way', async () => {
  rmSync(at(`${bundle}/bin/node`));
  write(`${bundle}/bin/node`, '');
  rmSync(at('node_modules/.rekindle'), { recursive: true });

  expect((await setUp()).code).toBe(0);
  expect(existsSync(at(bundle))).toBe(false);
  expect(lstatSync(at('node_modules/.bin/node'), { throwIfNoEntry: false })).toBeUndefined();
  expect(await run(at('scripts/rekindle.mjs'), 'still')).toMatchObject({ code: 7, out: 'still\n' });
});

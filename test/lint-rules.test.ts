import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);
const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');

/** Each line must be refused by the rule it is filed under, and each file by nothing else. */
const refused: Record<string, Record<string, string[]>> = {
  'src/trust/ambient.ts': {
    'rekindle(no-ambient)': [
      'export const now = Date.now();',
      'export const today = new Date();',
      'export const text = Date();',
      'export const later = globalThis.Date.now;',
      'export const { now: taken } = Date;',
      'export const dice = Math.random();',
      "export const key = process.env['KEY'];",
      "export const other = process['env'];",
      'export const id = crypto.randomUUID();',
    ],
  },
  'src/sync/providers.ts': {
    'rekindle(no-provider-names)': [
      "export const label = 'X-Gmail-Labels';",
      'export const isGoogleProvider = true;',
      'export const url = `https://outlook.example/${label}`;',
    ],
  },
  'src/web/promises.ts': {
    'typescript(no-floating-promises)': ['Promise.resolve(1);'],
    'typescript(no-misused-promises)': ['[1].forEach(async () => Promise.resolve());'],
    'typescript(await-thenable)': ['export const awaited = async (n: number) => [await n];'],
    'typescript(only-throw-error)': ["export const fail = () => { throw 'text'; };"],
    'typescript(switch-exhaustiveness-check)': [
      "export const pick = (kind: 'a' | 'b') => { switch (kind) { case 'a': return 1; } };",
    ],
    'eslint(no-sequences)': ['export const last = (fail(), 2);'],
    'eslint(eqeqeq)': ['export const same = (a: unknown) => a == 1;'],
    'eslint(no-console)': ["console.log('text');"],
    'unused directive': ['// oxlint-disable-next-line no-var'],
  },
};

const allowed: Record<string, string> = {
  // A comment and a string may say what the code may not do.
  'src/trust/fine.ts':
    "// Never Date.now() here.\nexport const at = new Date(0);\nexport const text = 'Math.random()';\n",
  'src/trust/clock.test.ts': 'export const now = Date.now();\n',
  'src/adapters/clock.ts': 'export const now = () => Date.now();\n',
  'src/people/robots.ts': "export const robots = ['calendar-notification@google.example'];\n",
};

describe('lint rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-lint-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const path of ['.oxlintrc.json', 'scripts/lint-rules.mjs', 'tsconfig.json', 'package.json']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, rules] of Object.entries(refused)) write(path, Object.values(rules).flat().join('\n') + '\n');
  for (const [path, text] of Object.entries(allowed)) write(path, text);

  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json', 'src'], { cwd: folder, encoding: 'utf8' });
  const found = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  const at = (path: string) =>
    found
      .filter(({ filename }) => filename === path)
      .map(({ code = 'unused directive', labels }) => `${labels[0]?.span.line}: ${code}`);

  for (const [path, rules] of Object.entries(refused)) {
    it(`refuse every sample in ${path}, each for its own reason`, () => {
      const expected = Object.entries(rules).flatMap(([rule, lines]) => lines.map(() => rule));
      expect(at(path).toSorted(byLine)).toEqual(expected.map((rule, index) => `${index + 1}: ${rule}`));
    });
  }
  for (const path of Object.keys(allowed)) {
    it(`have nothing against ${path}`, () => expect(at(path)).toEqual([]));
  }
});

interface Diagnostic {
  filename: string;
  code?: string;
  labels: { span: { line: number } }[];
}

function byLine(a: string, b: string): number {
  return Number.parseInt(a) - Number.parseInt(b);
}

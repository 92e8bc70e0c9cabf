import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { importsOf, violations } from '../scripts/check-dependencies.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-dependencies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: Record<string, string> = {
  'package.json': JSON.stringify({ type: 'module', imports: { '#prisma': './src/generated/node/client.ts' } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true, types: [] },
    include: ['src', 'test'],
  }),
  'node_modules/hono/package.json': JSON.stringify({ name: 'hono', version: '1.0.0', types: './index.d.ts' }),
  'node_modules/hono/index.d.ts': 'export declare const hono: number;',
  'src/generated/node/client.ts': 'export interface Row {}',
  'src/domain/time.ts': 'export interface Time {}',
  'src/ports/clock.ts': "import type { Time } from '../domain/time.ts'; export interface Clock { now: Time }",
  'src/trust/score.ts': "import type { Clock } from '../ports/clock.ts'; export type Score = Clock;",
  'src/trust/score.test.ts': "import '../adapters/system.ts';",
  'src/trust/gap.fixture.ts': 'export const gap = 1;',
  'src/adapters/system.ts':
    "import type { Row } from '#prisma'; import { hono } from 'hono'; export type Use = [Row, typeof hono];",
  'src/providers/index.ts': "import './google/source.ts'; import './archive/source.ts';",
  'src/providers/google/source.ts': "import type { Clock } from '../../ports/clock.ts'; export type Use = Clock;",
  'src/main.ts': "import './adapters/system.ts'; import './providers/index.ts'; import './web/app.ts';",
  'src/web/app.ts': "import { hono } from 'hono'; export const app = hono;",
  // From here on, each file breaks the rule that the expected sentence names.
  'src/domain/person.ts': "import type { Score } from '../trust/score.ts'; export type Person = Score;",
  'src/domain/package.ts': "import { hono } from 'hono'; export const app = hono;",
  'src/sync/store.ts': "export type { Row } from '#prisma';",
  'src/sync/deferred.ts': "export const load = () => import('../adapters/system.ts');",
  'src/sync/inline.ts': "export type Score = import('../trust/score.ts').Score;",
  'src/providers/archive/source.ts': "import '../google/source.ts';",
  'src/briefing/view.ts': "import { gap } from '../trust/gap.fixture.ts'; export const view = gap;",
  'src/reply/a.ts': "import './b.ts';",
  'src/reply/b.ts': "import './a.ts';",
  'src/misplaced/room.ts': "import '../domain/time.ts';",
  'src/web/utils/text.ts': "import '../app.ts';",
};

it('every kind of import that the table forbids is found, and nothing else', () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  expect(violations(importsOf(folder))).toEqual([
    'circle: src/reply/a.ts → src/reply/b.ts → src/reply/a.ts',
    'src/briefing/view.ts → src/trust/gap.fixture.ts: only tests may import test files',
    'src/domain/package.ts → hono: domain may not use this package',
    'src/domain/person.ts → src/trust/score.ts: domain may not see trust',
    'src/misplaced/room.ts → src/domain/time.ts: src/misplaced has no place in the table of scripts/check-dependencies.ts',
    'src/providers/archive/source.ts → src/providers/google/source.ts: a provider may not see another provider',
    'src/sync/deferred.ts → src/adapters/system.ts: sync may not see adapters',
    'src/sync/inline.ts → src/trust/score.ts: sync may not see trust',
    'src/sync/store.ts → src/generated/node/client.ts: sync may not see generated',
    'src/web/utils/text.ts: name the folder or file after what it holds',
  ]);
});

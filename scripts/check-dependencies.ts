/**
 * Who may import whom (`npm run deps`): the architecture as a table, checked against the compiler's own account of the
 * program (`tsc --explainFiles`), so type-only imports, package conditions and `#prisma` count as what they resolve to.
 * dependency-cruiser would be the usual tool; it reads TypeScript through the compiler's JavaScript API, which
 * TypeScript 7 no longer has, and then reports "no violations" over zero files.
 *
 * Node's own modules are no files and don't show here: `tsconfig.core.json` keeps them out of the core.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Room {
  /** Rooms it may import besides itself. */
  rooms: string[];
  /** Packages it may import. */
  packages: string[] | 'any';
}

/** Libraries that compute and do no I/O. */
const PURE = ['@noble/hashes', 'handlebars', 'ical.js', 'postal-mime', 'temporal-polyfill', 'valibot'];
const CORE = ['domain', 'ports'];
const USE_CASES = ['sync', 'people', 'trust', 'briefing', 'reply', 'connect'];
const EVERYTHING: Room = { rooms: ['*'], packages: 'any' };

/** `src/<room>`; from the inside out. A folder or file of `src` that isn't named here is refused. */
const ROOMS: Record<string, Room> = {
  domain: { rooms: [], packages: [] },
  ports: { rooms: ['domain'], packages: [] },

  // Each stage may see the stages whose results it reads, never one that comes after it.
  people: { rooms: CORE, packages: PURE },
  sync: { rooms: [...CORE, 'people'], packages: PURE },
  trust: { rooms: [...CORE, 'people'], packages: PURE },
  briefing: { rooms: [...CORE, 'people', 'trust', 'generated/templates'], packages: PURE },
  reply: { rooms: [...CORE, 'people'], packages: PURE },
  connect: { rooms: [...CORE, 'sync', 'people', 'trust'], packages: [...PURE, 'openid-client'] },

  providers: { rooms: CORE, packages: 'any' },
  adapters: { rooms: [...CORE, 'generated/node', 'generated/worker'], packages: 'any' },
  sandbox: { rooms: CORE, packages: 'any' },

  web: { rooms: [...CORE, ...USE_CASES], packages: [...PURE, 'hono'] },
  jobs: { rooms: [...CORE, ...USE_CASES], packages: PURE },
  cli: { rooms: [...CORE, ...USE_CASES], packages: [...PURE, 'commander'] },

  main: EVERYTHING,
  node: EVERYTHING,
  worker: EVERYTHING,
};

/** Names under which everything and nothing is filed. */
const NAMELESS = /(^|\/)(utils?|helpers?|services?|common|misc)(\/|\.ts$)/;
const TEST_ONLY = /^test\/|\.(test|fixture|soak|bench)\.ts$/;

/** One file importing another (`to` is a path in the project) or a package. */
export interface Import {
  from: string;
  to: string;
  isPackage: boolean;
}

/** Reads `tsc --explainFiles`: a line with a file's path, then indented lines with the reasons why it is here. */
export function importsIn(explanation: string): Import[] {
  const imports: Import[] = [];
  let to = '';
  for (const line of explanation.split(/\r?\n/)) {
    if (!/^\s/.test(line)) {
      to = line.trim();
      continue;
    }
    const [, from] = /^\s+(?:Imported|Referenced|Type library referenced) via .* from file '([^']+)'/.exec(line) ?? [];
    if (from === undefined || from.includes('node_modules/')) continue;
    const packageName = /.*node_modules\/(?:@types\/)?((?:@[^/]+\/)?[^/]+)/.exec(to)?.[1];
    imports.push({ from, to: packageName ?? to, isPackage: packageName !== undefined });
  }
  return imports;
}

/** Every breach of the table, as a sentence that names both ends. */
export function violations(imports: Import[]): string[] {
  const product = imports.filter(({ from }) => from.startsWith('src/') && roomOf(from) !== 'generated');
  const found = new Set<string>();
  for (const { from, to, isPackage } of product) {
    if (NAMELESS.test(from)) found.add(`${from}: name the folder or file after what it holds`);
    if (TEST_ONLY.test(from)) continue;
    const breach = isPackage ? packageBreach(from, to) : fileBreach(from, to);
    if (breach !== null) found.add(`${from} → ${to}: ${breach}`);
  }
  for (const circle of circles(product)) found.add(`circle: ${circle.join(' → ')}`);
  return [...found].toSorted();
}

function packageBreach(from: string, name: string): string | null {
  const room = ROOMS[roomOf(from)];
  if (room === undefined) return unknownRoom(from);
  return room.packages === 'any' || room.packages.includes(name) ? null : `${roomOf(from)} may not use this package`;
}

function fileBreach(from: string, to: string): string | null {
  const [here, there] = [roomOf(from), roomOf(to)];
  const room = ROOMS[here];
  if (room === undefined) return unknownRoom(from);
  if (TEST_ONLY.test(to)) return 'only tests may import test files';
  if (here === there) return providerBreach(from, to);
  const allowed = room.rooms.some((name) => name === '*' || name === there || to.startsWith(`src/${name}/`));
  return allowed ? null : `${here} may not see ${there}`;
}

/** Providers don't know each other; the registry (`providers/index.ts`) knows them all. */
function providerBreach(from: string, to: string): string | null {
  const [here, there] = [from, to].map((path) => /^src\/providers\/([^/]+)\//.exec(path)?.[1]);
  return here === undefined || there === undefined || here === there ? null : 'a provider may not see another provider';
}

function unknownRoom(path: string): string {
  return `src/${roomOf(path)} has no place in the table of scripts/check-dependencies.ts`;
}

/** `src/trust/score.ts` is in `trust`, `src/main.ts` is `main`; outside `src` the path itself. */
function roomOf(path: string): string {
  return /^src\/([^/]+?)(?:\.ts$|\/)/.exec(path)?.[1] ?? path;
}

/** One example of each circle of files, found by depth-first search. */
function circles(imports: Import[]): string[][] {
  const next = Map.groupBy(
    imports.filter(({ isPackage }) => !isPackage),
    ({ from }) => from,
  );
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const { to } of next.get(file) ?? []) visit(to);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) visit(file);
  return found;
}

/** The imports of the project in `folder`. Throws when the compiler doesn't say any: then nothing was checked. */
export function importsOf(folder: string): Import[] {
  const tsc = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', folder, '--explainFiles', '--noCheck', '--noEmit'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  const imports = importsIn(stdout);
  if (imports.length === 0) throw new Error(`the compiler listed no imports in ${folder}:\n${stdout.slice(0, 2000)}`);
  return imports;
}

if (import.meta.main) {
  const imports = importsOf(join(import.meta.dirname, '..'));
  const found = violations(imports);
  for (const line of found) console.error(line);
  console.log(`${imports.length} imports checked, ${found.length} not allowed`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

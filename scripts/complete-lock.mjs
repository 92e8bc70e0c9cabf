// Completes package-lock.json with the optional packages of other platforms (esbuild for macOS, say) that the
// npm index in use did not offer. Without them `npm ci` stops with "Missing: … from lock file" on every platform.
// Run by `npm run lock` after a dependency changed. os and cpu are read from the package's name.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];
let changed = 0;

// Left behind by optional peers of packages; nothing asks for them, and older npm versions install them all the same.
for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.extraneous !== true) continue;
  delete lock.packages[path];
  changed += 1;
}
const known = Object.keys(lock.packages);

for (const [parent, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (known.some((key) => key === `node_modules/${name}` || key.endsWith(`/node_modules/${name}`))) continue;
    const words = name
      .replace('windows', 'win32')
      .replace(/\b(64)\b/, 'x64')
      .replace('-win-', '-win32-')
      .split(/[-/]/);
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''),
      optional: true,
      os: [OS.find((os) => words.includes(os)) ?? 'unknown'],
      cpu: [CPU.find((cpu) => words.includes(cpu)) ?? 'unknown'],
    };
    known.push(`node_modules/${name}`);
    changed += 1;
    process.stderr.write(`added ${name}@${version} for ${parent || 'this project'}\n`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (changed > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);

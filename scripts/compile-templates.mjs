// Turns templates/*.mjml and *.txt.hbs into src/generated/templates/*.ts: MJML first, then Handlebars, both at build
// time. What a mail says is put in afterwards, at run time, so it never passes a parser (MJML's includes, Handlebars'
// own braces) and needs no `eval`, which Cloudflare Workers forbid.
//
//   node scripts/compile-templates.mjs [TEMPLATES_DIR OUTPUT_DIR]
//
// Does nothing when the sources (and the compilers) are the ones the output was made from.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const from = resolve(process.argv[2] ?? join(root, 'templates'));
const to = resolve(process.argv[3] ?? join(root, 'src/generated/templates'));

const HELPERS = { knownHelpers: { if: true, unless: true, each: true }, knownHelpersOnly: true };

/** What no template may contain, with the reason that is printed. */
const FORBIDDEN = [
  [/<mj-include/i, 'ignored by MJML without a word'],
  [/<svg|<img|<picture|<script|<link|@import/i, 'an element that mail clients drop, block or use for tracking'],
  [/\bdata:/i, 'a data: address: Gmail drops it'],
  [/\bsrc\s*=|url\(/i, 'something loaded from elsewhere: it would tell the host that the mail was opened'],
];

const names = readdirSync(from).filter((name) => name.endsWith('.mjml') || name.endsWith('.txt.hbs'));
const templates = [...new Set(names.map((name) => name.slice(0, name.indexOf('.'))))].sort();

for (const template of templates) await compile(template);

async function compile(template) {
  const mjmlSource = readFileSync(join(from, `${template}.mjml`), 'utf8');
  const textSource = readFileSync(join(from, `${template}.txt.hbs`), 'utf8');
  const stamp = createHash('sha256')
    .update([mjmlSource, textSource, readFileSync(fileURLToPath(import.meta.url)), version('mjml')].join('\0'))
    .update(version('handlebars'))
    .digest('hex')
    .slice(0, 32);
  const firstLine = `// Made from templates/${template}.* by scripts/compile-templates.mjs; sources ${stamp}`;
  const output = join(to, `${template}.ts`);
  if (read(output).startsWith(`${firstLine}\n`)) return;

  for (const [name, source] of [
    [`${template}.mjml`, mjmlSource],
    [`${template}.txt.hbs`, textSource],
  ]) {
    for (const [pattern, why] of FORBIDDEN)
      if (pattern.test(source)) fail(`${name}: ${pattern.exec(source)[0]} is ${why}`);
  }

  const { default: Handlebars } = await import('handlebars');
  const fields = {
    html: fieldsOf(`${template}.mjml`, Handlebars.parse(mjmlSource)),
    text: fieldsOf(`${template}.txt.hbs`, Handlebars.parse(textSource)),
  };
  const { default: mjml } = await import('mjml');
  // `fonts: {}`: MJML would otherwise load its default font from a third party. Includes stay ignored, as is MJML's
  // default: one file per mail.
  const { html, errors } = await mjml(mjmlSource, { validationLevel: 'strict', keepComments: false, fonts: {} });
  if (errors.length > 0) fail(`${template}.mjml: ${errors.map((error) => error.formattedMessage).join('; ')}`);

  const spec = (source, options) => Handlebars.precompile(source, { strict: true, ...HELPERS, ...options });
  mkdirSync(to, { recursive: true });
  // Written beside and renamed: whoever reads meanwhile sees the old module or the new one.
  const draft = `${output}.${process.pid}`;
  writeFileSync(
    draft,
    `${firstLine}
// @ts-nocheck
/** Fields the two templates read, \`[]\` standing for one element of a list. */
export const fields = ${JSON.stringify(fields, null, 2)};

/** Handlebars specification of the HTML part; every value is escaped. */
export const html = ${spec(squeeze(html), {})};

/** Handlebars specification of the plain-text part; nothing to escape there. */
export const text = ${spec(textSource, { noEscape: true })};
`,
  );
  renameSync(draft, output);
}

/** MJML's indentation, a third of its output, has no meaning outside of \`pre\`. */
function squeeze(html) {
  return html.replace(/\s*\n\s*/g, '\n').replace(/ {2,}/g, ' ');
}

/**
 * All paths a template reads, as `suggestions[].name`: what the view must offer. Refuses whatever is not a plain escaped
 * value or one of the three blocks, for only those can be checked.
 */
function fieldsOf(file, { body }) {
  const found = new Set();
  const read = (node, scopes) => {
    if (node.type !== 'PathExpression' || node.data) refuse(node);
    const path = [scopes.at(-1 - node.depth) ?? '', ...node.parts].filter((part) => part !== '').join('.');
    found.add(path);
    return path;
  };
  const walk = (statements, scopes) => {
    for (const node of statements ?? []) {
      if (node.type === 'ContentStatement' || node.type === 'CommentStatement') continue;
      if (node.type === 'MustacheStatement' && node.escaped && node.params.length === 0) read(node.path, scopes);
      else if (node.type === 'BlockStatement' && node.path.original in HELPERS.knownHelpers) {
        const path = read(node.params[0], scopes);
        // Handlebars counts only `each` as a level for `../`.
        walk(node.program.body, node.path.original === 'each' ? [...scopes, `${path}[]`] : scopes);
        walk(node.inverse?.body, scopes);
      } else refuse(node);
    }
  };
  const refuse = ({ loc, path }) =>
    fail(
      `${file}:${loc.start.line}: ${path?.original ?? 'this'} is unescaped or not a plain value, if, unless or each`,
    );
  walk(body, ['']);
  return [...found].sort();
}

function version(name) {
  return require(`${name}/package.json`).version;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function fail(message) {
  process.stderr.write(`compile-templates: ${message}\n`);
  process.exit(1);
}

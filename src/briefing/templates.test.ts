import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import { fields } from '../generated/templates/briefing.ts';
import { WEEKS } from './briefing.fixture.ts';
import { renderHtml } from './render.ts';
import { viewBriefing } from './view.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rekindle-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

function compile(edit: (name: string, source: string) => string = (_, source) => source) {
  const from = mkdtempSync(join(folder, 'from-'));
  const to = mkdtempSync(join(folder, 'to-'));
  cpSync(join(root, 'templates'), from, { recursive: true });
  for (const name of ['briefing.mjml', 'briefing.txt.hbs'])
    writeFileSync(join(from, name), edit(name, readFileSync(join(from, name), 'utf8')));
  const run = () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'scripts/compile-templates.mjs'), from, to],
      {
        encoding: 'utf8',
      },
    );
    return { status, output: stdout + stderr };
  };
  return { run, output: join(to, 'briefing.ts') };
}

/** All paths a value offers, lists as `name[]`. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value))
    return [prefix, `${prefix}[]`, ...value.flatMap((element) => pathsOf(element, `${prefix}[]`))];
  if (typeof value !== 'object' || value === null) return [prefix];
  const children = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, prefix === '' ? key : `${prefix}.${key}`),
  );
  return prefix === '' ? children : [prefix, ...children];
}

describe('templates', () => {
  const offered = new Set(pathsOf(viewBriefing(WEEKS[7])));

  test.each(['html', 'text'] as const)('every field that the %s part reads is one of the view', (part) => {
    expect(fields[part].length).toBeGreaterThan(30);
    for (const path of fields[part]) expect(offered).toContain(path);
  });

  test('what the HTML shows, the text shows: the same fields but for the language, the title and the bars', () => {
    const onlyHtml = fields.html.filter((path) => !fields.text.includes(path));
    const same = (path: string) => path.startsWith('titles.') || path.startsWith('suggestions[].strip.bars');
    expect(onlyHtml.filter((path) => !same(path))).toEqual(['lang', 'preheader', 'subject']);
  });
});

describe('compiling', () => {
  test('says nothing, and the second time leaves the output alone', () => {
    const { run, output } = compile();
    expect(run()).toEqual({ status: 0, output: '' });
    const first = { written: statSync(output).mtimeMs, content: readFileSync(output, 'utf8') };
    expect(run()).toEqual({ status: 0, output: '' });
    expect({ written: statSync(output).mtimeMs, content: readFileSync(output, 'utf8') }).toEqual(first);
  });

  test('the generated module is the one made from the templates as they stand', () => {
    const { run, output } = compile();
    run();
    expect(readFileSync(output, 'utf8')).toBe(readFileSync(join(root, 'src/generated/templates/briefing.ts'), 'utf8'));
  });

  test.each([
    ['briefing.mjml', '{{greeting}}', '{{{greeting}}}'],
    ['briefing.mjml', '{{greeting}}', '{{&greeting}}'],
    ['briefing.txt.hbs', '{{greeting}}', '{{~{greeting}~}}'],
    ['briefing.mjml', '{{greeting}}', '<svg></svg>'],
    ['briefing.mjml', '{{greeting}}', '<a href="data:text/html,x">x</a>'],
    ['briefing.mjml', '{{greeting}}', '<img src="https://tracker.example/p.gif">'],
    ['briefing.mjml', 'padding="0 44px"', 'paddings="0 44px"'],
    ['briefing.mjml', '{{greeting}}', '{{lookup this "greeting"}}'],
    ['briefing.mjml', '<mj-head>', '<mj-include path="x.mjml" /><mj-head>'],
  ])('refuses %s with %s turned into %s, and writes nothing', (file, from, to) => {
    const { run, output } = compile((name, source) => (name === file ? source.replace(from, to) : source));
    expect(run().status).not.toBe(0);
    expect(() => statSync(output)).toThrow();
  });
});

test('rendering evaluates nothing: it works where code from strings is forbidden, as on Cloudflare Workers', () => {
  const script = `
    import { WEEKS } from './src/briefing/briefing.fixture.ts';
    import { renderHtml, renderText } from './src/briefing/render.ts';
    import { viewBriefing } from './src/briefing/view.ts';
    try { new Function('return 1'); } catch { console.log('forbidden'); }
    const view = viewBriefing(WEEKS[5]);
    console.log(renderHtml(view).includes('Bob Ray') && renderText(view).includes('Bob Ray'));
  `;
  const options = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script];
  const { stdout, stderr } = spawnSync(process.execPath, options, { cwd: root, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'forbidden\ntrue\n', stderr: '' });
});

describe('colours', () => {
  const html = renderHtml(viewBriefing(WEEKS[7]));
  const style = html.slice(0, html.indexOf('<body'));
  const dark = /prefers-color-scheme: dark\) \{([\s\S]*?)\n\}\n/.exec(style)?.[1] ?? '';
  const PAPER = '#fffcf6';
  const BUTTON = '#f6e6d9';
  const pairs = [...new Set([...html.matchAll(/[;"]color:(#[0-9a-f]{6})/g)].map((match) => match[1] as string))].map(
    (ink) => [ink, ink === '#7a351c' ? BUTTON : PAPER] as const,
  );

  test('the mail uses the two grounds and the inks that are judged here', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(4);
    expect(html).toContain(`bgcolor="${BUTTON}"`);
    expect(html).toContain(`background-color:${PAPER}`);
  });

  test.each(pairs)('%s on %s has a contrast of 4.5 : 1, as it is and with its lightness inverted', (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(inverted(ink), inverted(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test('the dark colours of the style sheet have it on the dark grounds', () => {
    const inks = [...dark.matchAll(/[{;] ?color: (#[0-9a-f]{6})/g)].map((match) => match[1] as string);
    const grounds = ['.sheet > table', '.act'].map(
      (name) => new RegExp(`${name.replace('.', '\\.')} \\{ background-color: (#[0-9a-f]{6})`).exec(dark)?.[1] ?? '',
    );
    expect(inks).toHaveLength(3);
    for (const ink of inks) for (const ground of grounds) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

function channels(colour: string): [number, number, number] {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = channels(colour).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** HSL lightness turned round, hue kept: what Gmail and Outlook do to a mail in dark mode. */
function inverted(colour: string): string {
  const all = channels(colour);
  const shift = 255 - Math.max(...all) - Math.min(...all);
  return `#${all.map((channel) => (channel + shift).toString(16).padStart(2, '0')).join('')}`;
}

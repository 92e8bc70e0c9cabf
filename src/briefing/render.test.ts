import { describe, expect, test } from 'vitest';

import { DAY, HOUR } from '../domain/time.ts';
import { asking, input, meeting, NOW, person, WEEKS } from './briefing.fixture.ts';
import { renderHtml, renderJson, renderText } from './render.ts';
import { type BriefingView, viewBriefing } from './view.ts';
import { columns } from './wrap.ts';

function recipientOf(mailto: string): string {
  return decodeURIComponent(/^mailto:([^?]+)/.exec(mailto)?.[1] ?? 'no recipient');
}

/** The page as a reader has it: words in order, links apart. */
function read(html: string): { words: string; links: string[] } {
  const decode = (text: string) =>
    text.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, hex: string | undefined, name: string | undefined) =>
      hex === undefined
        ? ({ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }[name ?? ''] ?? whole)
        : String.fromCodePoint(parseInt(hex, 16)),
    );
  const body = html.slice(html.indexOf('<body'));
  const words = decode(
    body
      .replace(/<!--[\s\S]*?-->/g, ' ')
      .replace(/<div style="display:none[\s\S]*?<\/div>/, ' ')
      .replace(/<\/?(?:b|i|bdi|a)\b[^>]*>/g, '')
      .replace(/<[^>]*>/g, ' '),
  );
  return { words, links: [...body.matchAll(/href="([^"]*)"/g)].map((match) => decode(match[1] ?? '')) };
}

/** Sentences about a tie are the trust model's and have tests of their own: here they stand still. */
function withFixedReasons(view: BriefingView): BriefingView {
  const suggestions = view.suggestions.map((one) => ({
    ...one,
    reason: `You and ${one.callName} wrote about every ten days; nothing since September.`,
    facts: ['61 mails from you', '9 meetings'],
    evidence: '61 mails from you · 9 meetings',
    opener: 'How did it go?',
    writeUrl: one.writeUrl && 'mailto:someone@example.com?subject=Re%3A%20Plan',
  }));
  return { ...view, suggestions };
}

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</td></table><script>alert(1)</script>',
  '" onmouseover="alert(1)',
  'Eve\r\nBcc: everybody@example.com',
  '\u202Egpj.exe\u202C \u2066x\u2069',
  'x'.repeat(10_240),
  '👩‍👧‍👦'.repeat(2000),
  '=?utf-8?B?SGFjaw==?= =?utf-8?Q?=0D=0ABcc:?=',
  '{{subject}} {{{lead}}} {{#each}}',
  '<mj-include path="/etc/passwd" />',
  '--- Reply above ---\n-- \n> quoted\n1. done',
  'javascript://alert(1) https://evil.example/login',
  '&lt;b&gt; &amp;amp;',
  '\0\u0007\u001b[31m\u0085\u2028',
  '',
];

describe.each(Object.entries(WEEKS))('a week with %s people', (count, week) => {
  const view = viewBriefing(week);

  test('suggests as many', () => {
    expect(view.suggestions).toHaveLength(Number(count));
  });

  test('looks as it was approved, in HTML and in text', async () => {
    const fixed = withFixedReasons(view);
    await expect(renderHtml(fixed)).toMatchFileSnapshot(`golden/${count}.html`);
    await expect(renderText(fixed)).toMatchFileSnapshot(`golden/${count}.txt`);
  });

  test('says the same words, numbers and links in both parts', () => {
    const { words, links } = read(renderHtml(view));
    const text = renderText(view);
    const said = (part: string) => new Set(part.toLowerCase().match(/[\p{L}\p{M}\p{N}@]+/gu));
    const inText = said(text);
    for (const word of said(words)) expect(inText, `"${word}" is in the HTML only`).toContain(word);
    // In the text a link to write is the bare address: subject and opener stand there already, for people to read.
    for (const link of links) expect(text.includes(link) || text.includes(recipientOf(link)), link).toBe(true);
    for (const url of text.match(/mailto:\S+/g) ?? []) expect(links).toContain(url);
  });

  test('keeps its text within 72 columns, links apart', () => {
    for (const line of renderText(view).split('\n'))
      if (!line.includes('mailto:')) expect(columns(line), line).toBeLessThanOrEqual(72);
  });

  test('has one h1, then h2 for sections and h3 for people', () => {
    const levels = [...renderHtml(view).matchAll(/<h(\d)/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level) => level === 3)).toHaveLength(Number(count));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('loads nothing, tracks nothing, links only to mailto', () => {
    const html = renderHtml(view);
    expect(html).not.toMatch(/<svg|<img|<script|\bsrc=|url\(|data:|@import|<link/i);
    for (const link of read(html).links) expect(link).toMatch(/^mailto:/);
  });

  test('names its language and direction', () => {
    expect(renderHtml(view)).toMatch(
      /<html lang="en-(?:GB|US)" dir="ltr"[\s\S]*<div[^>]* lang="en-(?:GB|US)" dir="ltr"/,
    );
  });
});

describe('[FM-77] hostile texts', () => {
  const everywhere = (text: string) =>
    input(
      [
        person(text, { personId: '1', email: 'eve@evil.example', facts: { lastSubject: text } }),
        asking(text, text, { personId: '2', email: 'mallory@evil.example' }),
        meeting(text, { personId: '3', nextMeeting: { at: NOW + DAY, minutes: 30, others: 1, title: text } }),
      ],
      { user: { name: text, email: 'mara@stein.example' }, canReply: true },
    );

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))(
    '%s adds no markup',
    (_, text) => {
      const view = viewBriefing(everywhere(text));
      const tags = (html: string) => html.match(/<[a-z/!][^>\s]*/gi) ?? [];
      expect(tags(renderHtml(view))).toEqual(tags(renderHtml(viewBriefing(everywhere('Plain')))));
    },
  );

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))(
    '%s stays one short line',
    (_, text) => {
      const view = viewBriefing(everywhere(text));
      expect(view.subject.length).toBeLessThanOrEqual(70);
      expect(view.subject).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      for (const part of [renderHtml(view), renderText(view)])
        expect(part).not.toMatch(/[\u202a-\u202e\u2066\u2067\u200b\ufeff\0\x1b]/);
      expect(renderHtml(view).length).toBeLessThan(40_000);
      expect(renderText(view)).not.toMatch(/^\s*(?:--|>)/m);
      expect(renderText(view).split('\n').length).toBeLessThan(120);
    },
  );

  test('a link leads to the person it names and carries no second recipient', () => {
    const view = viewBriefing(everywhere('Eve?bcc=x@evil.example&body=hi#"\r\nBcc: y@evil.example'));
    for (const { writeUrl } of [...view.suggestions, ...view.waiting]) {
      const url = new URL(writeUrl as string);
      expect([...url.searchParams.keys()].sort()).toEqual(
        url.searchParams.has('body') ? ['body', 'subject'] : ['subject'],
      );
      expect(url.pathname).toMatch(/^(?:eve|mallory)@evil\.example$/);
    }
  });

  test('an address that needs quoting gets no link rather than a wrong one', () => {
    for (const email of [
      '"a b"@x.example',
      'a@x.example,b@y.example',
      'a@x.example?bcc=b@y.example\n',
      '<a@x.example>',
      'a',
      '',
    ]) {
      const view = viewBriefing(input([person('Bob Ray', { email })]));
      expect(view.suggestions[0]?.writeUrl, email).toBeNull();
      expect(renderHtml(view)).not.toContain('href=');
    }
    const odd = viewBriefing(input([person('Bob Ray', { email: "o'neil+a&b=c?d@x.example" })])).suggestions[0]
      ?.writeUrl;
    expect(odd).toMatch(/^mailto:o%27neil%2Ba%26b%3Dc%3Fd@x\.example\?subject=/);
  });

  test('a name that runs right to left is isolated in sentences and cannot turn numbers around', () => {
    const view = viewBriefing(input([asking('Ana Lima', 'مشروع بيروت')]));
    expect(view.waiting[0]?.asked).toBe('wrote to you on 12 October (“\u2068مشروع بيروت\u2069”).');
    expect(JSON.stringify(renderJson(view))).not.toMatch(/[\u2068\u2069]/);
  });
});

test('[FM-78] seven people with every link stay under 40 KB, far from the 102 KB at which Gmail cuts', () => {
  expect(Buffer.byteLength(renderHtml(viewBriefing(WEEKS[7])))).toBeLessThan(40_000);
  const long = input(
    Array.from({ length: 7 }, (_, index) =>
      person(`${'W'.repeat(58)} ${index}`, { personId: String(index), facts: { lastSubject: '京'.repeat(300) } }),
    ),
    { count: 7, canReply: true },
  );
  expect(viewBriefing(long).suggestions).toHaveLength(7);
  expect(Buffer.byteLength(renderHtml(viewBriefing(long)))).toBeLessThan(80_000);
});

describe('[FM-79] a quiet week', () => {
  test('is said in two lines', () => {
    expect(viewBriefing(WEEKS[0]).lead).toEqual([
      'It is a quiet week: there is nobody to suggest.',
      'Nobody you usually answer is waiting for you either.',
    ]);
    expect(viewBriefing(WEEKS[0]).subject).toBe('A quiet week: nobody to suggest');
  });

  test('with nobody read yet says how to go on, and claims nothing', () => {
    const view = viewBriefing(input([], { ledger: [], historyFrom: null }));
    expect(view.lead[1]).toContain('archive');
    expect(view.circle.sentence).toBe('');
    expect(renderText(view)).toContain('No mail and no calendar has been read yet.');
    expect(renderHtml(view)).not.toContain('circle of trust');
  });

  test('with somebody waiting names them and only then is quiet', () => {
    const view = viewBriefing(input([asking('Ana Lima')]));
    expect(view.lead).toEqual(['One person waits for your answer. Beyond that it is a quiet week.']);
    expect(view.subject).toBe('Ana is waiting for your answer');
  });
});

describe('commands', () => {
  test('are not offered where replies are not read', () => {
    const { canReply: _, ...week } = WEEKS[7];
    const text = renderText(viewBriefing(week));
    expect(text).not.toMatch(/reply|done|in two weeks|stop suggesting/i);
  });

  test('use the names and numbers of this very mail', () => {
    const view = viewBriefing({ ...WEEKS[5], canReply: true });
    expect(view.examples).toBe(
      'Reply in your own words: “1 in three weeks”, “2 done, called”, “stop suggesting Priya”.',
    );
    expect(view.suggestions[1]?.actions.map(({ label }) => label)).toEqual([
      'Mark Zoë done',
      'Zoë in two weeks',
      'Stop suggesting Zoë',
    ]);
    const done = new URL(view.suggestions[1]?.actions[0]?.url ?? '');
    expect(done.pathname).toBe('mara@stein.example');
    expect(done.searchParams.get('body')).toBe('2 done');
  });
});

test('the link to write carries the subject of the last mail and the opener', () => {
  const view = viewBriefing(input([person('Bob Ray', { facts: { lastSubject: 'AW: Re: The move' } })]));
  const url = new URL(view.suggestions[0]?.writeUrl ?? '');
  expect(url.searchParams.get('subject')).toBe('Re: The move');
  expect(url.searchParams.get('body')).toBe(`Hi Bob,\r\n\r\n${view.suggestions[0]?.opener}\r\n`);
});

test('two people of one first name are called by their full names', () => {
  const view = viewBriefing(input([person('Ana Lima'), person('Ana Ray')]));
  expect(view.suggestions.map(({ callName }) => callName)).toEqual(['Ana Lima', 'Ana Ray']);
});

test('JSON has the fields outside programs rely on', () => {
  const json = renderJson(viewBriefing(WEEKS[5])) as Record<'suggestions' | 'waiting' | 'meeting', object[]>;
  expect(json).toMatchObject({ circle: { size: 8, of: 9, change: 1 }, ledger: WEEKS[5].ledger });
  expect(json.suggestions[0]).toMatchObject({ n: 1, name: 'Bob Ray', email: 'bob.ray@ray.example', trust: 78 });
  expect(json.suggestions[0]).toHaveProperty('reason', expect.stringMatching(/./));
  expect(json.suggestions[0]).toHaveProperty('facts', expect.arrayContaining([expect.stringMatching(/./)]));
  expect(json.waiting[0]).toMatchObject({ name: 'Ana Lima', email: 'ana.lima@lima.example' });
  expect(json.meeting).toHaveLength(3);
  expect(json.meeting[2]).toMatchObject({ name: 'Chloé Martin', at: '2026-11-26T13:00:00.000Z', others: 1 });
});

test('[FM-54] a meeting is told in the user’s zone, on the right day and across a change of clocks', () => {
  const at = Date.UTC(2026, 9, 25, 1, 30); // Berlin: the second 02:30 of that night; Auckland: 14:30
  const now = at - 3 * DAY;
  const when = (zone: string, locale = 'en-GB') =>
    viewBriefing(
      input([meeting('Ida', { nextMeeting: { at, minutes: 30, others: 1, title: '' } })], { now, zone, locale }),
    ).meeting[0]?.when;
  expect(when('Europe/Berlin')).toBe('Sunday 25 October at 2:30');
  expect(when('Pacific/Auckland')).toBe('Sunday 25 October at 14:30');
  expect(when('America/Los_Angeles', 'en-US')).toBe('Saturday, October 24 at 6:30 PM');
  const tomorrow = Date.UTC(2026, 2, 29, 0, 30) + HOUR; // Berlin skips 02:00–03:00 that night
  const view = viewBriefing(
    input([meeting('Ida', { nextMeeting: { at: tomorrow, minutes: 30, others: 1, title: '' } })], {
      now: tomorrow - 4 * HOUR,
    }),
  );
  expect(view.meeting[0]?.when).toBe('tomorrow at 3:30');
});

import { describe, expect, it } from 'vitest';
import { cutText, parseHeaders, readableText } from './headers.ts';

const NAMES = new Set(['subject', 'from', 'to', 'content-type', 'date']);

function fieldsOf(block: string | Buffer) {
  return parseHeaders(Buffer.isBuffer(block) ? block : Buffer.from(block, 'latin1'), NAMES);
}
function subjectOf(...parts: (string | Buffer)[]): string | undefined {
  const block = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  return fieldsOf(block).find((field) => field.name === 'subject')?.value;
}

describe('header fields', () => {
  it('come in their order, names in lower case, values unfolded', () => {
    expect(fieldsOf('From: a\r\nSUBJECT:\r\n one\r\n\ttwo\r\nsubject : three\r\nX-Other: no\r\n')).toEqual([
      { name: 'from', value: 'a' },
      { name: 'subject', value: 'one two' },
      { name: 'subject', value: 'three' },
    ]);
  });

  it('survive junk lines, lines without a colon, NULs, a byte order mark and obsolete folding', () => {
    const block =
      '\xef\xbb\xbfFrom: a\nno colon here\n folded junk: x\n>From b: c\n: empty\n\0\x01\x02\nSub\0ject: no\n';
    expect(fieldsOf(`${block}Subject: o\0n\x07e\n \t\n two\nTo: c`)).toEqual([
      { name: 'from', value: 'a' },
      { name: 'subject', value: 'one two' },
      { name: 'to', value: 'c' },
    ]);
  });

  it('are capped at 200', () => {
    expect(fieldsOf('To: a\n'.repeat(5000))).toHaveLength(200);
  });

  it('cost linear time in whatever they hold', () => {
    const started = performance.now();
    for (const junk of [' ', '\r', ':', '\t\n', '=?', '=?a?q?', '=?utf-8?q?a?= ', '<', '"']) {
      const text = fieldsOf(`Subject: x${junk.repeat(260_000 / junk.length)}y`)[0]?.value ?? '';
      expect(readableText(text, 100).length).toBeLessThanOrEqual(100);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('[FM-65] 8-bit headers', () => {
  it('are read as UTF-8 when they are', () => {
    expect(subjectOf('Subject: ', Buffer.from('Grüße aus Köln'))).toBe('Grüße aus Köln');
  });
  it('are read as windows-1252 when they are no UTF-8 and nothing is declared', () => {
    expect(subjectOf('Subject: Gr\xfc\xdfe \x80 5')).toBe('Grüße € 5');
  });
  it('are read in the charset that Content-Type declares, when it fits', () => {
    const koi8 = Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]);
    expect(subjectOf('Subject: ', koi8, '\nContent-Type: text/plain; charset="koi8-r"\n')).toBe('Привет');
    expect(subjectOf('Subject: ', koi8, '\nContent-Type: text/plain; charset=no-such-charset\n')).toBe('ðÒÉ×ÅÔ');
  });
  it('are read field by field: one bad field does not spoil the others', () => {
    const fields = fieldsOf(Buffer.concat([Buffer.from('From: Zoë\n'), Buffer.from('Subject: Zo\xeb\n', 'latin1')]));
    expect(fields.map((field) => field.value)).toEqual(['Zoë', 'Zoë']);
  });
  it('are read as ISO-2022-JP by its escape sequences, declared or not', () => {
    expect(subjectOf('Subject: \x1b$BF|K\\8l\x1b(B')).toBe('日本語');
  });
});

describe('[FM-65] encoded words', () => {
  it.each([
    ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['=?UTF-8?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?iso-8859-1?q?Gr=FC=DFe?=', 'Grüße'],
    ['=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=', '日本語'],
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['=?gb18030?B?xOO6ww==?=', '你好'],
    ['=?utf-8?B?w?= =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=', 'é'],
    ['=?utf-8*en?Q?a?=', 'a'],
    ['=?x-unknown?Q?caf=E9?=', 'café'],
    ['=?utf-8?B?!!!?= tail', 'tail'],
    ['=?utf-8?Q?open', '=?utf-8?Q?open'],
    ['=?utf-8?Q?=0D=0ABcc=3A_x?=', 'Bcc: x'],
    ['=?utf-8?Q?=00=1B[31m?=red', '[31mred'],
  ])('%s reads %s', (written, read) => expect(readableText(written, 1000)).toBe(read));

  it('are decoded once: what they decode to is text', () => {
    expect(readableText('=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?=', 100)).toBe('=?utf-8?Q?a?=');
  });

  it('never cost more than a moment, even 64 KB of them in changing charsets', () => {
    const started = performance.now();
    expect(readableText('=?utf-8?B?/w==?= =?koi8-r?Q?a?= =?gb18030?Q?=81?= '.repeat(20_000), 1000)).toHaveLength(1000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

it('cutting text leaves no half of a surrogate pair', () => {
  expect(cutText('ab😀', 3)).toBe('ab');
  expect(cutText('ab😀', 4)).toBe('ab😀');
});

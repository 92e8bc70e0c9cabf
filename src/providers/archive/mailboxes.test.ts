import { describe, expect, it } from 'vitest';
import { parseMailboxes } from './mailboxes.ts';

function read(...values: string[]): string[] {
  return parseMailboxes(values).mailboxes.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`));
}

describe('[FM-65] address lists', () => {
  it.each<[string, string[]]>([
    ['ana@one.example', ['ana@one.example']],
    ['Ana Lima <ana@one.example>, bob@two.example', ['Ana Lima <ana@one.example>', 'bob@two.example']],
    ['"Lima, Ana" <ana@one.example>', ['Lima, Ana <ana@one.example>']],
    ['ana@one.example (Ana Lima)', ['Ana Lima <ana@one.example>']],
    ['undisclosed-recipients:;', []],
    ['undisclosed-recipients: ;, ana@one.example', ['ana@one.example']],
    [
      'Team: ana@one.example, Bob <bob@two.example>;, eve@three.example',
      ['ana@one.example', 'Bob <bob@two.example>', 'eve@three.example'],
    ],
    ['A: B: ana@one.example;, bob@two.example;', ['ana@one.example', 'bob@two.example']],
    ['', []],
    [' , ,, ', []],
    ['Ana Lima', []],
    ['"a@b x"@one.example', ['"a@b x"@one.example']],
    ['"ana.lima"@one.example', ['ana.lima@one.example']],
    ['"ana@one.example" <eve@three.example>', ['ana@one.example <eve@three.example>']],
    ['=?utf-8?Q?J=C3=B6rg=2C_M=2E?= <joerg@one.example>', ['Jörg, M. <joerg@one.example>']],
    ['=?utf-8?Q?Lima,_Ana_<x@evil.example>?= <ana@one.example>', ['Lima, Ana <x@evil.example> <ana@one.example>']],
    ['Zoë <zoë@bücher.example>', ['Zoë <zoë@bücher.example>']],
    ['"ceo@one.example" <>, bob@two.example', ['bob@two.example']],
    ['<>', []],
    ['"a <> b" <ana@one.example>', ['a <> b <ana@one.example>']],
    ['=?utf-8?q?ana=40one=2Eexample?= <eve@three.example>', ['ana@one.example <eve@three.example>']],
    ['<mailto:ana@one.example>', ['ana@one.example']],
    ["'Ana' <'ana@one.example'>", ['Ana <ana@one.example>']],
    ['<@relay.example,@hub.example:ana@one.example>', ['ana@one.example']],
    ['"Ana <ana@one.example>, bob@two.example', ['Ana <ana@one.example>', 'bob@two.example']],
    ['Ana <ana@one.example', ['Ana <ana@one.example>']],
    ['ana@one.example; bob@two.example', ['ana@one.example', 'bob@two.example']],
    [`${'x'.repeat(400)}@one.example, bob@two.example`, ['bob@two.example']],
  ])('%.70s', (written, expected) => expect(read(written)).toEqual(expected));

  it('several fields of one name are one list, so that two Froms stay two senders', () => {
    expect(read('ana@one.example', 'bob@two.example')).toEqual(['ana@one.example', 'bob@two.example']);
  });

  it('a name loses control characters and is at most 200 characters long', () => {
    const [mailbox] = parseMailboxes([`=?utf-8?Q?A=0D=0ABcc=3A?= ${'n'.repeat(10_000)} <ana@one.example>`]).mailboxes;
    expect(mailbox?.name).toHaveLength(200);
    expect(mailbox?.name).toMatch(/^A Bcc:/);
  });
});

describe('[FM-66] crowds', () => {
  it('of a list of 5,000, the first 2,000 are read and all are counted', () => {
    const list = Array.from({ length: 5000 }, (_, i) => `"P, ${i}" <p${i}@one.example>`).join(',\r\n ');
    const { mailboxes, count } = parseMailboxes([list]);
    expect(mailboxes).toHaveLength(2000);
    expect(mailboxes.at(-1)).toEqual({ name: 'P, 1999', address: 'p1999@one.example' });
    expect(count).toBe(5000);
  });

  it('a group of 250,000 members is counted in well under a second', () => {
    const started = performance.now();
    const { mailboxes, count } = parseMailboxes([`all: ${'a@b.example, '.repeat(250_000)};`]);
    expect(mailboxes).toHaveLength(2000);
    expect(count).toBe(250_000);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it.each(['<', '(', '"', ',', ':', 'a:', '=?a?q?', '=?utf-8?q?a?=', '\\', ' ', '@', '<a@b.c> '])(
    'a quarter megabyte of %j ends quickly',
    (junk) => {
      const started = performance.now();
      parseMailboxes([junk.repeat(260_000 / junk.length)]);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});

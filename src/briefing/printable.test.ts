import { describe, expect, test } from 'vitest';

import { displayName, firstName, isolated, printable, shorten } from './printable.ts';

describe('[FM-77] printable', () => {
  test('line breaks and controls become one space: nothing starts a line or a header of its own', () => {
    expect(printable('Bob\r\nBcc: all@x.example\0\u0085\u2028end', 90)).toBe('Bob Bcc: all@x.example end');
  });

  test('direction controls, invisible characters and tags are gone', () => {
    expect(printable('in\u202Evoice\u2066\u200b\u2060\ufeff\u00ad\u{e0041}.exe', 90)).toBe('invoice.exe');
    expect(printable('Pa\u200dyPal', 90)).toBe('PayPal');
  });

  test('joiners that mean something stay: family emoji, Persian, Hindi', () => {
    for (const text of ['👩‍👧', 'نمی‌خواهم', 'क्‍ष']) expect(printable(text, 90)).toBe(text.normalize('NFC'));
  });

  test('furniture of mails is not imitated', () => {
    expect(printable('--- Reply above ---', 90)).toBe('– Reply above –');
    expect(printable('-- ', 90)).toBe('–');
    expect(printable('> > quoted', 90)).toBe('› › quoted');
    expect(printable('=====\n_____', 90)).toBe('= _');
  });

  test('addresses that programs would make into links lose their scheme', () => {
    expect(printable('see https://evil.example/x or javascript://y', 90)).toBe('see evil.example/x or y');
  });

  test('10 KB are cut by characters, not code units, and never in the middle of one', () => {
    expect(printable('👩‍👧'.repeat(3000), 10).endsWith('…')).toBe(true);
    expect(printable('x'.repeat(10_240), 60)).toBe(`${'x'.repeat(59)}…`);
    expect([...new Intl.Segmenter().segment(printable('é'.repeat(99), 10))]).toHaveLength(10);
    expect(printable('\ud800lone', 9)).toBe('\ufffdlone');
  });

  test('a letter carries four marks at most, and one character is not a thousand', () => {
    expect(printable(`z${'\u0335'.repeat(500)}`, 60).length).toBe(5);
    expect(shorten('👩‍'.repeat(500), 60).length).toBeLessThan(245);
  });

  test('printing what was printed changes nothing', () => {
    for (const text of [
      '--- Reply above ---',
      'a\u200d\u200db',
      '>> x',
      'é'.repeat(99),
      'http://http://x',
      '-\u200b-',
      '=\u00ad=',
    ])
      expect(printable(printable(text, 40), 40)).toBe(printable(text, 40));
  });
});

describe('names', () => {
  test('without a usable display name, what stands before the @ is the name', () => {
    for (const name of ['', '   ', '\u200b', '"', '---'])
      expect(displayName(name, 'ana.lima@x.example')).toBe('ana.lima');
    expect(displayName('', '')).toBe('Somebody');
    expect(displayName('"Lima, Ana"', 'a@x.example')).toBe('Lima, Ana');
  });

  test('one calls people by their first name where there is one', () => {
    expect(firstName('Ana Lima')).toBe('Ana');
    expect(firstName('Lima, Ana')).toBe('Ana');
    expect(firstName('Dr. Ana Lima')).toBe('Ana');
    expect(firstName('A. Lima')).toBe('A. Lima');
    expect(firstName('J Ray')).toBe('J Ray');
    expect(firstName('山田花子')).toBe('山田花子');
    expect(firstName('ana@x.example')).toBe('ana@x.example');
  });

  test('a name that runs right to left is isolated in a sentence, others are left alone', () => {
    expect(isolated('ليلى')).toBe('\u2068ليلى\u2069');
    expect(isolated('Ana')).toBe('Ana');
  });
});

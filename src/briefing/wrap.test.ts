import { expect, test } from 'vitest';

import { columns, wrapText } from './wrap.ts';

test('lines break at spaces and keep their indent; numbered ones hang by three', () => {
  expect(wrapText('  one two three', 9)).toBe('one two\n  three\n');
  expect(wrapText('x\n  one two three', 9)).toBe('x\n  one two\n  three\n');
  expect(wrapText('1. one two three', 10)).toBe('1. one two\n   three\n');
});

test('a long word is broken, a link never', () => {
  expect(wrapText('abcdefghij', 4)).toBe('abcd\nefgh\nij\n');
  expect(wrapText('go mailto:a@example.com?subject=x', 8)).toBe('go\nmailto:a@example.com?subject=x\n');
});

test('sections that were left out leave two blank lines at most', () => {
  expect(wrapText('a\n\n\n\n\n\nb')).toBe('a\n\n\nb\n');
});

test('East Asian characters and emoji take two columns, joined ones and marks none of their own', () => {
  expect(columns('山田 ab')).toBe(7);
  expect(columns('👩‍👧x')).toBe(3);
  expect(columns('e\u0301')).toBe(1);
  expect(wrapText('山田山田', 4)).toBe('山田\n山田\n');
});

import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseAddress } from './address.ts';
import { looksLike, suspicious } from './lookalike.ts';
import { decodePunycode } from './punycode.ts';

const address = (raw: string): string => normaliseAddress(raw) ?? expect.fail(`${raw} should be an address`);

describe('suspicious', () => {
  it.each(['bob@pаypal.example', 'bоb@rayworks.example', 'bob@аррӏе.com', 'bob@οκ.com', 'bob@xn--99999999999.example'])(
    'warns of %s [FM-68]',
    (raw) => {
      expect(suspicious(address(raw))).toBe(true);
    },
  );

  it.each([
    'bob@rayworks.example',
    'jürgen@münchen.example',
    'иван@почта.рф',
    'ivan@москва.com',
    'bob.иванов@rayworks.example',
    'taro@東京app.example',
  ])('does not warn of %s', (raw) => {
    expect(suspicious(address(raw))).toBe(false);
  });
});

describe('looksLike', () => {
  it.each([
    ['exarnple.com', 'example.com'],
    ['examp1e.com', 'example.com'],
    ['exmaple.com', 'example.com'],
    ['examples.com', 'example.com'],
    ['ray-works.com', 'rayworks.com'],
    ['mail.rayw0rks.com', 'rayworks.com'],
  ])('takes %s for a fake of %s [FM-68]', (one, other) => {
    expect(looksLike(one, other)).toBe(true);
    expect(looksLike(other, one)).toBe(true);
  });

  it.each([
    ['example.com', 'example.com'],
    ['rayworks.com', 'rayworks.de'],
    ['rayworks.com', 'gmail.com'],
    ['ymail.com', 'gmail.com'],
    ['ray.com', 'rat.com'],
  ])('takes %s and %s for two honest domains', (one, other) => {
    expect(looksLike(one, other)).toBe(false);
  });
});

describe('decodePunycode', () => {
  it('undoes what the runtime encodes', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'a b z ä ß é ж щ 中 文 か な ก あ 한 😀 - 0'.split(' ')),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(letters, (label) => {
        const ascii = domainToASCII(`${label}.example`).split('.')[0] ?? '';
        fc.pre(ascii.startsWith('xn--'));
        expect(decodePunycode(ascii.slice(4))).toBe(domainToUnicode(`${ascii}.example`).split('.')[0]);
      }),
    );
  });

  it.each(['9', '99999999', 'zzzzzzzzzz9', 'A', 'é'])('answers null for %s', (label) => {
    expect(decodePunycode(label)).toBeNull();
  });
});

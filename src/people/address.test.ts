import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayName, foldName, normaliseAddress } from './address.ts';

describe('normaliseAddress', () => {
  it.each([
    ['Bob.Ray@Rayworks.Example', 'bob.ray@rayworks.example'],
    ['  <bob@rayworks.example> ', 'bob@rayworks.example'],
    ['MAILTO:bob@rayworks.example', 'bob@rayworks.example'],
    ['bob@rayworks.example.', 'bob@rayworks.example'],
    ['"bob.ray"@rayworks.example', 'bob.ray@rayworks.example'],
    ['bob@intranet', 'bob@intranet'],
    ['..bob..ray.@docomo.example', '..bob..ray.@docomo.example'],
  ])('writes %s as %s', (raw, normal) => {
    expect(normaliseAddress(raw)).toBe(normal);
  });

  it.each([
    ['B.O.B+news@GoogleMail.com', 'bob@gmail.com'],
    ['b.ob@gmail.com', 'bob@gmail.com'],
    ['b.ob@rayworks.example', 'b.ob@rayworks.example'],
    ['bob+news@rayworks.example', 'bob+news@rayworks.example'],
  ])('folds dots and plus for Gmail alone: %s is %s [FM-69]', (raw, normal) => {
    expect(normaliseAddress(raw)).toBe(normal);
  });

  it.each([
    ['josé@exämple.example', 'josé@xn--exmple-cua.example'],
    ['bob@ＥＸＡＭＰＬＥ.example', 'bob@example.example'],
    ['bob@münchen。example', 'bob@xn--mnchen-3ya.example'],
  ])('writes the domain of %s in ASCII [FM-69]', (raw, normal) => {
    expect(normaliseAddress(raw)).toBe(normal);
  });

  it.each([
    '',
    '@',
    'bob',
    '@rayworks.example',
    'bob@',
    'bob ray@rayworks.example',
    '"a@b x"@c.example',
    'bob@@rayworks.example',
    'a@b@c.example',
    'undisclosed-recipients:;',
    'bob@1.2.3.4',
    'bob@[127.0.0.1]',
    'bob@exä/mple.example',
    'bob@exä:8080',
    'bob@user:exä.example',
    'bob@a..example',
    'bo\u200bb@rayworks.example',
    '+news@gmail.com',
    `${'b'.repeat(250)}@rayworks.example`,
    'x'.repeat(5000),
  ])('takes %j for no address [FM-65]', (raw) => {
    expect(normaliseAddress(raw)).toBeNull();
  });

  it('is idempotent', () => {
    const plausible = fc
      .tuple(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        fc.constantFrom('GMail.com', 'Exämple.de', 'x.example'),
      )
      .map(([local, domain]) => `${local}@${domain}`);
    fc.assert(
      fc.property(fc.oneof(plausible, fc.emailAddress(), fc.string({ unit: 'binary' })), (raw) => {
        const once = normaliseAddress(raw);
        expect(once === null ? null : normaliseAddress(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('foldName', () => {
  it.each([
    ['Ray, Bob', 'bob ray'],
    ['RAY, Dr. Bob', 'bob ray'],
    ['Prof. Dr. Bob Ray, PhD', 'bob ray'],
    ['Bob Ray, Ph.D.', 'bob ray'],
    ['"Bob Ray"', 'bob ray'],
    ["'Bob Ray' via Dev", 'bob ray'],
    ['Bob Ray (Rayworks)', 'bob ray'],
    ['Bob Ray (via Google Docs)', 'bob ray'],
    ['Bob  O’Ray', 'bob oray'],
    ['Chloé Martin', 'chloe martin'],
    ['Jürgen Weiß', 'juergen weiss'],
    ['Juergen Weiss', 'juergen weiss'],
    ['Jean-Luc Ray', 'jean luc ray'],
    ['Łukasz Ørsted', 'lukasz oersted'],
    ['Ｂｏｂ Ray', 'bob ray'],
    ['Ray Jr., Bob', 'bob ray jr'],
    ['Bob Ray, Jr.', 'bob ray jr'],
    ['山田 太郎', '山田 太郎'],
    ['ก้อง ใจดี', 'ก้อง ใจดี'],
    ['Dr. Ray', 'ray'],
    ['bob@rayworks.example', ''],
    ['?!', ''],
  ])('folds %s to %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('keeps father and son apart', () => {
    expect(foldName('Bob Ray Jr.')).not.toBe(foldName('Bob Ray Sr.'));
  });
});

describe('displayName', () => {
  it.each([
    ['Bob Ray', 'b@x.example', 'Bob Ray'],
    ['Ray, Bob', 'b@x.example', 'Bob Ray'],
    ['Rayworks, Inc.', 'b@x.example', 'Rayworks, Inc.'],
    ["'Bob Ray'", 'b@x.example', 'Bob Ray'],
    ['Bob Ray (via Google Docs)', 'b@x.example', 'Bob Ray'],
    ['', 'bob.ray@x.example', 'Bob Ray'],
    ['', 'bob_ray2@x.example', 'Bob Ray'],
    ['', 'x7k2p@x.example', 'x7k2p@x.example'],
    ['', 'br@x.example', 'br@x.example'],
    ['=?utf-8?Q?broken', 'bob.ray@x.example', 'Bob Ray'],
    ['bob.ray@x.example', 'bob.ray@x.example', 'Bob Ray'],
    ['Bob Ray <bob@x.example>', 'bob@x.example', 'Bob Ray'],
  ])('shows %j <%s> as %j', (name, address, shown) => {
    expect(displayName(name, address)).toBe(shown);
  });

  it.each(['ceo@x.example', 'Ann Boss <ceo@x.example>', 'ceo＠x.example', 'ceo (at) x.example', '"ceo@x.example"'])(
    'shows the real address when the name %j poses as another [FM-68]',
    (name) => {
      expect(displayName(name, 'evil@y.example')).toBe('evil@y.example');
    },
  );

  it('removes what could change the line around it, and caps at 80 characters', () => {
    expect(displayName('Bob\u202eyaR\u200b\r\nBcc: x', 'b@x.example')).toBe('BobyaR Bcc: x');
    expect([...displayName('字'.repeat(500), 'b@x.example')]).toHaveLength(80);
  });

  it('is never empty, never longer than 80 characters and free of control characters, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.emailAddress(), (name, address) => {
        const shown = displayName(name, address);
        expect(shown.length).toBeGreaterThan(0);
        expect([...shown].length).toBeLessThanOrEqual(80);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});

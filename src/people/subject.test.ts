import { describe, expect, it } from 'vitest';
import { bareSubject, cleanSubject, hasReplyPrefix } from './subject.ts';

describe('cleanSubject', () => {
  it.each(
    'Re:|RE: |Re[2]: |Re (3): |Fwd: |FW: |AW: |Antw: |WG: |SV: |VS: |VB: |VL: |RE : |TR : |RV: |Enc: |Res: |Rif: |R: |I: |Odp: |PD: |Ynt: |İlt: |Doorst: |Απ: |Πρθ: |Отв: |回复：|转发: |返信: |転送：|답장: |Re: AW: Fwd: '.split(
      '|',
    ),
  )('drops %j', (prefix) => {
    expect(cleanSubject(`${prefix}Lunch`)).toBe('Lunch');
    expect(hasReplyPrefix(`${prefix}Lunch`)).toBe(true);
  });

  it.each([
    'Report: Q3',
    'Rest: now',
    'Award: you',
    'Ref: 1234',
    'Lunch re: money',
    'Svea: hello',
    'I am late',
    '2: two',
  ])('leaves %j alone', (subject) => {
    expect(cleanSubject(subject)).toBe(subject);
    expect(hasReplyPrefix(subject)).toBe(false);
  });

  it('keeps nothing that could change the line around it, and at most 200 characters', () => {
    expect(cleanSubject('Lunch\r\nBcc: x\u202e\u0000\u200b')).toBe('Lunch Bcc: x');
    expect([...cleanSubject('字'.repeat(999))]).toHaveLength(200);
    expect(cleanSubject('x\u0301\u0301\u0301\u0301\u0301\u0301\u0301')).toBe(
      'x\u0301\u0301\u0301\u0301'.normalize('NFC'),
    );
    expect(cleanSubject('\ud800Lunch')).toBe('Lunch');
  });

  it('takes time in proportion to a hostile subject, not to its square [FM-66]', () => {
    const started = performance.now();
    for (const piece of ['Re: ', 'Re[', ' ', '\u0301', 'unsubscribe ', '(']) cleanSubject(piece.repeat(250_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('bareSubject', () => {
  it('compares without case, width and prefixes', () => {
    expect(bareSubject('AW:  ＬＵＮＣＨ on\tFriday ')).toBe(bareSubject('lunch on friday'));
  });
});

import { describe, expect, it } from 'vitest';
import { qualifies } from './qualify.ts';

const sums = { mailsOut: 0, mailsIn: 0, meetings: 0, kind: 'person' as const };

describe('qualifies', () => {
  it('takes whoever the user wrote to or met', () => {
    expect(qualifies({ ...sums, mailsOut: 1 })).toBe(true);
    expect(qualifies({ ...sums, meetings: 1 })).toBe(true);
  });

  it('leaves out who only ever wrote in, however often', () => {
    expect(qualifies({ ...sums, mailsIn: 500 })).toBe('never-answered');
  });

  it('names the kind that is nobody, even when the user wrote to it', () => {
    expect(qualifies({ ...sums, mailsOut: 9, kind: 'role' })).toBe('role-address');
    expect(qualifies({ ...sums, mailsOut: 9, kind: 'list' })).toBe('mailing-list');
    expect(qualifies({ ...sums, mailsOut: 9, kind: 'robot' })).toBe('robot');
    expect(qualifies({ ...sums, mailsOut: 9, kind: 'no-reply' })).toBe('no-reply');
  });

  it('leaves out who is without evidence', () => {
    expect(qualifies(sums)).toBe('no-person');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSENESS } from '../domain/evidence.ts';
import { corrected } from './correction.ts';
import type { TrustReading } from './types.ts';

const reading = (trust: number, earned: number): TrustReading => ({
  trust,
  earned,
  kept: 0.8,
  parts: { consistency: 0.5, reciprocity: 0.5, responsiveness: 0.5, depth: 0.5, tenure: 0.5, currency: 0.1 },
  rhythmDays: 20,
  gapRatio: 5,
  silenceDays: 100,
  band: 'lapsing',
  contactProbability: 0.1,
  answerProbability: 0.6,
  priority: 10,
});

describe('corrected', () => {
  it('leaves a reading alone when the user said nothing', () => {
    expect(corrected(reading(40, 60), null)).toEqual(reading(40, 60));
  });

  it('raises who is closer, lowers who is less, and lets family keep what was earned', () => {
    expect(corrected(reading(40, 60), 'closer')).toMatchObject({ trust: 58, earned: 72, priority: 12 });
    expect(corrected(reading(40, 60), 'less')).toMatchObject({ trust: 20, earned: 30, priority: 5 });
    expect(corrected(reading(40, 60), 'family')).toMatchObject({ trust: 60, earned: 60, priority: 10 });
  });

  it('keeps every promise of a reading: whole numbers of 0 to 100, trust not above what was earned', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(pair, fc.constantFrom(...CLOSENESS), ([a, b], closeness) => {
        const { trust, earned, priority } = corrected(reading(Math.min(a, b), Math.max(a, b)), closeness);
        expect([trust, earned].every((value) => Number.isInteger(value) && value >= 0 && value <= 100)).toBe(true);
        expect(trust).toBeLessThanOrEqual(earned);
        expect(Number.isFinite(priority) && priority >= 0).toBe(true);
      }),
    );
  });
});

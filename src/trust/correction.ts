/**
 * The user's own word on a score. It is one more fact, dated, and it bends what the evidence says rather than replacing
 * it: the six parts stay what they are.
 */
import type { Closeness } from '../domain/evidence.ts';
import type { TrustReading } from './types.ts';

/** "Closer than you think" closes this share of the way to full trust; "less" keeps this share of it. */
const CLOSER = 0.3;
const LESS = 0.5;

/**
 * A reading as the user sees the tie. Family does not fade with silence (Roberts & Dunbar 2015: friendship quality falls
 * without contact, kin hardly): it keeps all the trust it has earned.
 */
export function corrected(reading: TrustReading, closeness: Closeness | null): TrustReading {
  switch (closeness) {
    case null:
      return reading;
    case 'closer': {
      const raise = (value: number) => Math.round(value + (100 - value) * CLOSER);
      return reweighed(reading, raise(reading.trust), raise(reading.earned));
    }
    case 'less':
      return reweighed(reading, Math.round(reading.trust * LESS), Math.round(reading.earned * LESS));
    case 'family':
      return reweighed(reading, reading.earned, reading.earned);
  }
}

/** Priority follows what was earned: it is a share of it. */
function reweighed(reading: TrustReading, trust: number, earned: number): TrustReading {
  const share = reading.earned === 0 ? 1 : earned / reading.earned;
  return { ...reading, trust, earned, priority: reading.priority * share };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkZone, DAY, localDayIn, zoneOffsetAt } from './time.ts';

const HOUR = DAY / 24;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Chicago',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'America/St_Johns',
  'Australia/Lord_Howe',
];

describe('localDayIn', () => {
  it('[FM-54] agrees with the wall calendar at every instant, also where clocks and dates jump', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) }),
        (zone, at) => {
          const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
          expect(localDayIn(zone)(at)).toBe(Date.parse(`${wall}T00:00:00Z`) / DAY);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('changes at local midnight, not at an hour of UTC', () => {
    const day = localDayIn('America/Chicago');
    const midnight = Date.UTC(2026, 10, 23, 6);
    expect(day(midnight) - day(midnight - 1)).toBe(1);
    expect(day(midnight + 23 * HOUR)).toBe(day(midnight));
  });

  it('knows that Samoa had no 30 December 2011', () => {
    const day = localDayIn('Pacific/Apia');
    expect(day(Date.UTC(2011, 11, 30, 10)) - day(Date.UTC(2011, 11, 30, 9, 59))).toBe(2);
  });
});

it('zoneOffsetAt tells the offset of the moment', () => {
  const berlin = zoneOffsetAt('Europe/Berlin');
  expect([berlin(Date.UTC(2026, 0, 1)) / HOUR, berlin(Date.UTC(2026, 6, 1)) / HOUR]).toEqual([1, 2]);
});

it('checkZone refuses what is no zone, by name', () => {
  expect(() => checkZone('Europe/Berlin')).not.toThrow();
  expect(() => checkZone('Berlin')).toThrow('"Berlin" is not a time zone.');
});

/** Calendar arithmetic without a library: instants are ms UTC, days are counted from 1970-01-01 in the user's zone. */

import { RekindleError } from './errors.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Days since 1970-01-01 on the user's wall calendar at instant `at`. */
export type LocalDay = (at: number) => number;

/** Throws `RekindleError('usage')` for a zone the runtime does not know. */
export function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (cause) {
    throw new RekindleError('usage', `"${zone}" is not a time zone.`, {
      hint: 'Use a name like Europe/Berlin.',
      cause,
    });
  }
}

/** Throws `RangeError` for a zone the runtime does not know. */
export function zoneOffsetAt(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  return (at) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = value;
    const year = part['era'] === 'BC' ? 1 - Number(part['year']) : Number(part['year']);
    const wall = Date.UTC(
      year,
      Number(part['month']) - 1,
      Number(part['day']),
      Number(part['hour']),
      Number(part['minute']),
      Number(part['second']),
    );
    return wall - Math.floor(at / 1000) * 1000;
  };
}

/**
 * A fast `LocalDay` for one zone. The offset is looked up once per UTC day that has a single offset, and per instant
 * only on the two days a year when clocks change.
 */
export function localDayIn(zone: string): LocalDay {
  const offsetAt = zoneOffsetAt(zone);
  const offsets = new Map<number, number | null>();
  return (at) => {
    const utcDay = Math.floor(at / DAY);
    let offset = offsets.get(utcDay);
    if (offset === undefined) {
      const first = offsetAt(utcDay * DAY);
      offset = first === offsetAt((utcDay + 1) * DAY - 1000) ? first : null;
      offsets.set(utcDay, offset);
    }
    return Math.floor((at + (offset ?? offsetAt(at))) / DAY);
  };
}

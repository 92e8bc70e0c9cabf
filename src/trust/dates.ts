/** Dates as an English sentence writes them, in the user's zone. */
import { localDayIn } from '../domain/time.ts';

export interface Calendar {
  /** `3 September`, with the year when it is not this year. */
  date(at: number): string;
  /** `September`, with the year when it is not this year. */
  month(at: number): string;
  /** `March and May`, or `March 2024 and May 2026` when one of them is not in this year. */
  months(from: number, to: number): [string, string];
  /** Whole local days from one instant to a later one; never negative. */
  daysBetween(from: number, to: number): number;
  /** Whole local days up to now; never negative. */
  daysSince(at: number): number;
  /** The current local month. */
  today: { year: number; month: number };
}

/**
 * A calendar for one moment and zone. `locale` decides how English writes a date (`en-US`: `September 3`); any other
 * language, or one the runtime does not know, is written as `3 September`, since the sentences around it are English.
 * Throws `RangeError` for an unknown zone.
 */
export function calendarOf(now: number, zone: string, locale: string): Calendar {
  const tag = /^en-[A-Za-z]{2}$/.test(locale) ? locale : 'en-GB';
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
  const day = format({ day: 'numeric', month: 'long' });
  const dayYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const month = format({ month: 'long' });
  const monthYear = format({ month: 'long', year: 'numeric' });
  const localDay = localDayIn(zone);
  const [thisYear, thisMonth] = civil(localDay(now));
  const isThisYear = (at: number) => civil(localDay(at))[0] === thisYear;
  const daysBetween = (from: number, to: number) => Math.max(0, localDay(to) - localDay(from));
  return {
    date: (at) => (isThisYear(at) ? day : dayYear).format(at),
    month: (at) => (isThisYear(at) ? month : monthYear).format(at),
    months(from, to) {
      const written = isThisYear(from) && isThisYear(to) ? month : monthYear;
      return [written.format(from), written.format(to)];
    },
    daysBetween,
    daysSince: (at) => daysBetween(at, now),
    today: { year: thisYear, month: thisMonth },
  };
}

/** Year and month (1–12) of a local day. */
export function civil(day: number): [year: number, month: number] {
  const date = new Date(day * 86_400_000);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** English name of month 1–12. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? '';
}

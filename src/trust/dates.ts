/** Dates as an English sentence writes them, in the user's zone. */
import { type LocalDay, localDayIn } from '../domain/time.ts';

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

/** What a zone and a locale need, whatever the moment. */
interface Writing {
  localDay: LocalDay;
  day: (at: number) => string;
  dayYear: (at: number) => string;
  month: (at: number) => string;
  monthYear: (at: number) => string;
}

/** Making the formatters of one zone takes a hundred times as long as writing all dates of one person. */
const writings = new Map<string, Writing>();
/** More zones at a time than this are not remembered. */
const MOST_WRITINGS = 32;

function writingOf(zone: string, tag: string): Writing {
  const key = `${tag} ${zone}`;
  let writing = writings.get(key);
  if (writing === undefined) {
    const format = (options: Intl.DateTimeFormatOptions) => {
      const formatter = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
      return (at: number) => formatter.format(at);
    };
    writing = {
      localDay: localDayIn(zone),
      day: format({ day: 'numeric', month: 'long' }),
      dayYear: format({ day: 'numeric', month: 'long', year: 'numeric' }),
      month: format({ month: 'long' }),
      monthYear: format({ month: 'long', year: 'numeric' }),
    };
    if (writings.size >= MOST_WRITINGS) writings.clear();
    writings.set(key, writing);
  }
  return writing;
}

/**
 * A calendar for one moment and zone. `locale` decides how English writes a date (`en-US`: `September 3`); any other
 * language, or one the runtime does not know, is written as `3 September`, since the sentences around it are English.
 * Throws `RangeError` for an unknown zone.
 */
export function calendarOf(now: number, zone: string, locale: string): Calendar {
  const { localDay, day, dayYear, month, monthYear } = writingOf(
    zone,
    /^en-[A-Za-z]{2}$/.test(locale) ? locale : 'en-GB',
  );
  const [thisYear, thisMonth] = civil(localDay(now));
  const isThisYear = (at: number) => civil(localDay(at))[0] === thisYear;
  const daysBetween = (from: number, to: number) => Math.max(0, localDay(to) - localDay(from));
  return {
    date: (at) => (isThisYear(at) ? day : dayYear)(at),
    month: (at) => (isThisYear(at) ? month : monthYear)(at),
    months(from, to) {
      const written = isThisYear(from) && isThisYear(to) ? month : monthYear;
      return [written(from), written(to)];
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

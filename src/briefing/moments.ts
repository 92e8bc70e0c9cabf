/** Dates as the user reads them: their zone, their language, never "12/01". */
import { DAY, localDayIn } from '../domain/time.ts';

export interface Moments {
  /** Days since 1970-01-01 on the user's calendar. */
  day: (at: number) => number;
  /** "Monday 24 November 2026" */
  today: (at: number) => string;
  /** "12 October", with the year when it is not this one. */
  date: (at: number) => string;
  /** "in June", "in June 2025", "on 3 November" within the last five weeks. */
  met: (at: number) => string;
  /** "today", "tomorrow" or "Thursday 26 November", then "at 14:00". */
  appointment: (at: number) => string;
  /** "March 2019" */
  month: (at: number) => string;
  /** The `count` calendar months up to and with this one, oldest first: key `YYYY-MM` and short name. */
  months: (count: number) => { key: string; name: string }[];
  /** `YYYY-MM` of an instant. */
  monthKey: (at: number) => string;
  number: (value: number) => string;
}

/** Texts are English so far: dates of another language inside them would read like a fault. */
export function englishLocale(locale: string): string {
  return /^en-[a-z]{2}$/i.test(locale) ? locale : 'en-GB';
}

/** Throws `RangeError` for a zone the runtime does not know. */
export function momentsAt(now: number, zone: string, locale: string): Moments {
  const tag = englishLocale(locale);
  const day = localDayIn(zone);
  const format = (options: Intl.DateTimeFormatOptions) => {
    // Made when first needed: each costs more than all it formats here.
    let formatter: Intl.DateTimeFormat | undefined;
    return (at: number) => (formatter ??= new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })).format(at);
  };
  const monthKey = (at: number) => new Date(day(at) * DAY).toISOString().slice(0, 7);
  const number = new Intl.NumberFormat(tag);
  const today = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const dayAndMonth = format({ day: 'numeric', month: 'long' });
  const fullDate = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const clock = format({ hour: 'numeric', minute: '2-digit' });
  const monthOnly = format({ month: 'long' });
  const month = format({ month: 'long', year: 'numeric' });
  const shortMonth = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: 'short' });
  const thisYear = monthKey(now).slice(0, 4);
  const sameYear = (at: number) => monthKey(at).slice(0, 4) === thisYear;

  return {
    day,
    today,
    date: (at) => (sameYear(at) ? dayAndMonth(at) : fullDate(at)),
    met: (at) => {
      if (day(now) - day(at) <= 35) return `on ${sameYear(at) ? dayAndMonth(at) : fullDate(at)}`;
      return `in ${sameYear(at) ? monthOnly(at) : month(at)}`;
    },
    appointment: (at) => {
      const ahead = day(at) - day(now);
      const name = ahead === 0 ? 'today' : ahead === 1 ? 'tomorrow' : weekday(at);
      return `${name} at ${clock(at)}`;
    },
    month,
    months: (count) => {
      const [year, current] = monthKey(now).split('-').map(Number) as [number, number];
      return Array.from({ length: count }, (_, index) => {
        const first = Date.UTC(year, current - count + index, 1);
        return { key: new Date(first).toISOString().slice(0, 7), name: shortMonth.format(first) };
      });
    },
    monthKey,
    number: (value) => number.format(value),
  };
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Small counts in words, as in a letter. */
export function inWords(count: number): string {
  return WORDS[count] ?? String(count);
}

/** A silence in the unit one would say it in: "9 days", "12 weeks", "7 months", "3 years". */
export function span(days: number): string {
  if (days < 28) return `${days} ${days === 1 ? 'day' : 'days'}`;
  if (days < 120) return `${Math.floor(days / 7)} weeks`;
  if (days < 730) return `${Math.floor(days / 30.44)} months`;
  return `${Math.floor(days / 365)} years`;
}

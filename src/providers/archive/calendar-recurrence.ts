/**
 * Recurrence rules (RFC 5545 §3.3.10) → wall-clock times, within a bounded amount of work.
 *
 * ical.js reads the rule; the days are found here, by testing each day of each period. Its own iterator was measured
 * against python-dateutil on 2,400 random rules: 7 % came out differently (`MONTHLY;BYMONTH=12;BYDAY=1SA` skips the
 * first December), and `DAILY;BYMONTH=2;BYMONTHDAY=30` keeps it in an endless loop.
 *
 * A wall-clock time ("wall") is the ms of `Date.UTC` of what the clock on the wall shows; days are counted from
 * 1970-01-01.
 */
import ICAL from 'ical.js';
import { DAY, HOUR, MINUTE } from '../../domain/time.ts';

/** Work left for one file, in days (or hours, minutes, seconds) to test and times to note; shared so that many bad rules can't add up. */
export interface Budget {
  steps: number;
}

/** Daily for 130 years, hourly for five and a half; a fifth of a second at worst. */
const STEPS_PER_RULE = 100_000;
/** A thousand weekly meetings over ten years take 3.6 million. */
export const STEPS_PER_FILE = 10_000_000;

export interface RuleExpansion {
  /** Ascending, unique; does not contain DTSTART unless the rule names it. */
  walls: number[];
  /** The budget ran out before `end` was reached. */
  cut: boolean;
}

interface Rule {
  freq: string;
  interval: number;
  /** 0 is Sunday. */
  weekStart: number;
  months: number[] | undefined;
  weeks: number[] | undefined;
  yearDays: number[] | undefined;
  monthDays: number[] | undefined;
  /** `nth` is 0 for every such weekday, else its place in the month or year, negative from the end. */
  weekdays: { nth: number; weekday: number }[] | undefined;
  hours: number[] | undefined;
  minutes: number[] | undefined;
  seconds: number[] | undefined;
  positions: number[] | undefined;
}

/** Frequencies below a day, ms. */
const CLOCK_UNITS: Readonly<Record<string, number | undefined>> = { HOURLY: HOUR, MINUTELY: MINUTE, SECONDLY: 1000 };
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Throws for a rule that breaks the grammar. What the rule leaves out is taken from DTSTART. */
function readRule(fields: string[], start: { wall: number; isDate: boolean }): Rule & { count: number } {
  const recur = ICAL.Recur.fromString(fields.join(';'));
  if (!recur.freq) throw new Error('FREQ is missing');
  if (start.isDate && recur.freq in CLOCK_UNITS) throw new Error('a date does not recur within the day');
  const parts = recur.parts as Record<string, number[] | undefined>;
  const byDay = recur.parts.BYDAY;
  const sorted = (name: string): number[] | undefined => parts[name]?.toSorted((a, b) => a - b);
  const rule = {
    freq: recur.freq,
    interval: recur.interval,
    weekStart: recur.wkst - 1,
    months: parts['BYMONTH'],
    weeks: parts['BYWEEKNO'],
    yearDays: parts['BYYEARDAY'],
    monthDays: parts['BYMONTHDAY'],
    weekdays: byDay?.map((day) => ({ nth: Number(day.slice(0, -2)), weekday: WEEKDAYS.indexOf(day.slice(-2)) })),
    hours: start.isDate ? undefined : sorted('BYHOUR'),
    minutes: start.isDate ? undefined : sorted('BYMINUTE'),
    seconds: start.isDate ? undefined : sorted('BYSECOND'),
    positions: parts['BYSETPOS'],
    count: recur.count ?? Infinity,
  };
  const first = new Date(start.wall);
  if (!rule.yearDays && !rule.monthDays && !rule.weekdays) {
    if (rule.freq === 'WEEKLY' || (rule.freq === 'YEARLY' && rule.weeks)) {
      rule.weekdays = [{ nth: 0, weekday: first.getUTCDay() }];
    } else if (rule.freq === 'MONTHLY' || rule.freq === 'YEARLY') {
      rule.monthDays = [first.getUTCDate()];
      if (rule.freq === 'YEARLY') rule.months ??= [first.getUTCMonth() + 1];
    }
  }
  return rule;
}

function dayOf(year: number, month: number, day = 1): number {
  return Date.UTC(year, month, day) / DAY;
}

/** The week's number in the year that holds most of it, and how many weeks that year has. */
function weekOf(day: number, weekStart: number): { week: number; weeks: number } {
  const middle = day - ((((day + 4 - weekStart) % 7) + 7) % 7) + 3;
  const year = new Date(middle * DAY).getUTCFullYear();
  const week = Math.floor((middle - dayOf(year, 0)) / 7) + 1;
  // 28 December is always in its year's last week when weeks belong to the year that holds four of their days.
  const last = dayOf(year, 11, 28);
  const lastMiddle = last - ((((last + 4 - weekStart) % 7) + 7) % 7) + 3;
  return { week, weeks: Math.floor((lastMiddle - dayOf(year, 0)) / 7) + 1 };
}

/** Counts from either end: the third of thirty is 3 and -28. */
function isNamed(named: number[], place: number, length: number): boolean {
  return named.includes(place) || named.includes(place - length - 1);
}

function namesDay(rule: Rule, day: number): boolean {
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  if (rule.months && !rule.months.includes(month + 1)) return false;
  const dayOfMonth = date.getUTCDate();
  const monthLength = rule.monthDays || rule.weekdays ? dayOf(year, month + 1) - dayOf(year, month) : 0;
  if (rule.monthDays && !isNamed(rule.monthDays, dayOfMonth, monthLength)) return false;
  const dayOfYear = day - dayOf(year, 0) + 1;
  if (rule.yearDays && !isNamed(rule.yearDays, dayOfYear, dayOf(year + 1, 0) - dayOf(year, 0))) return false;
  if (rule.weeks) {
    const { week, weeks } = weekOf(day, rule.weekStart);
    if (!isNamed(rule.weeks, week, weeks)) return false;
  }
  if (!rule.weekdays) return true;
  const inMonth = rule.freq === 'MONTHLY' || (rule.freq === 'YEARLY' && rule.months);
  const inYear = rule.freq === 'YEARLY' && !rule.months;
  const place = inMonth ? dayOfMonth : dayOfYear;
  const length = inMonth ? monthLength : dayOf(year + 1, 0) - dayOf(year, 0);
  return rule.weekdays.some(({ nth, weekday }) => {
    if (weekday !== date.getUTCDay()) return false;
    // A place in the week or day means nothing (RFC 5545 §3.3.10); the weekday itself does.
    if (nth === 0 || (!inMonth && !inYear)) return true;
    return nth > 0 ? nth === Math.ceil(place / 7) : -nth === Math.ceil((length - place + 1) / 7);
  });
}

/** `day`, or the first of the next month when the rule leaves out `day`'s own. */
function skipMonths(months: number[], day: number): number {
  const date = new Date(day * DAY);
  return months.includes(date.getUTCMonth() + 1) ? day : dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** The days of the `index`th period after the one DTSTART is in, as a range; for DAILY and below a single day. */
function periodDays(rule: Rule, startWall: number, index: number): { from: number; to: number } {
  const first = new Date(startWall);
  const year = first.getUTCFullYear();
  const by = index * rule.interval;
  const day = Math.floor(startWall / DAY);
  switch (rule.freq) {
    case 'YEARLY':
      return { from: dayOf(year + by, 0), to: dayOf(year + by + 1, 0) };
    case 'MONTHLY':
      return { from: dayOf(year, first.getUTCMonth() + by), to: dayOf(year, first.getUTCMonth() + by + 1) };
    case 'WEEKLY': {
      const from = day - ((first.getUTCDay() + 7 - rule.weekStart) % 7) + 7 * by;
      return { from, to: from + 7 };
    }
    default: {
      const unit = CLOCK_UNITS[rule.freq];
      const at = unit === undefined ? day + by : Math.floor((startWall + by * unit) / DAY);
      return { from: at, to: at + 1 };
    }
  }
}

/** Times of day (ms) of the `index`th period. Parts below the FREQ expand it, parts at or above it limit it. */
function clockTimes(rule: Rule, startWall: number, index: number): number[] {
  const unit = CLOCK_UNITS[rule.freq];
  const at = new Date(unit === undefined ? startWall : startWall + index * rule.interval * unit);
  const limit = (named: number[] | undefined, own: number): number[] =>
    named === undefined || named.includes(own) ? [own] : [];
  const expand = (named: number[] | undefined, own: number): number[] => named ?? [own];
  const hours = (unit === undefined ? expand : limit)(rule.hours, at.getUTCHours());
  const minutes = (unit === undefined || unit > MINUTE ? expand : limit)(rule.minutes, at.getUTCMinutes());
  const seconds = (unit === undefined || unit > 1000 ? expand : limit)(rule.seconds, at.getUTCSeconds());
  return hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => h * HOUR + m * MINUTE + s * 1000)));
}

function pick(set: number[], positions: number[] | undefined): number[] {
  if (positions === undefined) return set;
  return set.filter((_, index) => isNamed(positions, index + 1, set.length));
}

/** `UNTIL` as a test: a date lasts to the end of that local day, a UTC time is compared as an instant. */
function beforeUntil(value: string | undefined, toUtc: (wall: number) => number): (wall: number) => boolean {
  if (value === undefined) return () => true;
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(value);
  if (match === null) throw new Error('UNTIL is not a date');
  const [, year, month, day, hour, minute, second, utc] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (hour === undefined) return (wall) => wall < midnight + DAY;
  const until = midnight + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second ?? 0) * 1000;
  return utc === undefined ? (wall) => wall <= until : (wall) => toUtc(wall) <= until;
}

/**
 * The walls of one RRULE (or EXRULE) up to `end` (ms UTC). DTSTART takes one of COUNT whether or not the rule names it
 * (RFC 5545 §3.8.5.3). Throws for a rule that can't be read.
 */
export function expandRule(
  text: string,
  start: { wall: number; isDate: boolean; toUtc: (wall: number) => number },
  end: number,
  budget: Budget,
): RuleExpansion {
  const fields = text.toUpperCase().replaceAll(/\s/g, '').split(';').filter(Boolean);
  const until = fields.find((field) => field.startsWith('UNTIL='))?.slice('UNTIL='.length);
  const rule = readRule(
    fields.filter((field) => !field.startsWith('UNTIL=')),
    start,
  );
  const inTime = beforeUntil(until, start.toUtc);
  const dailyTimes = rule.freq in CLOCK_UNITS ? null : clockTimes(rule, start.wall, 0);
  // No zone is further than a day from UTC.
  const lastDay = Math.floor(end / DAY) + 1;
  const walls: number[] = [];
  let left = rule.count;
  let steps = Math.min(STEPS_PER_RULE, budget.steps);

  for (let index = 0; ; index += 1) {
    const { from, to } = periodDays(rule, start.wall, index);
    if (!(from <= lastDay)) return { walls, cut: false };
    const times = dailyTimes ?? clockTimes(rule, start.wall, index);
    const set: number[] = [];
    let tested = 1;
    for (let day = from; times.length > 0 && day < to; day += 1) {
      if (rule.months) day = Math.min(skipMonths(rule.months, day), to);
      tested += 1;
      if (day === to || !namesDay(rule, day)) continue;
      for (const time of times) set.push(day * DAY + time);
      tested += times.length;
      if (tested > steps) break;
    }
    steps -= tested;
    budget.steps -= tested;
    if (steps < 0) return { walls, cut: true };
    for (const wall of pick(set, rule.positions)) {
      if (wall < start.wall) continue;
      if (walls.length === 0 && wall !== start.wall && left === rule.count) left -= 1;
      if (left <= 0 || !inTime(wall) || start.toUtc(wall) > end) return { walls, cut: false };
      left -= 1;
      walls.push(wall);
    }
  }
}

/**
 * Time-zone ids as calendars write them → what turns a wall-clock time into an instant.
 *
 * A named zone is looked up in the runtime's IANA database even when the file brings a VTIMEZONE of the same name:
 * exporters commonly write today's rules only, which are wrong for past years.
 */
import ICAL from 'ical.js';
import { DAY, zoneOffsetAt } from '../../domain/time.ts';
import { type Budget, expandRule } from './calendar-recurrence.ts';
import { ianaZoneOfWindows } from './calendar-windows-zones.ts';

export interface Zone {
  /**
   * Wall-clock ms (as `Date.UTC` of what the clock shows) → ms UTC. A time inside a DST gap is read with the offset
   * before the gap, one that occurs twice means the first (RFC 5545 §3.3.5).
   */
  toUtc(wall: number): number;
  toWall(at: number): number;
}

export const UTC: Zone = { toUtc: (wall) => wall, toWall: (at) => at };

/** A zone from its offset (ms, east positive) at each instant. Offsets are remembered per UTC day. */
function zoneFrom(offsetAt: (at: number) => number): Zone {
  const days = new Map<number, number | null>();
  const offset = (at: number): number => {
    const day = Math.floor(at / DAY);
    let known = days.get(day);
    if (known === undefined) {
      const first = offsetAt(day * DAY);
      known = first === offsetAt((day + 1) * DAY - 1000) ? first : null;
      days.set(day, known);
    }
    return known ?? offsetAt(at);
  };
  return {
    toUtc(wall) {
      const before = offset(wall - DAY);
      const after = offset(wall + DAY);
      if (before !== after && offset(wall - before) !== before && offset(wall - after) === after) return wall - after;
      return wall - before;
    },
    toWall: (at) => at + offset(at),
  };
}

/** Null for a name that the runtime does not know. */
function ianaZone(name: string): Zone | null {
  try {
    return zoneFrom(zoneOffsetAt(name));
  } catch {
    return null;
  }
}

/** `TZID`s such as `/mozilla.org/20050126_1/America/New_York` end in an IANA name of two or three parts. */
function namedZone(tzid: string): Zone | null {
  const name = tzid.trim().replace(/^"|"$/g, '');
  const parts = name.split('/').filter(Boolean);
  const windows = ianaZoneOfWindows(name);
  const names = [windows ?? name, ...(parts.length > 1 ? [3, 2, 1].map((n) => parts.slice(-n).join('/')) : [])];
  for (const candidate of names) {
    const zone = ianaZone(candidate);
    if (zone !== null) return zone;
  }
  return null;
}

/** `+0530`, `-063000` → ms. */
function utcOffset(line: string): number | null {
  const match = /:([+-])(\d{2})(\d{2})(\d{2})?\s*$/.exec(line);
  if (match === null) return null;
  const [, sign, hours, minutes, seconds] = match;
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0));
}

function wallTimes(line: string): number[] {
  return [...line.slice(line.indexOf(':')).matchAll(/(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?/g)].map((time) =>
    Date.UTC(
      Number(time[1]),
      Number(time[2]) - 1,
      Number(time[3]),
      Number(time[4] ?? 0),
      Number(time[5] ?? 0),
      Number(time[6] ?? 0),
    ),
  );
}

/** When an observance (STANDARD or DAYLIGHT) begins: every onset up to `end`, ms UTC. */
function onsets(lines: string[], end: number, budget: Budget): { at: number; from: number; to: number }[] {
  const value = (name: string): string | undefined => lines.find((line) => new RegExp(`^${name}[;:]`, 'i').test(line));
  const from = utcOffset(value('TZOFFSETFROM') ?? '');
  const to = utcOffset(value('TZOFFSETTO') ?? '');
  const start = wallTimes(value('DTSTART') ?? '')[0];
  if (from === null || to === null || start === undefined) return [];
  const rule = value('RRULE');
  const toUtc = (wall: number): number => wall - from;
  const walls = [
    start,
    ...lines.filter((line) => /^RDATE[;:]/i.test(line)).flatMap(wallTimes),
    ...(rule === undefined
      ? []
      : expandRule(rule.slice('RRULE:'.length), { wall: start, isDate: false, toUtc }, end, budget).walls),
  ];
  return walls.map((wall) => ({ at: toUtc(wall), from, to }));
}

/** RFC 5545 §3.6.5. Null when the definition can't be used. */
function definedZone(lines: string[], end: number, budget: Budget): Zone | null {
  const location = lines.find((line) => /^X-LIC-LOCATION:/i.test(line))?.replace(/^.*?:/, '');
  const named = location === undefined ? null : namedZone(location);
  if (named !== null) return named;
  const changes: { at: number; from: number; to: number }[] = [];
  let observance: string[] | null = null;
  try {
    for (const line of lines) {
      if (/^BEGIN:/i.test(line)) observance = [];
      else if (/^END:/i.test(line) && observance !== null) {
        changes.push(...onsets(observance, end, budget));
        observance = null;
      } else observance?.push(line);
    }
  } catch {
    return null;
  }
  changes.sort((a, b) => a.at - b.at);
  const first = changes[0];
  if (first === undefined) return null;
  return zoneFrom((at) => changes.findLast((change) => change.at <= at)?.to ?? first.from);
}

function tzidOf(lines: string[]): string | null {
  const line = lines.find((candidate) => /^TZID[;:]/i.test(candidate));
  if (line === undefined) return null;
  const tzid: unknown = ICAL.Property.fromString(line, ICAL.design.icalendar).getFirstValue();
  return typeof tzid === 'string' ? tzid : null;
}

/**
 * Looks up zones: an IANA or Windows name, else the file's own VTIMEZONE, else `defaultZone` (an IANA name; throws
 * `RangeError` when the runtime does not know it). VTIMEZONE rules are followed up to `end`, ms UTC.
 */
export function createZones(defaultZone: string, end: number, budget: Budget) {
  const floating = zoneFrom(zoneOffsetAt(defaultZone));
  const named = new Map<string, Zone | null>();
  const defined = new Map<string[][], Map<string, Zone | null>>();

  const definitionsOf = (timezones: string[][]): Map<string, Zone | null> => {
    let zones = defined.get(timezones);
    if (zones === undefined) {
      zones = new Map();
      for (const lines of timezones) {
        const tzid = tzidOf(lines);
        if (tzid !== null && namedZoneOf(tzid) === null) zones.set(tzid, definedZone(lines, end, budget));
      }
      defined.set(timezones, zones);
    }
    return zones;
  };
  const namedZoneOf = (tzid: string): Zone | null => {
    let zone = named.get(tzid);
    if (zone === undefined) {
      zone = namedZone(tzid);
      named.set(tzid, zone);
    }
    return zone;
  };

  return {
    /** The user's own zone: that of floating times. */
    floating,
    /** The zone of a `TZID` parameter, given the VTIMEZONEs of its VCALENDAR. */
    find: (tzid: string, timezones: string[][]): Zone =>
      namedZoneOf(tzid) ?? definitionsOf(timezones).get(tzid) ?? floating,
  };
}

export type Zones = ReturnType<typeof createZones>;

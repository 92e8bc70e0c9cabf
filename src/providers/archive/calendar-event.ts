/** One VEVENT's lines → typed values. No recurrence is expanded here and no other component is looked at. */
import ICAL from 'ical.js';
import { DAY } from '../../domain/time.ts';
import type { Attendee, EventFact, Mailbox } from '../../domain/fact.ts';
import { readAttendees, readOrganizer, singleLine } from './calendar-attendees.ts';
import type { EventComponent } from './calendar-components.ts';
import { UTC, type Zone, type Zones } from './calendar-zones.ts';

/** A DATE or DATE-TIME value. For a date, `wall` and `at` are its midnight UTC. */
export interface CalendarTime {
  wall: number;
  at: number;
  isDate: boolean;
  zone: Zone;
}

/** Whole days are nominal (23 to 25 hours), the rest is exact (RFC 5545 §3.3.6). Never negative. */
export interface Length {
  days: number;
  ms: number;
}

export interface CalendarEvent {
  uid: string;
  sequence: number;
  /** DTSTAMP and LAST-MODIFIED, ms UTC; 0 when absent. */
  stamp: number;
  modified: number;
  cancelled: boolean;
  status: EventFact['status'];
  /** The original start of the instance this component speaks of; null for the series itself or a single event. */
  recurrenceId: CalendarTime | null;
  thisAndFuture: boolean;
  start: CalendarTime;
  length: Length;
  rules: string[];
  exceptionRules: string[];
  additions: { time: CalendarTime; length: Length | null }[];
  exceptions: CalendarTime[];
  organizer: Mailbox | null;
  attendees: Attendee[];
  /** An attendee line could not be read. */
  attendeesUnread: boolean;
  isPrivate: boolean;
  title: string;
  /** What the calendar marks the event as, when nobody else is invited. */
  marker: EventFact['eventType'];
}

/** Why an event can't be used; becomes the reason of its `UnreadableFact`. */
export class UnreadableEvent extends Error {
  readonly reason: 'unreadable' | 'undated';
  constructor(reason: 'unreadable' | 'undated') {
    super(reason);
    this.reason = reason;
  }
}

const LONGEST_TITLE = 500;

/** First value of each property by upper-case name, and all lines of it. */
function byName(lines: string[]): (name: string) => string[] {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const name = /^[^;:]+/.exec(line)?.[0].toUpperCase() ?? '';
    const list = found.get(name);
    if (list) list.push(line);
    else found.set(name, [line]);
  }
  return (name) => found.get(name) ?? [];
}

/** Text of a property whose parameters do not matter; '' when it is absent or broken. */
function text(line: string | undefined): string {
  if (line === undefined) return '';
  try {
    const value: unknown = ICAL.Property.fromString(line, ICAL.design.icalendar).getFirstValue();
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  } catch {
    return '';
  }
}

/** The value part of a line as it stands. */
function rawValue(line: string): string {
  return line.slice(line.indexOf(':') + 1).trim();
}

const DATE_TIME = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/;

function readTime(value: string, zone: Zone): CalendarTime {
  const match = DATE_TIME.exec(value);
  if (match === null) throw new UnreadableEvent('undated');
  const [, year, month, day, hour, minute, second, utc] = match;
  // A leap second (RFC 5545 §3.3.12) counts as the one before it.
  const parts = [hour ?? 0, minute ?? 0, Math.min(Number(second ?? 0), 59)].map(Number) as [number, number, number];
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), ...parts);
  const date = new Date(wall);
  const exists =
    Number(year) >= 1000 &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    parts[0] < 24 &&
    parts[1] < 60;
  if (!exists) throw new UnreadableEvent('undated');
  if (hour === undefined) return { wall, at: wall, isDate: true, zone: UTC };
  const own = utc === undefined ? zone : UTC;
  return { wall, at: own.toUtc(wall), isDate: false, zone: own };
}

const NO_LENGTH: Length = { days: 0, ms: 0 };

/** RFC 5545 §3.3.6; a negative or unreadable duration is none. */
function readDuration(value: string): Length {
  try {
    const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(value.toUpperCase());
    if (isNegative) return NO_LENGTH;
    return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
  } catch {
    return NO_LENGTH;
  }
}

function timesIn(event: EventComponent, zones: Zones) {
  const zoneOf = (line: string): Zone => {
    // Outlook's ids hold colons, quoted or not: `TZID=(UTC+01:00) Amsterdam, Berlin`.
    const parameters = line.slice(0, line.lastIndexOf(':'));
    const [, quoted, plain] = /;TZID=(?:"([^"]*)"|([^;]*))/i.exec(parameters) ?? [];
    const tzid = quoted ?? plain ?? '';
    return tzid === '' ? zones.floating : zones.find(tzid, event.calendar.timezones);
  };
  const one = (line: string): CalendarTime => readTime(rawValueAfterParameters(line), zoneOf(line));
  return {
    one,
    /** Every value of an EXDATE line. */
    all: (line: string): CalendarTime[] => {
      const zone = zoneOf(line);
      return values(line).map((value) => readTime(value, zone));
    },
    /** Every value of an RDATE line, periods included (RFC 5545 §3.3.9). */
    additions: (line: string): CalendarEvent['additions'] => {
      const zone = zoneOf(line);
      return values(line).map((value) => {
        const [start = '', end] = value.split('/');
        const time = readTime(start, zone);
        if (end === undefined) return { time, length: null };
        const length = /^[+-]?P/i.test(end) ? readDuration(end) : lengthBetween(time, readTime(end, zone));
        return { time, length };
      });
    },
  };
}

/** A quoted parameter may hold a colon, a time never does: the value begins after the last one. */
function rawValueAfterParameters(line: string): string {
  return line
    .slice(line.lastIndexOf(':') + 1)
    .trim()
    .toUpperCase();
}

function values(line: string): string[] {
  return rawValueAfterParameters(line).split(',').map((value) => value.trim()).filter(Boolean); // prettier-ignore
}

function lengthBetween(start: CalendarTime, end: CalendarTime): Length {
  if (start.isDate) return { days: Math.max(0, Math.floor((end.wall - start.wall) / DAY)), ms: 0 };
  const endAt = end.isDate ? start.zone.toUtc(end.wall) : end.at;
  return { days: 0, ms: Math.max(0, endAt - start.at) };
}

function readLength(
  start: CalendarTime,
  end: string | undefined,
  duration: string | undefined,
  one: (line: string) => CalendarTime,
): Length {
  let length = NO_LENGTH;
  if (end !== undefined) {
    try {
      length = lengthBetween(start, one(end));
    } catch {
      // An end that can't be read is no end: the meeting itself still took place.
    }
  } else if (duration !== undefined) {
    length = readDuration(rawValue(duration));
  }
  // A date without an end lasts its day (RFC 5545 §3.6.1).
  return start.isDate ? { days: Math.max(1, length.days), ms: 0 } : length;
}

/** Outlook's all-day events may come as midnight to midnight (MS-OXCICAL §2.1.3.1.1.20.28). */
function asDate(start: CalendarTime, length: Length): { start: CalendarTime; length: Length } | null {
  const days = Math.round((length.ms + length.days * DAY) / DAY);
  if (start.isDate || start.wall % DAY !== 0 || days < 1) return null;
  return { start: { wall: start.wall, at: start.wall, isDate: true, zone: UTC }, length: { days, ms: 0 } };
}

/** The calendars' own signs that an entry is no meeting. Titles are never interpreted. */
function markerOf(uid: string, busyStatus: string, icon: string): EventFact['eventType'] {
  if (/_BIRTHDAY_.*@google\.com$/i.test(uid) || /\/cake\.gif$/i.test(icon)) return 'birthday';
  if (busyStatus === 'OOF') return 'out-of-office';
  if (busyStatus === 'WORKINGELSEWHERE') return 'working-location';
  return 'default';
}

const STATUS: Readonly<Record<string, EventFact['status']>> = { CANCELLED: 'cancelled', TENTATIVE: 'tentative' };

/** Throws `UnreadableEvent`, or another error, when the component can't be understood. */
export function readEvent(component: EventComponent, zones: Zones): CalendarEvent {
  if (!component.complete) throw new UnreadableEvent('unreadable');
  const lines = byName(component.lines);
  const time = timesIn(component, zones);
  const recurrenceLine = lines('RECURRENCE-ID')[0];
  const recurrenceId = recurrenceLine === undefined ? null : time.one(recurrenceLine);
  const startLine = lines('DTSTART')[0];
  // A cancelled instance may name nothing but itself.
  const written = startLine === undefined ? recurrenceId : time.one(startLine);
  if (written === null) throw new UnreadableEvent('undated');
  const writtenLength = readLength(written, lines('DTEND')[0], lines('DURATION')[0], time.one);
  const allDay = text(lines('X-MICROSOFT-CDO-ALLDAYEVENT')[0]).toUpperCase() === 'TRUE';
  const { start, length } = (allDay ? asDate(written, writtenLength) : null) ?? {
    start: written,
    length: writtenLength,
  };

  const { attendees, unread } = readAttendees(lines('ATTENDEE'));
  const status = STATUS[text(lines('STATUS')[0]).trim().toUpperCase()] ?? 'confirmed';
  const cancelled = status === 'cancelled' || component.calendar.method === 'CANCEL';
  const title = singleLine(text(lines('SUMMARY')[0]), LONGEST_TITLE);
  const uid = text(lines('UID')[0]).trim();
  const stamp = (name: string): number => {
    const line = lines(name)[0];
    try {
      return line === undefined ? 0 : time.one(line).at;
    } catch {
      return 0;
    }
  };
  return {
    // RFC 5545 wants a UID; hand-made files lack it. Start and title name the event then.
    uid: uid || `no-uid:${start.wall}:${title}`,
    sequence: Number.parseInt(text(lines('SEQUENCE')[0]), 10) || 0,
    stamp: stamp('DTSTAMP'),
    modified: stamp('LAST-MODIFIED'),
    cancelled,
    status: cancelled ? 'cancelled' : status,
    recurrenceId,
    thisAndFuture: /;RANGE="?THISANDFUTURE/i.test(recurrenceLine ?? ''),
    start,
    length,
    rules: recurrenceId === null ? lines('RRULE').map(rawValue) : [],
    exceptionRules: lines('EXRULE').map(rawValue),
    additions: recurrenceId === null ? lines('RDATE').flatMap(time.additions) : [],
    exceptions: lines('EXDATE').flatMap(time.all),
    organizer: readOrganizer(lines('ORGANIZER')[0]),
    attendees,
    attendeesUnread: unread,
    isPrivate: /^(PRIVATE|CONFIDENTIAL)$/i.test(text(lines('CLASS')[0]).trim()),
    title,
    marker: markerOf(
      uid,
      text(lines('X-MICROSOFT-CDO-BUSYSTATUS')[0]).toUpperCase(),
      text(lines('X-GOOGLE-CALENDAR-CONTENT-ICON')[0]),
    ),
  };
}

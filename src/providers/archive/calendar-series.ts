/** All components of one UID → its occurrences (RFC 5545 §3.8.4.4, §3.8.5). */
import { DAY } from '../../domain/time.ts';
import type { CalendarEvent, CalendarTime, Length } from './calendar-event.ts';
import { type Budget, expandRule } from './calendar-recurrence.ts';
import type { Zone } from './calendar-zones.ts';

/** Of a longer series the occurrences nearest to `now` are kept: they decide who is in touch today. */
const OCCURRENCES_PER_SERIES = 2000;

export interface Occurrence {
  /** The component that describes it: the series itself or an exception. */
  event: CalendarEvent;
  /** Original start, ms UTC; null for an event that does not recur. */
  original: number | null;
  start: number;
  end: number;
  cancelled: boolean;
  isPrivate: boolean;
}

export interface Series {
  /** In order of original start. */
  occurrences: Occurrence[];
  /** Occurrences are missing: more than the cap, or a rule that took too much work. */
  cut: boolean;
}

interface Instance {
  wall: number;
  at: number;
  zone: Zone;
  length: Length;
}

/** RFC 5546 §2.1.5: SEQUENCE decides, then DTSTAMP; then LAST-MODIFIED, then the later in the file. */
function supersedes(later: CalendarEvent, earlier: CalendarEvent): boolean {
  const order = later.sequence - earlier.sequence || later.stamp - earlier.stamp || later.modified - earlier.modified;
  return order >= 0;
}

/** The newest version for each key. */
function newestBy<E extends CalendarEvent>(events: E[], key: (event: E) => number): Map<number, E> {
  const newest = new Map<number, E>();
  for (const event of events) {
    const known = newest.get(key(event));
    if (known === undefined || supersedes(event, known)) newest.set(key(event), event);
  }
  return newest;
}

function newestOf(events: CalendarEvent[]): CalendarEvent | undefined {
  return newestBy(events, () => 0).get(0);
}

interface Exception extends CalendarEvent {
  recurrenceId: CalendarTime;
}

function isException(event: CalendarEvent): event is Exception {
  return event.recurrenceId !== null;
}

function endOf(start: number, length: Length, zone: Zone): number {
  return (length.days === 0 ? start : zone.toUtc(zone.toWall(start) + length.days * DAY)) + length.ms;
}

/** Everything RRULE and RDATE name, without regard to EXDATE; by original start. */
function instancesOf(
  event: CalendarEvent,
  end: number,
  budget: Budget,
): { instances: Map<number, Instance>; cut: boolean } {
  const { start } = event;
  const toUtc = (wall: number): number => start.zone.toUtc(wall);
  const instances = new Map<number, Instance>();
  const add = (wall: number, zone: Zone, length: Length): void => {
    const at = zone.toUtc(wall);
    instances.set(at, { wall, at, zone, length });
  };
  // DTSTART counts beside RRULE and RDATE (RFC 5545 §3.8.5.2).
  add(start.wall, start.zone, event.length);
  let cut = false;
  for (const rule of event.rules) {
    const expansion = expandRule(rule, { wall: start.wall, isDate: start.isDate, toUtc }, end, budget);
    for (const wall of expansion.walls) add(wall, start.zone, event.length);
    cut ||= expansion.cut;
  }
  for (const { time, length } of event.additions) {
    const wall = start.isDate
      ? Math.floor(time.wall / DAY) * DAY
      : time.isDate
        ? time.wall + (start.wall % DAY)
        : time.wall;
    if (time.at <= end) add(wall, time.isDate || start.isDate ? start.zone : time.zone, length ?? event.length);
  }
  return { instances, cut };
}

/** The instance that an EXDATE or RECURRENCE-ID means. Some calendars write a date for a time, or a time for a date. */
function originalOf(time: CalendarTime, event: CalendarEvent): number {
  if (event.start.isDate) return Math.floor(time.wall / DAY) * DAY;
  if (time.isDate) return event.start.zone.toUtc(time.wall + (((event.start.wall % DAY) + DAY) % DAY));
  return time.at;
}

function nearestTo(now: number, sorted: Instance[]): Instance[] {
  const excess = sorted.length - OCCURRENCES_PER_SERIES;
  let from = 0;
  for (const { at } of sorted.slice(0, Math.max(0, excess))) {
    const last = sorted[from + OCCURRENCES_PER_SERIES];
    if (last === undefined || Math.abs(at - now) <= Math.abs(last.at - now)) break;
    from += 1;
  }
  return sorted.slice(from, from + OCCURRENCES_PER_SERIES);
}

function single(event: CalendarEvent, original: number | null, cancelled: boolean, isPrivate: boolean): Occurrence {
  return {
    event,
    original,
    start: event.start.at,
    end: endOf(event.start.at, event.length, event.start.zone),
    cancelled,
    isPrivate,
  };
}

/** Where a THISANDFUTURE exception puts a later instance: as far off as its own (RFC 5545 §3.8.4.4). */
function moved(instance: Instance, range: Exception): { start: number; zone: Zone; length: Length } {
  const { recurrenceId: from, start: to, length } = range;
  const sameClock = to.zone === instance.zone && from.zone === instance.zone;
  const start = sameClock ? to.zone.toUtc(instance.wall + to.wall - from.wall) : instance.at + to.at - from.at;
  return { start, zone: to.zone, length };
}

/**
 * The occurrences of one UID, from every version and exception the file holds. The newest version of the series and of
 * each exception counts; an excluded occurrence is left out, a cancelled one is there with `cancelled`.
 */
export function expandSeries(events: CalendarEvent[], now: number, end: number, budget: Budget): Series {
  const masters = events.filter((event) => !isException(event));
  const exceptions = events.filter(isException);
  const master = newestOf(masters);
  if (master === undefined) {
    // Only single instances of somebody else's series: each stands for itself.
    const occurrences = [...newestBy(exceptions, (event) => event.recurrenceId.at)]
      .sort(([a], [b]) => a - b)
      .map(([original, event]) => single(event, original, event.cancelled, event.isPrivate));
    return { occurrences, cut: false };
  }

  const recurs = (event: CalendarEvent): boolean => event.rules.length > 0 || event.additions.length > 0;
  // A cancellation (METHOD:CANCEL) names the series without repeating its rule.
  const shape = master.cancelled && !recurs(master) ? (newestOf(masters.filter(recurs)) ?? master) : master;
  if (!recurs(shape) && exceptions.length === 0) {
    return { occurrences: [single(master, null, master.cancelled, master.isPrivate)], cut: false };
  }

  const { instances, cut } = instancesOf(shape, end, budget);
  const excluded = new Set(shape.exceptions.map((time) => originalOf(time, shape)));
  for (const rule of shape.exceptionRules) {
    const { wall, isDate, zone } = shape.start;
    const toUtc = (local: number): number => zone.toUtc(local);
    for (const out of expandRule(rule, { wall, isDate, toUtc }, end, budget).walls) excluded.add(toUtc(out));
  }
  const original = (event: Exception): number => originalOf(event.recurrenceId, shape);
  const alone = newestBy(
    exceptions.filter((event) => !event.thisAndFuture),
    original,
  );
  const ranges = [
    ...newestBy(
      exceptions.filter((event) => event.thisAndFuture),
      original,
    ),
  ].sort(([a], [b]) => a - b);

  const occurrences: (Occurrence & { original: number })[] = [];
  for (const [at, event] of alone) {
    // An exception to an older form of the series, for a day the present form does not have, is a leftover.
    const leftover = !instances.has(at) && at <= end && event.sequence < shape.sequence && !cut;
    const cancelled = event.cancelled || master.cancelled || leftover;
    occurrences.push({ ...single(event, at, cancelled, event.isPrivate || master.isPrivate), original: at });
  }

  const plain = [...instances.values()]
    .filter(({ at }) => !excluded.has(at) && !alone.has(at))
    .sort((a, b) => a.at - b.at);
  const kept = nearestTo(now, plain);
  for (const instance of kept) {
    const range = ranges.findLast(([from]) => from <= instance.at)?.[1];
    const event = range ?? master;
    const { start, zone, length } = range === undefined ? { ...instance, start: instance.at } : moved(instance, range);
    occurrences.push({
      event,
      original: instance.at,
      start,
      end: endOf(start, length, zone),
      cancelled: event.cancelled || master.cancelled,
      isPrivate: event.isPrivate || master.isPrivate,
    });
  }
  occurrences.sort((a, b) => a.original - b.original);
  return { occurrences, cut: cut || kept.length < plain.length };
}

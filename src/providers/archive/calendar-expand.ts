/** An iCalendar file → facts. Pure: the same bytes and options give the same facts in the same order. */
import { createHash } from 'node:crypto';
import type { EventFact, UnreadableFact } from '../../domain/fact.ts';
import { DAY } from '../../domain/time.ts';
import { type EventComponent, readEventComponents } from './calendar-components.ts';
import { type CalendarEvent, UnreadableEvent, readEvent } from './calendar-event.ts';
import { type Budget, STEPS_PER_FILE } from './calendar-recurrence.ts';
import { type Occurrence, expandSeries } from './calendar-series.ts';
import { createZones } from './calendar-zones.ts';

export interface ExpandOptions {
  /** ms UTC. */
  now: number;
  /** Recurring events are expanded to this many days after `now`. */
  horizonDays?: number;
  /** IANA zone of floating times and of zones nobody knows. Throws `RangeError` when the runtime does not know it. */
  defaultZone: string;
  /** The user's own addresses, lower case. */
  me: ReadonlySet<string>;
}

export interface Expansion {
  events: EventFact[];
  /** One for each component that could not be read, and one for each series that had to be cut short. */
  unreadable: UnreadableFact[];
}

/** The facts of one or more components; a whole series is one step. */
export interface ExpansionStep {
  facts: (EventFact | UnreadableFact)[];
  /** How many of the file's VEVENTs are done. */
  done: number;
}

/** iTIP messages about an event rather than statements of it (RFC 5546 §1.4): an answer lists only who answers. */
const MESSAGES = new Set(['REPLY', 'ADD', 'REFRESH', 'COUNTER', 'DECLINECOUNTER']);

function idOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 22);
}

function unreadable(component: EventComponent, error: unknown): UnreadableFact {
  const line = (name: string): string => component.lines.find((each) => each.toUpperCase().startsWith(name)) ?? '';
  // Exports stamp every event anew, so the stamp must not name it.
  const name =
    line('UID') === ''
      ? component.lines.filter((each) => !/^(DTSTAMP|LAST-MODIFIED)/i.test(each)).join('\n')
      : `${line('UID')}\n${line('RECURRENCE-ID')}`;
  const reason = error instanceof UnreadableEvent ? error.reason : 'unreadable';
  return { type: 'unreadable', id: idOf('unreadable', name), reason };
}

function factOf(occurrence: Occurrence, me: ReadonlySet<string>): EventFact {
  const { event, original } = occurrence;
  const { organizer, attendees } = event;
  const isOther = (address: string): boolean => !me.has(address.toLowerCase());
  const organizedByOther = organizer !== null && isOther(organizer.address);
  const hasGuests = organizedByOther || attendees.some(({ address, resource }) => !resource && isOther(address));
  return {
    type: 'event',
    id: idOf(event.uid, original === null ? '' : String(original)),
    uid: event.uid,
    occurrence: original,
    start: occurrence.start,
    end: Math.max(occurrence.start, occurrence.end),
    allDay: event.start.isDate,
    status: occurrence.cancelled ? 'cancelled' : event.status,
    // People also show a lunch with a client as "out of office": with guests it is a meeting.
    eventType: hasGuests ? 'default' : event.marker,
    organizer,
    attendees,
    // Somebody else's event without a single guest line: the guest list is hidden, or was never exported.
    attendeesOmitted: event.attendeesUnread || (organizedByOther && attendees.length === 0),
    title: occurrence.isPrivate ? '' : event.title,
  };
}

/**
 * Reads the file at once and expands it series by series, so that memory holds one series' facts at a time. `total`
 * counts the file's VEVENTs.
 */
export function openExpansion(
  bytes: Uint8Array,
  options: ExpandOptions,
): { total: number; steps: Generator<ExpansionStep> } {
  const { now, horizonDays = 366, defaultZone, me } = options;
  const end = now + horizonDays * DAY;
  const budget: Budget = { steps: STEPS_PER_FILE };
  const zones = createZones(defaultZone, end, budget);
  const components = readEventComponents(bytes).filter(({ calendar }) => !MESSAGES.has(calendar.method));
  const series = new Map<string, CalendarEvent[]>();
  const broken: UnreadableFact[] = [];
  for (const component of components) {
    try {
      const event = readEvent(component, zones);
      const known = series.get(event.uid);
      if (known) known.push(event);
      else series.set(event.uid, [event]);
    } catch (error) {
      broken.push(unreadable(component, error));
    }
  }

  function* factsOf(uid: string, events: CalendarEvent[]): Generator<EventFact | UnreadableFact> {
    let expanded;
    try {
      expanded = expandSeries(events, now, end, budget);
    } catch {
      // The rule can't be followed. Exceptions tell their own times and still count.
      yield { type: 'unreadable', id: idOf('unreadable', uid), reason: 'unreadable' };
      expanded = expandSeries(
        events.filter((event) => event.recurrenceId !== null),
        now,
        end,
        budget,
      );
    }
    for (const occurrence of expanded.occurrences) yield factOf(occurrence, me);
    if (expanded.cut) yield { type: 'unreadable', id: idOf('cut', uid), reason: 'too-large' };
  }

  function* steps(): Generator<ExpansionStep> {
    let done = broken.length;
    if (broken.length > 0) yield { facts: broken, done };
    for (const [uid, events] of series) {
      done += events.length;
      yield { facts: [...factsOf(uid, events)], done };
    }
  }
  return { total: components.length, steps: steps() };
}

/** All facts of a file (`text` is encoded as UTF-8 first). */
export function expandCalendar(file: Uint8Array | string, options: ExpandOptions): Expansion {
  const events: EventFact[] = [];
  const unread: UnreadableFact[] = [];
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  for (const { facts } of openExpansion(bytes, options).steps) {
    for (const fact of facts) {
      if (fact.type === 'event') events.push(fact);
      else unread.push(fact);
    }
  }
  return { events, unreadable: unread };
}

/** Invented calendars for the tests beside this folder's code. */
import fc from 'fast-check';
import { type ExpandOptions, type Expansion, expandCalendar } from './calendar-expand.ts';

export const ME = 'me@example.com';

/** A VEVENT from its lines; UID and DTSTAMP are supplied when no line names them. */
export function vevent(...lines: string[]): string {
  const has = (name: string): boolean => lines.some((line) => line.startsWith(name));
  return [
    'BEGIN:VEVENT',
    ...(has('UID') ? [] : ['UID:talk@example.com']),
    ...(has('DTSTAMP') ? [] : ['DTSTAMP:20240101T000000Z']),
    ...lines,
    'END:VEVENT',
  ].join('\r\n');
}

export function calendar(...parts: string[]): string {
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//test//EN', ...parts, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

/** Expanded for a user in Berlin on 1 June 2024, unless told otherwise. */
export function expand(file: Uint8Array | string, options: Partial<ExpandOptions> = {}): Expansion {
  return expandCalendar(file, {
    now: Date.UTC(2024, 5, 1),
    defaultZone: 'Europe/Berlin',
    me: new Set([ME]),
    ...options,
  });
}

/** The starts of all occurrences that still hold, as ISO minutes UTC. */
export function starts({ events }: Expansion): string[] {
  return events.filter(({ status }) => status !== 'cancelled').map(({ start }) => minute(start));
}

/** `2024-06-01T09:00`, UTC. */
export function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

const list = <T>(values: fc.Arbitrary<T>) =>
  fc.option(fc.uniqueArray(values, { minLength: 1, maxLength: 4 }), { nil: undefined });
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');

/** Any rule of the grammar, sensible or not. */
export const anyRule = fc
  .record({
    FREQ: fc.constantFrom('SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    INTERVAL: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
    COUNT: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
    BYMONTH: list(fc.integer({ min: 1, max: 12 })),
    BYMONTHDAY: list(fc.integer({ min: -31, max: 31 }).filter((day) => day !== 0)),
    BYYEARDAY: list(fc.integer({ min: -366, max: 366 }).filter((day) => day !== 0)),
    BYWEEKNO: list(fc.integer({ min: -53, max: 53 }).filter((week) => week !== 0)),
    BYDAY: list(fc.tuple(fc.constantFrom('', '1', '-1', '5', '-53'), weekday).map(([place, day]) => `${place}${day}`)),
    BYHOUR: list(fc.integer({ min: 0, max: 23 })),
    BYMINUTE: list(fc.integer({ min: 0, max: 59 })),
    BYSETPOS: list(fc.constantFrom(1, 2, -1, -2, 366)),
    WKST: fc.option(weekday, { nil: undefined }),
  })
  .map((parts) =>
    Object.entries(parts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(';'),
  );

/**
 * iCalendar bytes → the property lines of each VEVENT (RFC 5545 §3.1, §3.4, §3.6).
 *
 * A library's parser gives up on a whole file at its first bad line; here every component stands on its own, so that one
 * broken event costs one event. Descriptions, locations, attachments and alarms are dropped before they are decoded.
 */

/** What a VCALENDAR says for all of its events. */
export interface CalendarObject {
  /** iTIP `METHOD` in upper case, '' when there is none. */
  method: string;
  /** The lines of each VTIMEZONE, its STANDARD and DAYLIGHT parts included. */
  timezones: string[][];
}

export interface EventComponent {
  calendar: CalendarObject;
  /** Unfolded lines of the properties in `EVENT_PROPERTIES`. */
  lines: string[];
  /** False when the component never ended: guests or exceptions may be missing. */
  complete: boolean;
}

const EVENT_PROPERTIES = new Set([
  'UID',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'EXRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
  'SEQUENCE',
  'DTSTAMP',
  'LAST-MODIFIED',
  'STATUS',
  'CLASS',
  'SUMMARY',
  'ORGANIZER',
  'ATTENDEE',
  'X-MICROSOFT-CDO-BUSYSTATUS',
  'X-MICROSOFT-CDO-ALLDAYEVENT',
  'X-GOOGLE-CALENDAR-CONTENT-ICON',
]);

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Lines unfolded as bytes: a fold may stand inside a UTF-8 sequence (RFC 5545 §3.1), so it must go before decoding.
 */
function* unfoldedLines(bytes: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(LF, at);
    const next = newline === -1 ? bytes.length : newline + 1;
    let end = newline === -1 ? bytes.length : newline;
    if (end > at && bytes[end - 1] === CR) end -= 1;
    const folded = bytes[at] === SPACE || bytes[at] === TAB;
    if (!folded && parts.length > 0) {
      yield joined(parts);
      parts = [];
    }
    parts.push(bytes.subarray(folded ? at + 1 : at, end));
    at = next;
  }
  if (parts.length > 0) yield joined(parts);
}

/** Most lines are not folded and need no copy. */
function joined([first, ...rest]: Uint8Array[]): Uint8Array {
  return first !== undefined && rest.length === 0 ? first : Buffer.concat([first ?? new Uint8Array(), ...rest]);
}

const LONGEST_NAME = 64;

/** The property's name in upper case, '' for a line that has none. */
function propertyName(line: Uint8Array): string {
  const head = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, LONGEST_NAME)).toString('latin1');
  return /^([A-Za-z0-9-]+)[;:]/.exec(head)?.[1]?.toUpperCase() ?? '';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** RFC 5545 §3.1.4 asks for UTF-8; old exporters write the machine's code page, and some mix the two in one file. */
function decode(line: Uint8Array): string {
  try {
    return utf8.decode(line);
  } catch {
    return windows1252.decode(line);
  }
}

/** The bytes as UTF-8 without a byte-order mark. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes));
  return bytes;
}

/** Every VEVENT in file order. VTODO, VJOURNAL, VFREEBUSY and alarms are passed over. Never throws. */
export function readEventComponents(bytes: Uint8Array): EventComponent[] {
  const events: EventComponent[] = [];
  let calendar: CalendarObject = { method: '', timezones: [] };
  let event: EventComponent | null = null;
  let timezone: string[] | null = null;
  /** Names of open components that are neither calendar, event nor time zone: their lines are not ours. */
  let others: string[] = [];

  const close = (complete: boolean): void => {
    if (event !== null) events.push({ ...event, complete });
    event = null;
    timezone = null;
    others = [];
  };

  for (const line of unfoldedLines(withoutMark(bytes))) {
    const name = propertyName(line);
    if (name === 'BEGIN' || name === 'END') {
      const component = decode(line.subarray(name.length + 1))
        .trim()
        .toUpperCase();
      if (timezone !== null && component !== 'VTIMEZONE' && component !== 'VEVENT' && component !== 'VCALENDAR') {
        timezone.push(`${name}:${component}`);
      } else if (name === 'BEGIN') {
        if (component === 'VCALENDAR') {
          close(false);
          calendar = { method: '', timezones: [] };
        } else if (component === 'VEVENT') {
          close(false);
          event = { calendar, lines: [], complete: false };
        } else if (component === 'VTIMEZONE') {
          close(false);
          calendar.timezones.push((timezone = []));
        } else {
          others.push(component);
        }
      } else if (component === 'VEVENT' || component === 'VTIMEZONE' || component === 'VCALENDAR') {
        close(component === 'VEVENT');
      } else if (others.includes(component)) {
        others = others.slice(0, others.lastIndexOf(component));
      }
    } else if (timezone !== null) {
      timezone.push(decode(line));
    } else if (others.length === 0) {
      if (event !== null) {
        if (EVENT_PROPERTIES.has(name)) event.lines.push(decode(line));
      } else if (name === 'METHOD') {
        calendar.method = decode(line).slice('METHOD'.length).replace(/^.*?:/, '').trim().toUpperCase();
      }
    }
  }
  close(false);
  return events;
}

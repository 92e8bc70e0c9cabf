/** ORGANIZER and ATTENDEE lines (RFC 5545 §3.8.4) → people, rooms and groups. */
import ICAL from 'ical.js';
import type { Attendance, Attendee, Mailbox } from '../../domain/fact.ts';

/** Google writes it where there is no organiser. */
const PLACEHOLDER_ORGANIZER = 'unknownorganizer@calendar.google.com';

const ATTENDANCE: Readonly<Record<string, Attendance>> = {
  ACCEPTED: 'accepted',
  TENTATIVE: 'tentative',
  DECLINED: 'declined',
  'NEEDS-ACTION': 'needs-action',
  DELEGATED: 'delegated',
};

const LONGEST_NAME = 200;

/** One line of text: control characters and runs of space become one space. */
export function singleLine(text: string, longest: number): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed();
}

function readMailbox(line: string): { mailbox: Mailbox; parameter: (name: string) => string } {
  const property = ICAL.Property.fromString(line, ICAL.design.icalendar);
  const parameter = (name: string): string => {
    const value: unknown = property.getParameter(name);
    return typeof value === 'string' ? value : Array.isArray(value) ? String(value[0] ?? '') : '';
  };
  const value = String(property.getFirstValue() ?? '').trim();
  // A name with an unquoted colon pushes the address away from the front.
  const written = /mailto:(.*)$/i.exec(value)?.[1] ?? '';
  // Apple names people by a path or a urn and puts the address into EMAIL (RFC 7986 §6.2).
  const address = (written || parameter('email') || value).replaceAll(/^mailto:|[<>\s]/gi, '');
  const name = singleLine(parameter('cn').replaceAll(/\\([,;\\])/g, '$1'), LONGEST_NAME);
  return { mailbox: { address: percentDecoded(address), name }, parameter };
}

/** A mailto URI may be percent-encoded (RFC 6068 §2). */
function percentDecoded(address: string): string {
  if (!/%[0-9a-f]{2}/i.test(address)) return address;
  try {
    return singleLine(decodeURIComponent(address), 1000);
  } catch {
    return address;
  }
}

/** Null when there is no organiser, or only a provider's placeholder for one. */
export function readOrganizer(line: string | undefined): Mailbox | null {
  if (line === undefined) return null;
  try {
    const { mailbox } = readMailbox(line);
    return mailbox.address === '' || mailbox.address.toLowerCase() === PLACEHOLDER_ORGANIZER ? null : mailbox;
  } catch {
    return null;
  }
}

function readAttendee(line: string): Attendee {
  const { mailbox, parameter } = readMailbox(line);
  const kind = parameter('cutype').toUpperCase();
  const address = mailbox.address.toLowerCase();
  return {
    ...mailbox,
    attendance:
      parameter('delegated-to') === '' ? (ATTENDANCE[parameter('partstat').toUpperCase()] ?? 'unknown') : 'delegated',
    // Exchange marks a booked room by its role when it leaves CUTYPE out (MS-OXCICAL §2.1.3.1.1.20.2).
    resource:
      kind === 'ROOM' ||
      kind === 'RESOURCE' ||
      (kind === '' && parameter('role').toUpperCase() === 'NON-PARTICIPANT') ||
      address.endsWith('@resource.calendar.google.com'),
    group: kind === 'GROUP' || address.endsWith('@group.calendar.google.com'),
  };
}

/**
 * Everybody invited, once each (the line that has an answer wins). `unread` when a line could not be understood: the
 * list must then not be read as complete.
 */
export function readAttendees(lines: string[]): { attendees: Attendee[]; unread: boolean } {
  const byAddress = new Map<string, Attendee>();
  let unread = false;
  for (const line of lines) {
    try {
      const attendee = readAttendee(line);
      if (attendee.address === '' && attendee.name === '') {
        unread = true;
        continue;
      }
      // Outlook gives everybody without an address the same one, `invalid:nomail` (MS-OXCICAL §2.1.3.1.1.20.2).
      const key = attendee.address.includes('@')
        ? attendee.address.toLowerCase()
        : `${attendee.address} ${attendee.name}`;
      const known = byAddress.get(key);
      if (known === undefined || known.attendance === 'unknown' || known.attendance === 'needs-action') {
        byAddress.set(key, attendee);
      }
    } catch {
      unread = true;
    }
  }
  return { attendees: [...byAddress.values()], unread };
}

/** Why a calendar entry is not a meeting with somebody: the same kind of table as for messages. */
import type { SkipReason } from '../domain/evidence.ts';
import type { Attendance, EventFact } from '../domain/fact.ts';
import { normaliseAddress } from './address.ts';
import { kindOf } from './address-kind.ts';
import { GROUP_MEMBERS, isOwn, type JudgeContext, type Party } from './message-view.ts';

/** One invited address that is not the user's. */
interface Guest extends Party {
  attendance: Attendance;
  organizer: boolean;
}

export interface EventView {
  fact: EventFact;
  /** The user's own answer; null when the user is not on the list of attendees. */
  ownAnswer: Attendance | null;
  organizedByUser: boolean;
  /** Distinct invited addresses other than the user's, rooms and equipment left out; the organizer counts as invited. */
  guests: Guest[];
  /** Rooms and equipment. */
  resources: string[];
  /** Groups invited as one attendee. */
  groups: string[];
}

interface EventRule {
  reason: SkipReason;
  applies(view: EventView): boolean;
}

/** More other people than this is an event one is present at, not people one meets. */
const CROWD_PEOPLE = 20;

/** When somebody stands on the list twice, the answer that says most about coming wins. */
const ANSWER_ORDER: readonly Attendance[] = [
  'accepted',
  'tentative',
  'unknown',
  'needs-action',
  'declined',
  'delegated',
];

export const EVENT_RULES: readonly EventRule[] = [
  { reason: 'undated', applies: ({ fact }) => !Number.isFinite(fact.start) || !Number.isFinite(fact.end) },
  { reason: 'cancelled', applies: ({ fact }) => fact.status === 'cancelled' },
  { reason: 'not-a-meeting', applies: ({ fact }) => fact.eventType !== 'default' },
  { reason: 'all-day', applies: ({ fact }) => fact.allDay },
  { reason: 'declined', applies: ({ ownAnswer }) => ownAnswer === 'declined' || ownAnswer === 'delegated' },
  { reason: 'attendees-hidden', applies: ({ fact }) => fact.attendeesOmitted },
  { reason: 'not-answered', applies: isNotAnswered },
  { reason: 'crowd', applies: (view) => attendance(view) > CROWD_PEOPLE },
  { reason: 'no-person', applies: (view) => !present(view).some(({ kind }) => kind === 'person') },
];

/**
 * Invited, not organizing, and no answer given: most of these are never attended, and calendar spam looks like this.
 * Tentative counts: it is an answer. So do entries whose format knows no answers. An entry with guests among whom the
 * user is not is somebody else's meeting (a subscribed calendar, spam put into the calendar).
 */
function isNotAnswered({ ownAnswer, organizedByUser, guests, fact }: EventView): boolean {
  if (organizedByUser) return false;
  if (ownAnswer === null) return fact.attendees.length > 0 && guests.length > 0;
  return ownAnswer === 'needs-action';
}

/** Guests who have neither declined nor sent somebody else. */
export function present({ guests }: EventView): Guest[] {
  return guests.filter(({ attendance, kind }) => {
    const stayedAway = attendance === 'declined' || attendance === 'delegated';
    return !stayedAway && kind !== 'robot' && kind !== 'no-reply';
  });
}

/** How many besides the user: those who came or may have, and every invited group as so many. */
export function attendance(view: EventView): number {
  return present(view).length + view.groups.length * GROUP_MEMBERS;
}

/**
 * The organizer takes part unless the list of attendees says otherwise (Outlook leaves them out of it); with no
 * attendees at all the entry is an appointment, whoever made it (RFC 5545 3.8.4.3).
 */
export function viewEvent(fact: EventFact, context: JudgeContext): EventView {
  const guests = new Map<string, Guest>();
  const resources = new Set<string>();
  const groups = new Set<string>();
  const ownAnswers: Attendance[] = [];
  const organizer = fact.organizer === null ? null : normaliseAddress(fact.organizer.address);
  for (const attendee of fact.attendees) {
    const address = normaliseAddress(attendee.address);
    if (address === null) continue;
    const kind = kindOf({ address, name: attendee.name });
    if (isOwn(context.own, address)) ownAnswers.push(attendee.attendance);
    else if (attendee.resource || /@(?:[^@]+\.)?resource\.calendar\.google\.com$/.test(address)) resources.add(address);
    else if (attendee.group || kind === 'list') groups.add(address);
    else {
      const seen = guests.get(address);
      const attendance = seen === undefined ? attendee.attendance : clearest([seen.attendance, attendee.attendance]);
      guests.set(address, {
        address,
        name: seen?.name || attendee.name,
        kind,
        attendance,
        organizer: address === organizer,
      });
    }
  }
  const organizedByUser = organizer !== null && isOwn(context.own, organizer);
  const listed = fact.attendees.length > 0 && organizer !== null && !organizedByUser;
  if (listed && !guests.has(organizer) && !resources.has(organizer) && !groups.has(organizer)) {
    const name = fact.organizer?.name ?? '';
    const kind = kindOf({ address: organizer, name });
    if (kind !== 'list')
      guests.set(organizer, { address: organizer, name, kind, attendance: 'unknown', organizer: true });
  }
  return {
    fact,
    ownAnswer: ownAnswers.length === 0 ? null : clearest(ownAnswers),
    organizedByUser,
    guests: [...guests.values()],
    resources: [...resources],
    groups: [...groups],
  };
}

function clearest(answers: Attendance[]): Attendance {
  return ANSWER_ORDER.find((answer) => answers.includes(answer)) ?? 'unknown';
}

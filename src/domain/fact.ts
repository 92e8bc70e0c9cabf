/**
 * Facts: what a provider says, converted to one shape and nothing more. No judgement is made here; whether a fact is
 * evidence of a relationship is decided in `people/`. Facts live in memory only: what is stored is `Item` and
 * `Interaction` (see `domain/evidence.ts`).
 */

/** One address as it stood in a header or an attendee line: not normalised, never trusted. */
export interface Mailbox {
  /** As written, without angle brackets or `mailto:`; may be invalid. */
  address: string;
  /** Decoded display name, '' when there was none. */
  name: string;
}

/** Where the provider says the user's own mailbox keeps a message. `sent` is the only proof that the user wrote it. */
export type Placement = 'sent' | 'received' | 'draft' | 'spam' | 'trash' | 'chat' | 'unknown';

/** A message's headers. Bodies are never part of a fact. */
export interface MessageFact {
  type: 'message';
  /** The provider's id, unique and stable within the account. */
  id: string;
  /** `Message-ID` without angle brackets, null when absent. */
  messageId: string | null;
  /** `In-Reply-To` and `References` ids in header order, without angle brackets. */
  inReplyTo: string | null;
  references: string[];
  /** The provider's own conversation id, null where it has none. */
  threadId: string | null;
  /** Best known moment of the message, ms UTC. The provider has already replaced absurd header dates. */
  at: number;
  placements: Placement[];
  from: Mailbox[];
  /** `Sender`, when it differs from From (a delegate, a robot sending on somebody's behalf). */
  sender: Mailbox | null;
  replyTo: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  /** How many recipients the headers named in all; more than the three lists hold when the provider capped them. */
  recipientCount: number;
  subject: string;
  /**
   * Headers that tell mail from robots and lists, by lower-case name; first value wins, at most 1,000 characters each.
   * Only the names in `SIGNAL_HEADERS` are kept.
   */
  signals: Partial<Record<SignalHeader, string>>;
  /** A part of the message is `text/calendar`: an invitation or an answer to one. */
  hasCalendarPart: boolean;
}

export const SIGNAL_HEADERS = [
  'list-id',
  'list-post',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'precedence',
  'auto-submitted',
  'x-autoreply',
  'x-autorespond',
  'x-auto-response-suppress',
  'x-failed-recipients',
  'return-path',
  'content-type',
  'content-class',
  'feedback-id',
  'x-campaign-id',
  'x-mailer',
  'x-google-calendar-content-class',
  'delivered-to',
  'disposition-notification-to',
] as const;
export type SignalHeader = (typeof SIGNAL_HEADERS)[number];

export type Attendance = 'accepted' | 'tentative' | 'declined' | 'needs-action' | 'delegated' | 'unknown';

export interface Attendee extends Mailbox {
  attendance: Attendance;
  /** A room, a projector: not a person. */
  resource: boolean;
  /** A mailing group invited as one attendee. */
  group: boolean;
}

/** One occurrence of a calendar event; a recurring series arrives as one fact per occurrence. */
export interface EventFact {
  type: 'event';
  /** The provider's id of this occurrence, unique and stable within the account. */
  id: string;
  /** iCalendar UID: equal for the same meeting in everybody's calendar. */
  uid: string;
  /**
   * The occurrence's original start (ms UTC), constant when it is moved: with `uid` it names the occurrence across
   * accounts. Null for an event that does not recur.
   */
  occurrence: number | null;
  /** ms UTC; an all-day event starts at its date's midnight UTC. */
  start: number;
  end: number;
  allDay: boolean;
  status: 'confirmed' | 'tentative' | 'cancelled';
  /** Ordinary meeting, or what the calendar marks as something else. */
  eventType: 'default' | 'focus' | 'out-of-office' | 'working-location' | 'birthday' | 'task';
  organizer: Mailbox | null;
  attendees: Attendee[];
  /** The provider left attendees out: the list must not be read as "nobody else". */
  attendeesOmitted: boolean;
  /** Title; never the description, the location or a conference link. '' for private events. */
  title: string;
}

/** An item that was seen but could not be understood. It is counted in the ledger and never blocks the stream. */
export interface UnreadableFact {
  type: 'unreadable';
  id: string;
  reason: 'unreadable' | 'undated' | 'too-large';
}

/** An item that was known before and is no longer evidence (an occurrence that was removed from a calendar). */
export interface GoneFact {
  type: 'gone';
  id: string;
}

export type Fact = MessageFact | EventFact | UnreadableFact | GoneFact;

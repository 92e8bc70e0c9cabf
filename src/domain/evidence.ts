/**
 * Evidence: what is kept of the facts. An `Item` remembers that a message or occurrence was seen and how it was
 * judged; an `Interaction` is one piece of evidence between the user and one address.
 */

export type InteractionKind = 'mail_out' | 'mail_in' | 'meeting';

/** One piece of evidence between the user and one address. */
export interface Interaction {
  /** Names the message or occurrence for ever, across accounts and copies; evidence with one key counts once. */
  evidenceKey: string;
  /** Normalised address of the other side. */
  address: string;
  kind: InteractionKind;
  /** ms UTC; a meeting's start. */
  at: number;
  /** How many people besides the user took part; 1 is one to one. */
  groupSize: number;
  /** The other side (or the user, for `mail_in`) stood in To rather than Cc; always true for meetings. */
  direct: boolean;
  /** Length of a meeting; 0 for mail. */
  minutes: number;
  /** Opaque key of the conversation. */
  thread: string;
  /** Evidence key of the message this one answers; null when it answers none or that is not known. */
  answers: string | null;
  /** Subject or title for the briefing's "last thing said"; kept only for personal evidence. */
  subject: string;
}

/** Why an item was not counted. Each name is a rule with tests of its own; the ledger counts by these names. */
export const SKIP_REASONS = [
  'draft',
  'spam',
  'trash',
  'chat',
  'self-sent',
  'calendar-mail',
  'auto-reply',
  'bounce',
  'newsletter',
  'mailing-list',
  'no-reply',
  'role-address',
  'robot',
  'broadcast',
  'mail-merge',
  'unsubscribe-request',
  'no-person',
  'never-answered',
  'cancelled',
  'declined',
  'not-answered',
  'all-day',
  'not-a-meeting',
  'crowd',
  'attendees-hidden',
  'duplicate',
  'unreadable',
  'undated',
  'too-large',
  'gone',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
export type Verdict = 'counted' | SkipReason;

/** What kind of correspondent an address is. Only `person` can ever be suggested. */
export type AddressKind = 'person' | 'role' | 'no-reply' | 'robot' | 'list';

/** Per stream: what the source holds, and what became of it. `read = counted + Σ skipped`, always. */
export interface Ledger {
  stream: string;
  kind: 'mail' | 'calendar';
  read: number;
  counted: number;
  skipped: Partial<Record<SkipReason, number>>;
}

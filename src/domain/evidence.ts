/**
 * Evidence: what is kept of the facts. An `Item` remembers that a message or occurrence was seen and how it was
 * judged; an `Interaction` is one piece of evidence between the user and one address.
 */

/** Kinds that are contact between the two: only these make active days, counts and dates of contact. */
export type ContactKind = 'mail_out' | 'mail_in' | 'meeting';

/**
 * Beside contact, what programs say about an address the user wrote to: `away`, its owner's absence note; `bounce`, mail
 * to it could not be delivered, for good.
 */
export type InteractionKind = ContactKind | 'away' | 'bounce';

/** Whether evidence of this kind is contact. */
export function isContact(kind: InteractionKind): kind is ContactKind {
  return kind !== 'away' && kind !== 'bounce';
}

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
  /** Length of a meeting; for `away`, how long the absence is taken to last; 0 for mail and `bounce`. */
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

/** What the user may say of a score: they are closer than it looks, less close, or family, who don't fade. */
export const CLOSENESS = ['closer', 'less', 'family'] as const;
export type Closeness = (typeof CLOSENESS)[number];

/** Per stream: what the source holds, and what became of it. `read = counted + Σ skipped`, always. */
export interface Ledger {
  stream: string;
  kind: 'mail' | 'calendar';
  read: number;
  counted: number;
  skipped: Partial<Record<SkipReason, number>>;
}

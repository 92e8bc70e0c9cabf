/** The rules that leave an item out, in words for people. */
import type { SkipReason } from '../domain/evidence.ts';

const WORDS: Record<SkipReason, string> = {
  draft: 'drafts',
  spam: 'spam',
  trash: 'in the trash',
  chat: 'chats',
  'self-sent': 'notes to yourself',
  'calendar-mail': 'invitations and their answers',
  'auto-reply': 'automatic replies',
  bounce: 'returned mail',
  newsletter: 'newsletters',
  'mailing-list': 'mailing lists',
  'no-reply': 'from addresses nobody reads',
  'role-address': 'offices and help desks',
  robot: 'robots',
  broadcast: 'sent to a crowd',
  'mail-merge': 'one text of yours to many',
  'unsubscribe-request': 'your requests to unsubscribe',
  'no-person': 'nobody else took part',
  'never-answered': 'from people you never wrote to or met',
  cancelled: 'cancelled',
  declined: 'you declined',
  'not-answered': 'you did not answer the invitation',
  'all-day': 'all-day entries',
  'not-a-meeting': 'blocked time, birthdays and the like',
  crowd: 'too many people to have met them',
  'attendees-hidden': 'the list of guests is hidden',
  duplicate: 'already counted',
  unreadable: 'could not be understood',
  undated: 'without a usable date',
  'too-large': 'too large to read',
  gone: 'no longer there',
};

export function reasonInWords(reason: SkipReason): string {
  return WORDS[reason];
}

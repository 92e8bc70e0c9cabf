/**
 * Why a message is not evidence of a relationship: an ordered table of small rules, the first that applies gives the
 * verdict. Headers speak before addresses, addresses before subjects; a display name alone never skips anything.
 */
import type { AddressKind, SkipReason } from '../domain/evidence.ts';
import { displayName, foldName } from './address.ts';
import { isBounceAddress, isUnsubscribeAddress } from './address-kind.ts';
import type { MessageView } from './message-view.ts';
import { AWAY_SUBJECT, UNSUBSCRIBE_SUBJECT } from './subject-words.ts';
import { hasReplyPrefix } from './subject.ts';
import { cleanText } from './text.ts';

interface MessageRule {
  reason: SkipReason;
  applies(view: MessageView): boolean;
}

/** More recipients than this is an announcement, whoever wrote it. */
const BROADCAST_RECIPIENTS = 20;

export const MESSAGE_RULES: readonly MessageRule[] = [
  { reason: 'undated', applies: ({ fact }) => !Number.isFinite(fact.at) },
  { reason: 'draft', applies: ({ fact }) => fact.placements.includes('draft') },
  { reason: 'chat', applies: ({ fact }) => fact.placements.includes('chat') },
  { reason: 'spam', applies: (view) => receivedIn(view, 'spam') },
  { reason: 'trash', applies: (view) => receivedIn(view, 'trash') },
  { reason: 'self-sent', applies: isSelfSent },
  { reason: 'calendar-mail', applies: isCalendarMail },
  { reason: 'bounce', applies: isBounce },
  { reason: 'unsubscribe-request', applies: isUnsubscribeRequest },
  { reason: 'robot', applies: (view) => onlyKind(view) === 'robot' || view.sender?.kind === 'robot' },
  { reason: 'auto-reply', applies: isAutoReply },
  { reason: 'newsletter', applies: isNewsletter },
  { reason: 'mailing-list', applies: isMailingList },
  { reason: 'no-reply', applies: (view) => onlyKind(view) === 'no-reply' || view.sender?.kind === 'no-reply' },
  { reason: 'role-address', applies: (view) => onlyKind(view) === 'role' },
  { reason: 'broadcast', applies: isBroadcast },
  { reason: 'no-person', applies: (view) => onlyKind(view) === 'nobody' },
];

/** What the user sent stays evidence wherever they filed it afterwards; spam and bin say something about others' mail. */
function receivedIn({ fact }: MessageView, place: 'spam' | 'trash'): boolean {
  return fact.placements.includes(place) && !fact.placements.includes('sent');
}

function isSelfSent({ direction, recipients, ownField, hidden }: MessageView): boolean {
  return direction === 'out' && ownField !== null && recipients.length === 0 && hidden === 0;
}

/** Invitations and their answers, in both directions: the meeting itself is the evidence. */
function isCalendarMail({ fact, author, sender }: MessageView): boolean {
  const type = fact.signals['content-type'] ?? '';
  return (
    fact.hasCalendarPart ||
    /^\s*text\/calendar\b/i.test(type) ||
    /calendarmessage/i.test(fact.signals['content-class'] ?? '') ||
    fact.signals['x-google-calendar-content-class'] !== undefined ||
    [author, sender].some((party) => party?.address.startsWith('calendar-notification@'))
  );
}

/** Delivery reports and complaints: RFC 3462 (multipart/report), RFC 3464, RFC 5965, and what older systems send. */
function isBounce(view: MessageView): boolean {
  const { signals } = view.fact;
  if (view.direction === 'out') return false;
  if (signals['x-failed-recipients'] !== undefined) return true;
  const type = signals['content-type'] ?? '';
  if (/^\s*multipart\/report\b/i.test(type) && !/disposition-notification/i.test(type)) return true;
  return [view.author, view.sender].some((party) => party !== null && isBounceAddress(party.address));
}

/** Mail the user sent to end a subscription, by hand or by their mail program's button. */
function isUnsubscribeRequest({ direction, recipients, fact }: MessageView): boolean {
  if (direction !== 'out') return false;
  if (recipients.some(({ address }) => isUnsubscribeAddress(address))) return true;
  return recipients.length === 1 && fact.inReplyTo === null && UNSUBSCRIBE_SUBJECT.test(cleanText(fact.subject, 200));
}

/**
 * RFC 3834, and what came before it and beside it. An absence note's subject is believed only with another sign, or when
 * it speaks of its own author in the third person, as Notes writes it ("Bob Ray/Rayworks is out of the office.").
 */
function isAutoReply(view: MessageView): boolean {
  const { signals } = view.fact;
  const automatic = signals['auto-submitted'];
  if (automatic !== undefined && !/^\s*(?:no\b|$)/i.test(automatic)) return true;
  if (isReceipt(view) || answersByItself(view)) return true;
  const returnPath = signals['return-path'];
  return view.direction === 'in' && returnPath !== undefined && /^\s*<?\s*>?\s*$/.test(returnPath);
}

/** "Your mail was displayed" (RFC 8098): somebody is there to read it. */
function isReceipt({ fact }: MessageView): boolean {
  return /^\s*multipart\/report\b.*disposition-notification/is.test(fact.signals['content-type'] ?? '');
}

/**
 * An answer that a person's mailbox gave in their stead. A receipt is none, and neither is what is merely automatic:
 * `auto-generated` alone and an empty return path stand on notifications of every sort.
 */
export function isAbsenceNote(view: MessageView): boolean {
  return (
    view.direction === 'in' &&
    !isReceipt(view) &&
    (/^\s*auto-replied\b/i.test(view.fact.signals['auto-submitted'] ?? '') || answersByItself(view))
  );
}

function answersByItself({ fact, direction }: MessageView): boolean {
  const { signals } = fact;
  const flags = [signals['x-autoreply'], signals['x-autorespond']];
  if (flags.some((flag) => flag !== undefined && !/^\s*(?:no|false|0)\s*$/i.test(flag))) return true;
  if (/^\s*auto[_-]?reply\b/i.test(signals.precedence ?? '')) return true;
  const absent = /^(.{3,80}?)(?:\/\S+)* is out of the office\b/i.exec(cleanText(fact.subject, 200))?.[1];
  if (absent !== undefined && fact.from.some(({ name, address }) => isSamePerson(absent, displayName(name, address))))
    return true;
  if (direction === 'out') return false;
  const sign =
    signals['x-auto-response-suppress'] !== undefined || signals.precedence !== undefined || fact.inReplyTo !== null;
  return sign && AWAY_SUBJECT.test(cleanText(fact.subject, 200).normalize('NFC'));
}

/** Every word of the shorter name is in the longer one, and there are at least two. */
function isSamePerson(one: string, other: string): boolean {
  const [short = [], long = []] = [foldName(one).split(' '), foldName(other).split(' ')].toSorted(
    (a, b) => a.length - b.length,
  );
  return short.length >= 2 && short.every((word) => long.includes(word));
}

/** Mail hosts that stamp Feedback-ID on every mail of their users, so that there it says nothing. */
const PERSONAL_FEEDBACK = /:(?:fastmail|proton(?:mail)?|zohomail|zoho|tutanota|posteo|mailbox)\s*$/i;
const CAMPAIGN_MAILER =
  /mailchimp|sendinblue|brevo|campaign ?monitor|constant ?contact|klaviyo|mailerlite|gmass|sendgrid|cleverreach/i;

/** Bulk mail: RFC 2369, RFC 8058, Gmail's feedback loop, and Precedence. Also the user's own campaigns. */
function isNewsletter(view: MessageView): boolean {
  const { signals } = view.fact;
  const isList = signals['list-id'] !== undefined || postable(view);
  if (view.direction === 'out' && isList) return false;
  if (view.listIsOwn || postable(view)) return false;
  if (/^\s*(?:bulk|junk)\b/i.test(signals.precedence ?? '') || signals['x-campaign-id'] !== undefined) return true;
  if (CAMPAIGN_MAILER.test(signals['x-mailer'] ?? '')) return true;
  // Sales tools and company gateways put an unsubscribe link under one-to-one mail: an answer is still an answer.
  const isAnswer = view.fact.inReplyTo !== null && hasReplyPrefix(view.fact.subject);
  if (isAnswer && !isList) return false;
  if (signals['list-unsubscribe'] !== undefined || signals['list-unsubscribe-post'] !== undefined) return true;
  const feedback = signals['feedback-id'];
  return feedback !== undefined && !PERSONAL_FEEDBACK.test(feedback);
}

/** A list its members can write to. */
function postable({ fact, list }: MessageView): boolean {
  return (
    /mailto:/i.test(fact.signals['list-post'] ?? '') ||
    (list !== null && fact.signals['list-unsubscribe-post'] === undefined)
  );
}

/**
 * Discussion lists. Not when the "list" is the user's own mailbox (groups used as mailboxes), nor when the writer
 * addressed the user beside the list: of the two copies, mail hosts keep whichever came first.
 */
function isMailingList(view: MessageView): boolean {
  const kind = onlyKind(view);
  if (kind === 'list') return true;
  if (view.direction === 'out' || view.listIsOwn) return false;
  const { signals } = view.fact;
  const throughList =
    signals['list-id'] !== undefined ||
    postable(view) ||
    /^\s*list\b/i.test(signals.precedence ?? '') ||
    view.sender?.kind === 'list';
  if (!throughList) return false;
  const besideList = view.recipients.some(({ address }) => address === view.list) && view.author?.kind === 'person';
  return !(besideList && (view.ownField === 'to' || view.ownField === 'cc'));
}

function isBroadcast({ fact, recipients, ownField }: MessageView): boolean {
  const named = recipients.length + (ownField === null ? 0 : 1);
  return Math.max(named, fact.recipientCount) > BROADCAST_RECIPIENTS;
}

/**
 * Whom the message would be credited to: `person` when there is one, else the kind that says most about why not,
 * `nobody` when no usable address is left.
 */
function onlyKind({ direction, author, recipients }: MessageView): AddressKind | 'nobody' {
  const kinds = direction === 'in' ? (author === null ? [] : [author.kind]) : recipients.map(({ kind }) => kind);
  return (['person', 'list', 'robot', 'no-reply', 'role'] as const).find((kind) => kinds.includes(kind)) ?? 'nobody';
}

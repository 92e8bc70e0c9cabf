/** What kind of correspondent an address is, as far as its spelling tells. */
import type { AddressKind } from '../domain/evidence.ts';
import { foldName, partsOf } from './address.ts';
import {
  BOUNCE_WORDS,
  BUSINESS_NAME_SYLLABLES,
  BUSINESS_NAME_WORDS,
  EVERYBODY_WORDS,
  FRONT_DOOR_FIRST_WORDS,
  FRONT_DOOR_WORDS,
  NO_REPLY_PHRASES,
  ROBOT_WORDS,
  ROLE_LAST_WORDS,
  ROLE_WORDS,
  UNSUBSCRIBE_WORDS,
} from './address-words.ts';

/** Domains that hold no human's mailbox. */
const ROBOT_DOMAINS = new Set([
  'reply.github.com',
  'notifications.github.com',
  'users.noreply.github.com',
  'reply.gitlab.com',
  'incoming.gitlab.com',
  'docs.google.com',
  'calendar.google.com',
  'resource.calendar.google.com',
  'group.calendar.google.com',
  'group.v.calendar.google.com',
  'import.calendar.google.com',
  'facebookmail.com',
  'privaterelay.appleid.com',
]);
const ROBOT_SUBDOMAIN = /^(?:bounces?|reply|replies|notifications?|notify|noreply|no-reply|unsubscribe)\d*\./;
const LIST_DOMAINS = new Set(['googlegroups.com', 'groups.io', 'yahoogroups.com', 'freelists.org']);
const LIST_SUBDOMAIN = /^(?:lists?|listes|listen|listserv|mailman|groups)\./;
/** What Mailman, Listserv and ezmlm add to a list's name for their own mail. */
const LIST_AFFIX = /^(?:owner-.+|.+-(?:request|owner|bounces|subscribe|leave|join|admin-list|announce|discuss|devel))$/;
const LIST_PROGRAMS = new Set(['listserv', 'majordomo', 'mailman', 'sympa', 'listmaster', 'lists']);
/** "reply+k2j4h…@": what follows the sign names a ticket or comment, not a person's folder. */
const TOKEN =
  /^(?:reply|replies|comments?|inbound|incoming|parse|notifications?|bounces?|msg|messages?|conversations?|tickets?|issues?|cases?|todos?|tasks?|support|help)[+=].{6,}$/;
const RANDOM = /^(?:[a-z]+[-+_.=])?(?:[0-9a-f]{24,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** True for an address that exists to end a subscription ("unsubscribe@", "leave-42@", "news+unsubscribe@"). */
export function isUnsubscribeAddress(address: string): boolean {
  const { local } = partsOf(address);
  if (UNSUBSCRIBE_WORDS.has(local) || /^(?:leave|remove)-.*\d/.test(local)) return true;
  return local.split(/[+._=-]+/).some((word) => UNSUBSCRIBE_WORDS.has(word) && word !== 'baja' && word !== 'unsub');
}

/** Mail systems writing about mail ("mailer-daemon@", "postmaster@"). */
export function isBounceAddress(address: string): boolean {
  return BOUNCE_WORDS.has(partsOf(address).local);
}

/**
 * The kind an address proves by its spelling, whatever name stands beside it; undefined when it proves nothing, which
 * is the case of nearly all people. Safe to store: it never depends on the message the address was seen in.
 */
export function provenKind(address: string): AddressKind | undefined {
  const { local, domain } = partsOf(address);
  const subdomain = domain.split('.').length > 2;
  const squashed = local.replace(/[\d._+=-]/g, '');
  if (NO_REPLY_PHRASES.some((phrase) => squashed.includes(phrase))) return 'no-reply';
  if (isBounceAddress(address) || isUnsubscribeAddress(address)) return 'robot';
  if (ROBOT_DOMAINS.has(domain) || (subdomain && ROBOT_SUBDOMAIN.test(domain))) return 'robot';
  if (TOKEN.test(local) || RANDOM.test(local)) return 'robot';
  if (LIST_DOMAINS.has(domain) || (subdomain && LIST_SUBDOMAIN.test(domain))) return 'list';
  if (LIST_PROGRAMS.has(local) || LIST_AFFIX.test(local) || EVERYBODY_WORDS.has(local)) return 'list';
  const untagged = local.split('+')[0] ?? '';
  const tokens = untagged.split(/[._-]+/);
  // "s.ales@" is Stephanie Ales.
  const whole = tokens.every((token) => token.length >= 3) ? tokens.join('') : untagged;
  if (ROBOT_WORDS.has(whole) || ROBOT_WORDS.has(untagged) || local.endsWith('[bot]') || local.endsWith('-bot')) {
    return 'robot';
  }
  if (tokens.length > 1 && /^(?:notifications?|alerts?|bounces?|calendar-notification)$/.test(tokens.at(-1) ?? '')) {
    return 'robot';
  }
  return ROLE_WORDS.has(whole) ? 'role' : undefined;
}

/**
 * The kind of a normalised address: what it proves, and for the spellings that leave it open, what the display name
 * makes of them:
 * - a front door ("info@", "hello@", "contact@") is a person's when it carries a person's name ("Bob Ray"): that is how
 *   one-person firms write. Whether the user deals with them at all is for `qualifies` to say.
 * - "support-de@", "acme-billing@" are roles, unless the name holds every word of the address ("Sales, John" at
 *   sales.john@): some people are called Sales.
 */
export function kindOf({ address, name }: { address: string; name: string }): AddressKind {
  const proven = provenKind(address);
  if (proven !== undefined) return proven;
  const untagged = (partsOf(address).local.split('+')[0] ?? '').replace(/\d+$/, '');
  if (FRONT_DOOR_WORDS.has(untagged)) return looksPersonal(name) ? 'person' : 'role';
  const tokens = untagged.split(/[._-]+/).filter((token) => token !== '');
  if (tokens.length < 2) return ROLE_WORDS.has(untagged) ? 'role' : 'person';
  const first = tokens[0] ?? '';
  if (FRONT_DOOR_FIRST_WORDS.has(first)) return looksPersonal(name) ? 'person' : 'role';
  const isRole = (first.length > 2 && ROLE_WORDS.has(first)) || ROLE_LAST_WORDS.has(tokens.at(-1) ?? '');
  const nameWords = new Set(foldName(name).split(' '));
  return isRole && !tokens.every((token) => nameWords.has(token)) ? 'role' : 'person';
}

/** True for a name of two to five words with no word of business in it, or a short Chinese, Japanese or Korean name. */
export function looksPersonal(name: string): boolean {
  const words = foldName(name)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 1) {
    const word = words[0] ?? '';
    return (
      /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,6}$/u.test(word) &&
      !BUSINESS_NAME_SYLLABLES.some((syllable) => word.includes(syllable))
    );
  }
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    words.every((word) => /^[\p{L}\p{M}]+$/u.test(word) && !BUSINESS_NAME_WORDS.has(word))
  );
}

/**
 * Several addresses of one person. Strong evidence only: a display name can be written by anybody, so it never joins two
 * addresses by itself. A proposal names its evidence, and the join it leads to can be undone.
 */
import type { Mailbox } from '../domain/fact.ts';
import { foldName, normaliseAddress, partsOf } from './address.ts';
import { kindOf, looksPersonal } from './address-kind.ts';
import { looksLike, suspicious } from './lookalike.ts';

export interface MergeProposal {
  /** Normalised address to move. */
  from: string;
  /** Normalised address that stays: the smaller in code unit order, whichever was seen first. */
  into: string;
  /** A sentence that names the evidence. */
  reason: string;
}

/**
 * The user wrote to A alone, and B answered that message (`In-Reply-To`) under A's full name: who could answer had the
 * message, and signs as its addressee. `askedRecipients` are the recipients of the user's message without the user.
 * Null for an assistant (another name), for a name of one word, for roles, lists and programs, and for addresses that
 * could be made to be mistaken.
 */
export function proposeMerge(input: { askedRecipients: Mailbox[]; answerFrom: Mailbox }): MergeProposal | null {
  const asked = input.askedRecipients.map(({ address }) => normaliseAddress(address));
  const recipient = input.askedRecipients.find(({ name }) => name !== '') ?? input.askedRecipients[0];
  if (recipient === undefined || new Set(asked).size !== 1) return null;
  return propose(
    recipient,
    input.answerFrom,
    (a, b, name) => `${name} answered from ${b} a message that went to ${a} alone.`,
  );
}

function propose(
  one: Mailbox,
  other: Mailbox,
  sentence: (one: string, other: string, name: string) => string,
): MergeProposal | null {
  const a = normaliseAddress(one.address);
  const b = normaliseAddress(other.address);
  if (a === null || b === null || a === b) return null;
  if (!isSameFullName(one.name, other.name)) return null;
  const people = [one, other].every(({ name }, i) => kindOf({ address: i === 0 ? a : b, name }) === 'person');
  if (!people || suspicious(a) || suspicious(b) || looksLike(partsOf(a).domain, partsOf(b).domain)) return null;
  const [into, from] = a < b ? [a, b] : [b, a];
  const name = fullest(one.name, other.name)
    .split(' ')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
  return { from, into, reason: sentence(a, b, name) };
}

function fullest(one: string, other: string): string {
  const [a, b] = [foldName(one), foldName(other)];
  return a.length > b.length || (a.length === b.length && a < b) ? a : b;
}

/**
 * The same name of a person, of at least two words: middle initials may be missing on one side but not differ, and
 * German umlauts may be spelt with or without the e.
 */
function isSameFullName(one: string, other: string): boolean {
  if (!looksPersonal(one) || !looksPersonal(other)) return false;
  const [a, b] = [foldName(one), foldName(other)].map((name) => name.split(' ').map(spelling));
  if (a === undefined || b === undefined) return false;
  const full = (words: string[]) => words.filter((word, i) => i === 0 || i === words.length - 1 || word.length > 1);
  const initials = (words: string[]) => words.filter((word, i) => i > 0 && i < words.length - 1 && word.length === 1);
  const [initialsA, initialsB] = [initials(a).join(' '), initials(b).join(' ')];
  const agree = initialsA === '' || initialsB === '' || initialsA === initialsB;
  return (
    agree &&
    full(a).join(' ') === full(b).join(' ') &&
    full(a).every((word) => word.length > 1 || !/^[a-z]$/.test(word))
  );
}

function spelling(word: string): string {
  return word.replace(/ae|oe|ue/g, (pair) => pair.slice(0, 1)).replace(/aa/g, 'a');
}

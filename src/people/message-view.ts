/** A message as the rules see it: who wrote it to whom, the user told apart from everybody else. */
import type { AddressKind } from '../domain/evidence.ts';
import type { Mailbox, MessageFact } from '../domain/fact.ts';
import { normaliseAddress, partsOf } from './address.ts';
import { kindOf, provenKind } from './address-kind.ts';

/**
 * What is known besides the fact itself. What other items proved about an address is left out on purpose: it would make
 * a judgement depend on the order of arrival.
 */
export interface JudgeContext {
  /** Normalised addresses of the user. */
  own: ReadonlySet<string>;
}

/** Somebody other than the user. */
export interface Party {
  /** Normalised. */
  address: string;
  name: string;
  kind: AddressKind;
}

interface Recipient extends Party {
  field: 'to' | 'cc' | 'bcc';
}

export interface MessageView {
  fact: MessageFact;
  /** `out` when the user wrote it. */
  direction: 'in' | 'out';
  /** The one author credited with a received message; null for the user's own, and when nobody can be credited. */
  author: Party | null;
  /** Other From addresses of a received message. */
  coAuthors: Party[];
  sender: Party | null;
  /** Distinct recipients that are not the user, first field wins (To before Cc before Bcc). */
  recipients: Recipient[];
  /** Recipients the headers count but do not name, or that have no usable address. */
  hidden: number;
  /** Where an address of the user stands. */
  ownField: 'to' | 'cc' | 'bcc' | null;
  /** The mailing list this copy came through, as its own headers name it; null when the "list" is the user's address. */
  list: string | null;
  /** True when the list named by the headers is an address of the user's (a group used as a mailbox). */
  listIsOwn: boolean;
  /** From of a message the provider says the user sent, when not yet known as own. */
  ownAddress: string | null;
}

/** A list or an invited group stands for this many people, since its members are not known. */
export const GROUP_MEMBERS = 10;

/** True for an address of the user, with or without a plus suffix. */
export function isOwn(own: ReadonlySet<string>, address: string): boolean {
  if (own.has(address)) return true;
  const { local, domain } = partsOf(address);
  const plus = local.indexOf('+');
  return plus > 0 && own.has(`${local.slice(0, plus)}@${domain}`);
}

/** Never throws; addresses that can't be normalised take part in nothing. */
export function viewMessage(fact: MessageFact, context: JudgeContext): MessageView {
  const sent = fact.placements.includes('sent');
  const aside = fact.placements.some((place) => ['draft', 'spam', 'trash', 'chat'].includes(place));
  const froms = distinct(fact.from);
  const ownAddress = sent ? newOwnAddress(fact, froms, context) : null;
  const mine = (address: string) => address === ownAddress || isOwn(context.own, address);
  // A group used as a mailbox may put its own, that is the user's, address in place of the author's.
  const byUser = froms.length > 0 && froms.every((from) => mine(from.address) && !isRewritten(from));
  const direction = sent || (byUser && !aside) ? 'out' : 'in';

  const named = (['to', 'cc', 'bcc'] as const).flatMap((field) => fact[field].map((box) => ({ ...box, field })));
  const everyone = distinct(named);
  const listNamed = listAddress(
    fact,
    [...everyone, ...froms].map(({ address }) => address),
  );
  const listIsOwn = listNamed !== null && mine(listNamed);
  const list =
    listNamed !== null && !listIsOwn
      ? listNamed
      : viaList(
          froms.filter(({ address }) => !mine(address)),
          everyone,
        );

  const party = <T extends Mailbox>(box: T): T & Party => ({
    ...box,
    kind: box.address === list ? 'list' : kindOf(box),
  });
  const others = froms.filter(({ address }) => !mine(address)).map(party);
  const senderAddress = fact.sender === null ? null : normaliseAddress(fact.sender.address);
  const sender =
    senderAddress === null || mine(senderAddress)
      ? null
      : party({ address: senderAddress, name: fact.sender?.name ?? '' });
  // RFC 5322 3.6.2: of several authors, Sender names the one who sent it.
  const author =
    direction === 'out' ? null : (others.find(({ address }) => address === senderAddress) ?? others[0] ?? null);
  return {
    fact,
    direction,
    author,
    coAuthors: direction === 'out' ? [] : others.filter((other) => other !== author),
    sender,
    recipients: everyone.filter(({ address }) => !mine(address)).map(party),
    hidden:
      Math.max(0, count(fact.recipientCount) - named.length) +
      named.filter(({ address }) => normaliseAddress(address) === null).length,
    ownField: everyone.find(({ address }) => mine(address))?.field ?? null,
    list,
    listIsOwn,
    ownAddress,
  };
}

/**
 * Only a lone, human From is learned. Not learned: a draft's; a boss's, when the user's own address stands in Sender
 * (RFC 5322 3.6.2); a program's that writes through the user's account.
 */
function newOwnAddress(fact: MessageFact, froms: Mailbox[], context: JudgeContext): string | null {
  const from = froms[0];
  if (froms.length !== 1 || from === undefined || isOwn(context.own, from.address)) return null;
  if (fact.placements.includes('draft') || fact.placements.includes('chat')) return null;
  const sender = fact.sender === null ? null : normaliseAddress(fact.sender.address);
  if (sender !== null && isOwn(context.own, sender)) return null;
  const kind = provenKind(from.address);
  return kind === undefined || kind === 'role' ? from.address : null;
}

/** Normalised and distinct; the first mention wins, a later name fills in for a missing one. */
function distinct<T extends Mailbox>(boxes: T[]): T[] {
  const byAddress = new Map<string, T>();
  for (const box of boxes) {
    const address = normaliseAddress(box.address);
    if (address === null) continue;
    const seen = byAddress.get(address);
    if (seen === undefined) byAddress.set(address, { ...box, address });
    else if (seen.name === '') seen.name = box.name;
  }
  return [...byAddress.values()];
}

/**
 * The list's address from List-Post (RFC 2369), else the address here that List-Id spells with a dot for the @
 * (RFC 2919). A lone author whom List-Post names is somebody's newsletter, not a list.
 */
function listAddress(fact: MessageFact, present: string[]): string | null {
  const post = /<mailto:([^>?]+)/i.exec(fact.signals['list-post'] ?? '')?.[1];
  const posted = post === undefined ? null : normaliseAddress(post);
  const authors = fact.from.map(({ address }) => normaliseAddress(address));
  if (posted !== null && !authors.includes(posted)) return posted;
  const listId = fact.signals['list-id'] ?? '';
  const id = (/<([^<>]+)>/.exec(listId)?.[1] ?? listId).trim().toLowerCase();
  return present.find((address) => !authors.includes(address) && address.replace('@', '.') === id) ?? null;
}

/** Lists that write in the author's stead: From: "Bob Ray via Dev" <dev@…>, To: dev@… */
function viaList(froms: Mailbox[], everyone: Mailbox[]): string | null {
  const rewritten = froms.find(isRewritten);
  if (rewritten === undefined) return null;
  return everyone.some(({ address }) => address === rewritten.address) ? rewritten.address : null;
}

/** From: "Bob Ray via Dev". */
function isRewritten({ name }: Mailbox): boolean {
  return / (?:via|über|vía|через) /iu.test(name);
}

function count(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/**
 * What a fact is evidence of. Pure: a judgement depends on the fact and the user's own addresses alone, so not on the order in
 * which facts arrive.
 */
import type { AddressKind, Interaction, Verdict } from '../domain/evidence.ts';
import type { EventFact, MessageFact } from '../domain/fact.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { foldName, partsOf } from './address.ts';
import { provenKind } from './address-kind.ts';
import { EVENT_RULES, attendance, present, viewEvent, type EventView } from './event-rules.ts';
import {
  evidenceKeyOfEvent,
  evidenceKeyOfMessage,
  hashOf,
  messageKey,
  threadOfEvent,
  threadOfMessage,
} from './keys.ts';
import { noticesOf } from './judge-notices.ts';
import { MESSAGE_RULES } from './message-rules.ts';
import { GROUP_MEMBERS, viewMessage, type JudgeContext, type MessageView, type Party } from './message-view.ts';
import { bareSubject, cleanSubject, hasReplyPrefix } from './subject.ts';
import { cleanText } from './text.ts';

export type { JudgeContext } from './message-view.ts';

/** A name somebody was called by; `rank` 2 when they wrote it themselves, 1 when somebody else did. */
interface Sighting {
  address: string;
  name: string;
  rank: 1 | 2;
  at: number;
}

export interface Judgement {
  verdict: Verdict;
  /**
   * One per other person, addresses normalised and distinct; never the user, a list, a role, a robot. Contact when the
   * item is counted; `away` or `bounce` from an auto-reply or a delivery failure; else empty.
   */
  interactions: Interaction[];
  /** Names the message or occurrence for ever, in every copy. */
  evidenceKey: string;
  /** Evidence key of the message this one answers. */
  answersKey: string | null;
  /**
   * For the user's own fresh mail to few: equal for the same text sent to many that day. From `MAIL_MERGE_RECIPIENTS`
   * different recipients on, all of it is a mail merge.
   */
  mergeKey: string | null;
  /** Names of the people in counted items, ordered by address. */
  sightings: Sighting[];
  /** Kinds that this item proves: by the spelling of an address, or by a list's headers. Ordered by address. */
  kinds: { address: string; kind: AddressKind }[];
  /** An address the user writes from that was not known to be theirs. */
  ownAddress: string | null;
}

/** So many different recipients of one `mergeKey` make a mail merge. */
export const MAIL_MERGE_RECIPIENTS = 20;

/** A subject is personal in a group this small; in a larger one it is not kept. */
const PERSONAL_GROUP = 4;
/** Longer entries are days blocked, not hours talked. */
const MAX_MEETING_MINUTES = 480;

export function judgeMessage(fact: MessageFact, context: JudgeContext): Judgement {
  const view = viewMessage(fact, context);
  const verdict = MESSAGE_RULES.find((rule) => rule.applies(view))?.reason ?? 'counted';
  const evidenceKey = evidenceKeyOfMessage(fact);
  const answers = messageKey(fact.inReplyTo) ?? lastKey(fact.references);
  const answersKey = answers === evidenceKey ? null : answers;
  const counted = verdict === 'counted';
  return {
    verdict,
    interactions: counted
      ? interactionsOf(view, evidenceKey, answersKey)
      : noticesOf(view, context, verdict, evidenceKey, answersKey),
    evidenceKey,
    answersKey,
    mergeKey: counted ? mergeKeyOf(view) : null,
    sightings: counted ? sightingsOf(view) : [],
    kinds: UNTRUSTED.has(verdict) ? [] : kindsOf(view, verdict === 'broadcast'),
    ownAddress: view.ownAddress,
  };
}

/** Strangers' spam must not teach anything, and a draft's recipients are not final. */
const UNTRUSTED: ReadonlySet<Verdict> = new Set(['draft', 'spam', 'trash', 'chat']);

function lastKey(references: string[]): string | null {
  for (let i = references.length - 1; i >= 0; i -= 1) {
    const key = messageKey(references[i] ?? null);
    if (key !== null) return key;
  }
  return null;
}

/** A received message is credited to its author alone; one the user wrote, to every person it went to. */
function interactionsOf(view: MessageView, evidenceKey: string, answers: string | null): Interaction[] {
  const { fact, direction, author } = view;
  const groupSize = groupSizeOf(view);
  const shared = {
    evidenceKey,
    at: fact.at,
    groupSize,
    minutes: 0,
    thread: threadOfMessage(fact),
    answers,
    subject: groupSize <= PERSONAL_GROUP ? cleanSubject(fact.subject) : '',
  };
  if (direction === 'in') {
    return author === null
      ? []
      : [{ ...shared, address: author.address, kind: 'mail_in', direct: view.ownField === 'to' }];
  }
  return people(view.recipients).map(({ address, field }) => ({
    ...shared,
    address,
    kind: 'mail_out',
    direct: field === 'to',
  }));
}

/**
 * How many besides the user: persons and roles one each, a list ten, programs nobody. A received message that does not
 * name the user (Bcc, an unknown alias) has at least one reader more.
 */
function groupSizeOf({ direction, author, coAuthors, recipients, hidden, ownField }: MessageView): number {
  const parties = new Map<string, Party>();
  for (const party of [...(author === null ? [] : [author]), ...coAuthors, ...recipients])
    parties.set(party.address, party);
  const weights = [...parties.values()].map(({ kind }) =>
    kind === 'list' ? GROUP_MEMBERS : kind === 'robot' || kind === 'no-reply' ? 0 : 1,
  );
  const unnamed = direction === 'in' && ownField === null ? 1 : 0;
  return Math.max(1, weights.reduce<number>((sum, weight) => sum + weight, 0) + hidden + unnamed);
}

/** The recipient's own name is taken out of the subject: "Quick question, Bob" is one text to many. */
function mergeKeyOf({ fact, direction, recipients }: MessageView): string | null {
  const fresh = fact.inReplyTo === null && fact.references.length === 0 && !hasReplyPrefix(fact.subject);
  if (direction !== 'out' || !fresh || recipients.length > PERSONAL_GROUP) return null;
  const names = new Set(
    recipients.flatMap(({ name, address }) => [
      ...foldName(name).split(' '),
      ...partsOf(address).local.split(/[._+-]/),
    ]),
  );
  const words = bareSubject(fact.subject)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '' && !names.has(word) && !names.has(foldName(word)));
  return words.length === 0 ? null : 'g' + hashOf(Math.floor(fact.at / DAY), ...words);
}

function sightingsOf({ fact, author, coAuthors, recipients }: MessageView): Sighting[] {
  const written = author === null ? [] : [author];
  return [
    ...named(written, 2, fact.at),
    ...named(
      [...coAuthors, ...recipients].filter(({ address }) => address !== author?.address),
      1,
      fact.at,
    ),
  ].toSorted(byAddress);
}

function named(parties: Party[], rank: 1 | 2, at: number): Sighting[] {
  return people(parties)
    .map(({ address, name }) => ({ address, name: cleanText(name, 200), rank, at }))
    .filter(({ name }) => /\p{L}/u.test(name) && !/[@＠]/u.test(name));
}

function kindsOf(view: MessageView, authorOnly: boolean): Judgement['kinds'] {
  const { author, coAuthors, sender, recipients, list } = view;
  const parties = [author, sender, ...(authorOnly ? [] : [...coAuthors, ...recipients])];
  const kinds = new Map<string, AddressKind>();
  for (const party of parties) {
    const kind = party === null ? undefined : provenKind(party.address);
    if (party !== null && kind !== undefined) kinds.set(party.address, kind);
  }
  if (list !== null) kinds.set(list, 'list');
  return sorted(kinds);
}

export function judgeEvent(fact: EventFact, context: JudgeContext): Judgement {
  const view = viewEvent(fact, context);
  const verdict = EVENT_RULES.find((rule) => rule.applies(view))?.reason ?? 'counted';
  const evidenceKey = evidenceKeyOfEvent(fact);
  const counted = verdict === 'counted';
  return {
    verdict,
    interactions: counted ? meetingsOf(view, evidenceKey) : [],
    evidenceKey,
    answersKey: null,
    mergeKey: null,
    sightings: counted ? named(view.guests, 1, fact.start).toSorted(byAddress) : [],
    kinds: kindsOfGuests(view),
    ownAddress: null,
  };
}

/** Meetings to come are kept: readers cut at their `now`. */
function meetingsOf(view: EventView, evidenceKey: string): Interaction[] {
  const { fact } = view;
  const groupSize = attendance(view);
  const minutes = Math.round((fact.end - fact.start) / MINUTE);
  return people(present(view)).map(({ address }) => ({
    evidenceKey,
    address,
    kind: 'meeting',
    at: fact.start,
    groupSize,
    direct: true,
    minutes: Math.min(MAX_MEETING_MINUTES, Math.max(0, minutes)),
    thread: threadOfEvent(fact),
    answers: null,
    subject: groupSize <= PERSONAL_GROUP ? cleanSubject(fact.title) : '',
  }));
}

function kindsOfGuests({ guests, resources, groups }: EventView): Judgement['kinds'] {
  const kinds = new Map<string, AddressKind>();
  for (const { address } of guests) {
    const kind = provenKind(address);
    if (kind !== undefined) kinds.set(address, kind);
  }
  for (const address of resources) kinds.set(address, 'robot');
  for (const address of groups) kinds.set(address, 'list');
  return sorted(kinds);
}

function people<T extends Party>(parties: T[]): T[] {
  return parties.filter(({ kind }) => kind === 'person');
}

function sorted(kinds: Map<string, AddressKind>): Judgement['kinds'] {
  return [...kinds].map(([address, kind]) => ({ address, kind })).toSorted(byAddress);
}

function byAddress(one: { address: string }, other: { address: string }): number {
  return one.address < other.address ? -1 : one.address > other.address ? 1 : 0;
}

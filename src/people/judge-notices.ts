/**
 * What mail that nobody wrote says about an address: its owner is away, or it is dead. Only headers are read, so only
 * what they make plain is believed; unsure is nothing. Whether the user had written there shortly before, and so whether
 * the notice means anything, is seen when a person's evidence is folded.
 */
import type { Interaction, Verdict } from '../domain/evidence.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { normaliseAddress } from './address.ts';
import { isBounceAddress, kindOf } from './address-kind.ts';
import { threadOfMessage } from './keys.ts';
import { isAbsenceNote } from './message-rules.ts';
import { isOwn, type JudgeContext, type MessageView } from './message-view.ts';

/** How long an absence is taken to last: notes say until when in their bodies, which are not read. Definition. */
export const AWAY_DAYS = 7;

/** Headers are kept up to this length; what stands last in a longer one may be cut off. */
const SIGNAL_LENGTH = 1000;

/** Evidence in a message that was not counted: `away` from an auto-reply, `bounce` from a delivery failure, or none. */
export function noticesOf(
  view: MessageView,
  { own }: JudgeContext,
  verdict: Verdict,
  evidenceKey: string,
  answers: string | null,
): Interaction[] {
  const { fact } = view;
  const shared = { evidenceKey, at: fact.at, groupSize: 1, direct: true, thread: threadOfMessage(fact), subject: '' };
  if (verdict === 'auto-reply') {
    const { author } = view;
    if (author?.kind !== 'person' || answers === null || !isAbsenceNote(view)) return [];
    const minutes = (AWAY_DAYS * DAY) / MINUTE;
    return [{ ...shared, address: author.address, kind: 'away', minutes, answers }];
  }
  if (verdict !== 'bounce' || !isFinalFailure(view)) return [];
  return failedRecipients(view, own).map((address) => ({ ...shared, address, kind: 'bounce', minutes: 0, answers }));
}

/** Subjects of delivery failures: Gmail's and Exchange's, Exim's, Postfix's. What is late may still arrive. */
const FAILURE =
  /\bdelivery status notification \(failure\)|\b(?:mail|message) delivery failed\b|\bundeliver(?:able|ed)\b/i;
const DELAY = /\(delay(?:ed)?\)|\bdelayed\b|\bdelay\b|\bwarning\b|\btemporar/i;

/** A program says, and says of itself, that delivery was given up; else it may be a delay, or a forward of a report. */
function isFinalFailure({ fact, author, sender }: MessageView): boolean {
  const byProgram = /^\s*auto-(?:replied|generated)\b/i.test(fact.signals['auto-submitted'] ?? '');
  const byMailSystem = [author, sender].some((party) => party !== null && isBounceAddress(party.address));
  return byProgram && byMailSystem && FAILURE.test(fact.subject) && !DELAY.test(fact.subject);
}

/** The people of X-Failed-Recipients (Gmail, Exim), each once, in order of address. */
function failedRecipients({ fact }: MessageView, own: ReadonlySet<string>): string[] {
  const header = fact.signals['x-failed-recipients'] ?? '';
  const entries = header.split(',');
  if (header.length >= SIGNAL_LENGTH) entries.pop();
  const addresses = new Set<string>();
  for (const entry of entries) {
    const address = normaliseAddress(entry.trim());
    if (address !== null && !isOwn(own, address) && kindOf({ address, name: '' }) === 'person') addresses.add(address);
  }
  return [...addresses].toSorted();
}

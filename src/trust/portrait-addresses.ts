/** Why several addresses are taken for one person, read from the evidence itself. */
import type { Interaction } from '../domain/evidence.ts';
import { proposeMerge } from '../people/merge.ts';
import type { PersonRecord } from '../ports/people-store.ts';

export interface KnownAddress {
  address: string;
  /** The name written with it; '' when none. */
  name: string;
  /** When the evidence that joins it to another address was written, ms UTC; null without any. */
  joinedBy: { at: number; reason: string } | null;
}

/**
 * The person's addresses in the order given, each with the earliest evidence that joins it to another of them: an answer
 * from one to a message that went to the other alone. An address without any
 * was joined by the user, or on evidence that reads differently now (another name since).
 */
export function knownAddresses(
  addresses: PersonRecord['addresses'],
  interactions: readonly Interaction[],
): KnownAddress[] {
  const nameOf = new Map(addresses.map(({ address, name }) => [address, name]));
  const asked = new Map<string, Interaction>();
  for (const one of interactions) if (one.kind === 'mail_out' && one.groupSize === 1) asked.set(one.evidenceKey, one);
  const found = new Map<string, { at: number; reason: string }>();
  for (const answer of interactions) {
    const question = answer.kind === 'mail_in' && answer.answers !== null ? asked.get(answer.answers) : undefined;
    if (question === undefined || question.address === answer.address) continue;
    const mailbox = ({ address }: Interaction) => ({ address, name: nameOf.get(address) ?? '' });
    const proposal = proposeMerge({ askedRecipients: [mailbox(question)], answerFrom: mailbox(answer) });
    if (proposal === null) continue;
    for (const { address } of [question, answer]) {
      if ((found.get(address)?.at ?? Infinity) > answer.at) {
        found.set(address, { at: answer.at, reason: proposal.reason });
      }
    }
  }
  return addresses.map(({ address, name }) => ({ address, name, joinedBy: found.get(address) ?? null }));
}

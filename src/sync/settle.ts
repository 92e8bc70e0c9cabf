/**
 * What can only be seen when the evidence is in: several addresses of one person. A pure reading of stored evidence,
 * so it comes out the same in whatever order the evidence arrived.
 */
import { proposeMerge } from '../people/merge.ts';
import type { PeopleStore } from '../ports/people-store.ts';

/** Joins addresses on strong evidence; a join that was undone is never made again. Returns the reasons of new joins. */
export async function settle(people: PeopleStore, userId: string, now: number): Promise<string[]> {
  const reasons: string[] = [];
  for (const { asked, answer } of await people.crossAnswers(userId)) {
    const proposal = proposeMerge({ askedRecipients: [asked], answerFrom: answer });
    if (!proposal) continue;
    const [from, into] = proposal.from === asked.address ? [asked, answer] : [answer, asked];
    const target = await people.findAddress(userId, into.address);
    if (!target) continue;
    const move = { addressId: from.addressId, into: target.personId, reason: proposal.reason, by: 'evidence' as const };
    if (await people.merge(userId, move, now)) reasons.push(proposal.reason);
  }
  return reasons;
}

import { describe, expect, it } from 'vitest';
import { knownAddresses } from './portrait-addresses.ts';
import { at, did } from './tie.fixture.ts';

const address = (text: string, name = 'Tomas Lima') => {
  return { address: text, name, nameRank: 1, nameAt: 0, kind: 'person' as const };
};
const [work, home, club] = [
  address('tomas@lima.example'),
  address('tomas.lima@home.example'),
  address('tl@club.example'),
];
const asked = did('out', '2026-03-01', { address: work.address });
const answer = did('in', '2026-03-02', { address: home.address, answers: asked.evidenceKey });

describe('the addresses of one person', () => {
  it('carry the evidence that joins them, dated; one without any carries none', () => {
    const known = knownAddresses(
      [work, home, club],
      [asked, answer, did('out', '2026-04-01', { address: club.address })],
    );
    const joinedBy = {
      at: at('2026-03-02'),
      reason: 'Tomas Lima answered from tomas.lima@home.example a message that went to tomas@lima.example alone.',
    };
    expect(known).toEqual([
      { address: work.address, name: 'Tomas Lima', joinedBy },
      { address: home.address, name: 'Tomas Lima', joinedBy },
      { address: club.address, name: 'Tomas Lima', joinedBy: null },
    ]);
  });

  it('are not joined by an answer to a group, by another name, or by an answer from the address itself', () => {
    const toGroup = { ...asked, groupSize: 3 };
    const same = { ...answer, address: work.address };
    const joins = (addresses: (typeof work)[], interactions: (typeof asked)[]) =>
      knownAddresses(addresses, interactions).map(({ joinedBy }) => joinedBy);
    expect(joins([work, home], [toGroup, answer])).toEqual([null, null]);
    expect(joins([work, { ...home, name: 'Rita Alves' }], [asked, answer])).toEqual([null, null]);
    expect(joins([work], [asked, same])).toEqual([null]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isContact, type Interaction, type InteractionKind } from '../domain/evidence.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { emptyTie, fold, type TieState } from './fold.ts';
import { PENDING_CAP } from './params.ts';
import { readTie } from './read.ts';
import { at, did, every, exchange, foldAll, inOrder, localDay } from './tie.fixture.ts';

const START = at('2023-01-01');

/** Any history: bursts within an hour, years of silence, crowds, answers to anything. */
const histories = fc
  .array(
    fc.record({
      kind: fc.constantFrom<InteractionKind>('mail_out', 'mail_in', 'meeting', 'mail_out', 'mail_in', 'away', 'bounce'),
      at: fc
        .oneof(fc.integer({ min: 0, max: 1000 * DAY }), fc.integer({ min: 0, max: HOUR }))
        .map((age) => START + age),
      groupSize: fc.integer({ min: 0, max: 30 }),
      direct: fc.boolean(),
      minutes: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constant(7 * 24 * 60)),
      address: fc.constantFrom('mei@example.com', 'mei@example.com', 'mei@example.org'),
      thread: fc.constantFrom('a', 'b', 'c', ''),
      answers: fc.option(
        fc.integer({ min: 0, max: 59 }).map((key) => `k${key}`),
        { nil: null },
      ),
      subject: fc.constantFrom('', 'Harbour plans', 'Re: Harbour plans'),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((parts) => inOrder(parts.map((part, i): Interaction => ({ ...part, evidenceKey: `k${i}` }))));

function refold(history: readonly Interaction[]): TieState {
  return history.reduce((state, one) => fold(state, one, localDay), emptyTie());
}

describe('the fold', () => {
  it('gives the same bits in one go and continued from a stored state at any point [FM-103]', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, cut) => {
        const point = cut % history.length;
        let state = refold(history.slice(0, point));
        state = JSON.parse(JSON.stringify(state)) as TieState;
        for (const one of history.slice(point)) state = fold(state, one, localDay);
        expect(JSON.stringify(state)).toBe(JSON.stringify(refold(history)));
      }),
    );
  });

  it('gives the same bits whatever order the evidence arrived in, once it is sorted [FM-103]', () => {
    fc.assert(
      fc.property(
        histories.chain((history) =>
          fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })),
        ),
        ([history, shuffled]) => {
          expect(foldAll(shuffled)).toEqual(refold(history));
        },
      ),
    );
  });

  it('counts one message to two addresses of a person once', () => {
    const once = exchange('2026-03-02');
    const twice = once.flatMap((one) => [one, { ...one, address: 'mei@example.org' }]);
    const known = foldAll(twice).addresses;
    expect(known.map(({ address }) => address)).toEqual(['tomas@example.com', 'mei@example.org']);
    expect({ ...foldAll(twice), addresses: [] }).toEqual({ ...foldAll(once), addresses: [] });
  });

  it('is moved by notices of absence and failed delivery in nothing but what they say', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const silenced = (state: TieState) => ({
          ...state,
          absence: null,
          addresses: state.addresses.map((one) => ({ ...one, bouncedAt: null })),
        });
        const contact = refold(history.filter(({ kind }) => isContact(kind)));
        expect(silenced(refold(history))).toEqual(silenced(contact));
      }),
    );
  });

  it('reads without a fault whatever the history and the moment, even one before the last event', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: -100, max: 3000 }), (history, days) => {
        fc.pre(history.some(({ kind }) => isContact(kind)));
        const { reading, facts } = readTie(refold(history), START + days * DAY, localDay);
        for (const part of Object.values(reading.parts)) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(1);
        }
        expect(reading.trust).toBeGreaterThanOrEqual(0);
        expect(reading.trust).toBeLessThanOrEqual(reading.earned);
        expect(reading.earned).toBeLessThanOrEqual(100);
        expect(reading.silenceDays).toBeGreaterThanOrEqual(0);
        expect(reading.contactProbability).toBeGreaterThan(0);
        expect(reading.contactProbability).toBeLessThan(1);
        expect(reading.priority).toBeGreaterThanOrEqual(0);
        expect(facts.pausedDays).toBeGreaterThanOrEqual(0);
        expect(facts.pausedDays).toBeLessThanOrEqual(reading.silenceDays);
        expect(facts.theirAnswers.answered).toBeLessThanOrEqual(facts.theirAnswers.asked);
        expect(facts.userAnswers.answered).toBeLessThanOrEqual(facts.userAnswers.asked);
      }),
    );
  });

  it('treats a message that a clock dated before the last one as of that day, without a negative gap [FM-63]', () => {
    const state = foldAll(exchange('2026-03-02'));
    fold(state, did('in', '2026-02-20'), localDay);
    const { reading, facts } = readTie(state, at('2026-03-01'), localDay);
    expect(facts.activeDays).toBe(1);
    expect(facts.lastAt).toBe(at('2026-03-02T15:00:00Z'));
    expect(reading.silenceDays).toBe(0);
  });

  it('counts at most one unit per kind a day, the one of the smallest group', () => {
    const quiet = foldAll([did('out', '2026-03-02', { groupSize: 4 }), did('out', '2026-03-02T12:00:00Z')]);
    const busy = foldAll(Array.from({ length: 40 }, (_, i) => did('out', at('2026-03-02') + i * 60_000)));
    expect(quiet.personal?.sums).toEqual(busy.personal?.sums);
    expect(busy.personal?.sums[2]?.out).toBe(1);
  });

  it('counts a day by the wall clock of the user, not by UTC', () => {
    const [evening, morning] = ['2026-07-01T22:30:00Z', '2026-07-01T23:30:00Z'];
    expect(foldAll([did('out', evening), did('in', morning)]).personal?.days.count).toBe(2);
  });

  it('keeps a state of bounded size however many conversations are left open', () => {
    const many = Array.from({ length: 500 }, (_, i) => did('out', at('2026-03-02') + i * 60_000, { thread: `t${i}` }));
    const state = foldAll(many);
    expect(state.theirs.pending).toHaveLength(PENDING_CAP);
    expect(JSON.stringify(state).length).toBeLessThan(3000);
  });

  it('takes an answer from the conversation, or from the message it names', () => {
    const asked = did('out', '2026-03-02', { thread: 'plans' });
    const inThread = foldAll([asked, did('in', '2026-03-03', { thread: 'plans' })]);
    const byName = foldAll([asked, did('in', '2026-03-03', { thread: 'other', answers: asked.evidenceKey })]);
    const neither = foldAll([asked, did('in', '2026-03-03', { thread: 'other' })]);
    expect([inThread, byName, neither].map(({ theirs }) => theirs.answered)).toEqual([1, 1, 0]);
  });

  it('ends the run of the other side with any mail back, and with a meeting', () => {
    const asked = did('in', '2026-03-02');
    expect(foldAll([asked]).run).toMatchObject({ from: 'person', count: 1 });
    expect(foldAll([asked, did('out', '2026-03-03', { groupSize: 20 })]).run).toBeNull();
    expect(foldAll([asked, did('out', '2026-03-03')]).run).toMatchObject({ from: 'user' });
    expect(foldAll([asked, did('met', '2026-03-03')]).run).toBeNull();
    expect(foldAll([asked, did('in', '2026-03-05')]).run).toMatchObject({ from: 'person', count: 2, days: 2 });
  });

  it('keeps active days per local month', () => {
    expect(foldAll(every(10, 5, '2026-01-05', exchange)).months).toEqual({ '2026-01': 3, '2026-02': 2 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../domain/evidence.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { at, did, every, exchange, foldAll, localDay, readAll } from './tie.fixture.ts';
import { readTie, readTrust } from './read.ts';

/** Twenty weekly exchanges, the last on 18 May 2026. */
const weekly = every(7, 20, '2026-01-05', (when) => exchange(when));
const ON = '2026-05-25T10:00:00Z';
const asked = did('out', ON);

function away(when: string | number, more: Partial<Interaction> = {}): Interaction {
  return did('in', when, { kind: 'away', minutes: 7 * 24 * 60, ...more });
}

function bounce(when: string | number, address = 'tomas@example.com'): Interaction {
  return did('in', when, { kind: 'bounce', address });
}

const note = away('2026-05-25T10:01:00Z');

describe('an absence', () => {
  it('pauses the clock of the silence it falls into, and changes no date', () => {
    const plain = readAll([...weekly, asked], '2026-06-29');
    const paused = readAll([...weekly, asked, note], '2026-06-29');
    expect(plain.facts).toMatchObject({ pausedDays: 0, awayUntil: null });
    expect(paused.facts).toEqual({ ...plain.facts, pausedDays: 7 });
    expect(paused.reading.silenceDays).toBe(plain.reading.silenceDays);
    expect(plain.reading.gapRatio).toBeCloseTo(35 / 7, 12);
    expect(paused.reading.gapRatio).toBeCloseTo(28 / 7, 12);
    expect(paused.reading.kept).toBeGreaterThan(plain.reading.kept);
    expect(paused.reading.parts).toEqual(plain.reading.parts);
    const before = readAll([...weekly, asked], '2026-06-22');
    expect([paused.reading.kept, paused.reading.band]).toEqual([before.reading.kept, before.reading.band]);
  });

  it('stops the clock day by day while it lasts, then lets it run', () => {
    const state = foldAll([...weekly, asked, note]);
    const on = (date: string) => readTie(state, at(date), localDay);
    expect(['2026-05-25', '2026-05-28', '2026-06-01', '2026-06-02'].map((d) => on(d).reading.gapRatio)).toEqual([
      0,
      0,
      0,
      1 / 7,
    ]);
    expect(on('2026-05-28').facts.awayUntil).toBe(note.at + 7 * DAY);
    expect(on('2026-06-02').facts.awayUntil).toBeNull();
  });

  it('counts days that several notes cover once', () => {
    const more = [away('2026-05-27'), away('2026-05-27T11:00:00Z'), away('2026-06-10')];
    expect(readAll([...weekly, asked, note, ...more], '2026-07-20').facts.pausedDays).toBe(9 + 7);
  });

  it('ends when they write, and what is left of it goes on when the user does', () => {
    const back = did('in', '2026-05-27');
    expect(readAll([...weekly, asked, note, back], '2026-05-28').facts).toMatchObject({
      pausedDays: 0,
      awayUntil: null,
    });
    const again = did('out', '2026-05-28');
    expect(readAll([...weekly, asked, note, again], '2026-06-20').facts.pausedDays).toBe(4);
  });

  it('is not believed of somebody the user had not written to within thirty days', () => {
    const days = (after: number) =>
      readAll([...weekly, asked, away(asked.at + after * DAY)], asked.at + 60 * DAY).facts.pausedDays;
    expect([days(29), days(30), days(31)]).toEqual([7, 7, 0]);
    const onlyIn = every(7, 10, '2026-01-05', (when) => [did('in', when)]);
    expect(readAll([...onlyIn, away('2026-03-10')], '2026-04-20').facts.pausedDays).toBe(0);
    expect(readAll([away('2026-05-20T09:00:00Z'), did('out', '2026-05-20')], '2026-06-20').facts.pausedDays).toBe(0);
  });

  it('is no contact: it makes no day, no count and no answer', () => {
    const state = foldAll([...weekly, asked, note]);
    const without = foldAll([...weekly, asked]);
    expect({ ...state, absence: null }).toEqual(without);
    expect(foldAll([note]).traffic).toBeNull();
  });

  it('never makes trust rise while nothing happens', () => {
    const step = fc.record({
      gap: fc.integer({ min: 0, max: 20 * 24 }),
      kind: fc.constantFrom('out' as const, 'in' as const, 'away' as const, 'away' as const, 'crowd' as const),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let now = asked.at;
        const history = [...weekly, asked];
        for (const { gap, kind } of steps) {
          now += gap * HOUR;
          if (kind === 'away') history.push(away(now));
          else if (kind === 'crowd') history.push(did('out', now, { groupSize: 30 }));
          else history.push(did(kind, now));
        }
        const state = foldAll(history);
        let before = readTrust(state, now, localDay);
        for (let day = 1; day <= 60; day++) {
          const after = readTrust(state, now + day * DAY, localDay);
          expect(after.trust).toBeLessThanOrEqual(before.trust);
          expect(after.gapRatio ?? 0).toBeGreaterThanOrEqual(before.gapRatio ?? 0);
          before = after;
        }
      }),
    );
  });
});

describe('a failed delivery', () => {
  const sentOn = '2026-05-25T10:00:00Z';
  const failed = bounce('2026-05-25T10:02:00Z');

  it('marks the address dead, and nothing else', () => {
    const { reading, facts } = readAll([...weekly, asked, failed], '2026-06-29');
    const without = readAll([...weekly, asked], '2026-06-29');
    expect(reading).toEqual(without.reading);
    expect(facts).toEqual({ ...without.facts, bouncedAt: failed.at, deadAddresses: ['tomas@example.com'] });
  });

  it('is undone by a word from that address, even by its absence note', () => {
    for (const sign of [did('in', '2026-06-03'), away('2026-06-03')]) {
      expect(readAll([...weekly, asked, failed, sign], '2026-06-29').facts).toMatchObject({
        bouncedAt: null,
        deadAddresses: [],
      });
    }
    expect(readAll([...weekly, asked, did('in', '2026-05-24'), failed], '2026-06-29').facts.bouncedAt).toBe(failed.at);
    expect(readAll([...weekly, asked, failed, did('out', '2026-06-03')], '2026-06-29').facts.bouncedAt).toBe(failed.at);
  });

  it('leaves a person with another address reachable, until that bounces too', () => {
    const other = 'tomas@example.org';
    const wrote = did('out', '2026-05-26', { address: other });
    const one = readAll([...weekly, asked, failed, wrote], '2026-06-29').facts;
    expect(one).toMatchObject({ bouncedAt: null, deadAddresses: ['tomas@example.com'] });
    const second = bounce('2026-05-26T10:05:00Z', other);
    const both = readAll([...weekly, asked, failed, wrote, second], '2026-06-29').facts;
    expect(both).toMatchObject({ bouncedAt: second.at, deadAddresses: ['tomas@example.com', other] });
  });

  it('marks both addresses of a person that one report names', () => {
    const other = 'tomas@example.org';
    const alsoAsked = { ...asked, address: other };
    const alsoFailed = { ...failed, address: other };
    const { facts } = readAll([...weekly, asked, alsoAsked, failed, alsoFailed], '2026-06-29');
    expect(facts).toMatchObject({ bouncedAt: failed.at, deadAddresses: ['tomas@example.com', other] });
  });

  it('is not believed of an address the user had not written to within thirty days', () => {
    const after = (days: number) =>
      readAll([...weekly, asked, bounce(at(sentOn) + days * DAY)], '2026-08-29').facts.bouncedAt;
    expect([after(30) === null, after(31) === null]).toEqual([false, true]);
    const toAnother = readAll([...weekly, asked, bounce('2026-05-26', 'tomas@example.org')], '2026-06-29').facts;
    expect(toAnother).toMatchObject({ bouncedAt: null, deadAddresses: [] });
    const heardOnly = every(7, 3, '2026-05-04', (when) => [did('in', when)]);
    expect(readAll([...heardOnly, failed], '2026-06-29').facts.deadAddresses).toEqual([]);
  });
});

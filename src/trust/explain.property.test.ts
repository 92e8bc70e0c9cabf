import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../domain/evidence.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { dayOf, fault, NAME, ZONE } from './explain.fixture.ts';
import { explain } from './explain.ts';
import { portraitOf } from './portrait.ts';
import { at, did, exchange, readAll } from './tie.fixture.ts';

const kind = fc.constantFrom('out' as const, 'in' as const, 'met' as const);
const START = at('2022-03-01');
const scattered = fc
  .array(
    fc.record({
      kind,
      day: fc.integer({ min: 0, max: 1200 }),
      hour: fc.integer({ min: 0, max: 23 }),
      groupSize: fc.constantFrom(1, 1, 1, 2, 5, 20),
      subject: fc.constantFrom('', 'Plan', 'Lunch?'),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => all.map(({ kind: what, day, hour, ...more }) => did(what, START + day * DAY + hour * HOUR, more)));
const regular = fc
  .record({
    gap: fc.integer({ min: 1, max: 400 }),
    times: fc.integer({ min: 1, max: 40 }),
    hours: fc.integer({ min: 0, max: 300 }),
    begins: fc.boolean(),
  })
  .map(({ gap, times, hours, begins }) =>
    Array.from({ length: times }, (_, i): Interaction[] => {
      const when = START + i * gap * DAY;
      if (!begins) return exchange(when, hours);
      const asked = did('in', when);
      return [asked, did('out', when + hours * HOUR, { thread: asked.thread, answers: asked.evidenceKey })];
    }).flat(),
  );
const yearly = fc
  .record({ month: fc.integer({ min: 1, max: 12 }), years: fc.integer({ min: 2, max: 6 }) })
  .map(({ month, years }) =>
    Array.from({ length: years }, (_, i) => exchange(`${2017 + i}-${String(month).padStart(2, '0')}-12`)).flat(),
  );
const histories = fc
  .array(
    fc.oneof(
      scattered,
      regular,
      yearly,
      fc.array(
        kind.map((what) => did(what, START + 900 * DAY)),
        { maxLength: 3 },
      ),
    ),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((parts) => parts.flat())
  .filter((history) => history.length > 0);
const moments = fc.tuple(histories, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 23 }));

function told([history, days, hour]: [Interaction[], number, number]) {
  const now = Math.max(...history.map((one) => one.at)) + days * DAY + hour * HOUR;
  const { facts, reading } = readAll(history, now);
  const input = { firstName: NAME, facts, reading, now, zone: ZONE };
  const { account } = portraitOf(input, null);
  return { known: { facts, reading, now }, explanation: explain(input), account };
}

const REPROACH =
  /\b(?:ignor|neglect|forg[eo]t|fail|should|must|overdue|guilt|shame|sorry|finally|unfortunately|lazy|poor|bad|never|still no|too late|abandon|let down|at last)/i;

describe('what is said of one person', () => {
  it('names no figure that the facts and the moment do not give', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { known, explanation, account } = told(moment);
        const lines = [explanation.reason, ...Object.values(account).filter((line) => line !== null)];
        const sentences = lines.flatMap((line) => line.split(/(?<=\.) (?=[A-Z])/));
        for (const sentence of [...sentences, ...explanation.facts]) expect(fault(sentence, known)).toBeNull();
      }),
      { numRuns: 400 },
    );
  });

  it('stands on facts that a plain count of the history gives', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { facts } = told(moment).known;
        const [history] = moment;
        const close = history.filter(({ groupSize }) => groupSize <= 8);
        const count = (what: Interaction['kind']) => close.filter((one) => one.kind === what).length;
        const times = close.map((one) => one.at);
        expect([facts.mailsOut, facts.mailsIn, facts.meetings, facts.crowds]).toEqual([
          count('mail_out'),
          count('mail_in'),
          count('meeting'),
          history.length - close.length,
        ]);
        expect(facts.activeDays).toBe(new Set(times.map((time) => dayOf(time).toString())).size);
        expect([facts.firstPersonalAt, facts.lastPersonalAt]).toEqual(
          times.length === 0 ? [null, null] : [Math.min(...times), Math.max(...times)],
        );
        expect(facts.meetingMinutes).toBe(close.reduce((sum, one) => sum + one.minutes, 0));
      }),
    );
  });

  it('says that somebody waits only of a user who does answer them', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { known, explanation } = told(moment);
        const { answered, asked } = known.facts.userAnswers;
        if (explanation.reason.includes('waits for your answer')) {
          expect([answered >= 2, answered / asked >= 0.25]).toEqual([true, true]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is short, kind and whole: at most two sentences, no reproach, nothing undefined', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { explanation, account } = told(moment);
        expect(explanation.reason.match(/[.!?](?= |$)/g)?.length, explanation.reason).toBeLessThanOrEqual(2);
        for (const text of [explanation.reason, explanation.opener, ...explanation.facts, ...Object.values(account)]) {
          expect(text ?? '').not.toMatch(/NaN|undefined|null|Infinity|\[object|-\d/);
          expect(text ?? '').not.toMatch(REPROACH);
        }
      }),
    );
  });
});

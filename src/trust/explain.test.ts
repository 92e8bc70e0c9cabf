import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../domain/time.ts';
import { plainSubject } from './subject.ts';
import { at, did, every, exchange, localDay, readAll, tell } from './tie.fixture.ts';

describe('every figure in an explanation', () => {
  const DATE =
    /(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)(?: (\d{4}))?/g;
  const histories = fc.array(
    fc.record({
      kind: fc.constantFrom('out' as const, 'in' as const, 'met' as const),
      day: fc.integer({ min: 0, max: 900 }),
      groupSize: fc.constantFrom(1, 1, 1, 2, 5, 20),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('can be recomputed from the facts and the moment', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 400 }), (parts, silence) => {
        const history = parts.map(({ kind, day, groupSize }) => did(kind, at('2023-05-01') + day * DAY, { groupSize }));
        const now = at('2023-05-01') + (Math.max(...parts.map(({ day }) => day)) + silence) * DAY;
        const today = new Date(now).toISOString().slice(0, 10);
        const { facts } = readAll(history, now);
        const { reason, facts: told, opener } = tell(history, `${today}T10:00:00Z`);
        const known = [
          facts.firstAt,
          facts.lastAt,
          facts.firstPersonalAt,
          facts.lastPersonalAt,
          facts.open?.since,
          facts.open?.latest,
        ]
          .filter((moment) => moment !== null && moment !== undefined)
          .map((moment) => localDay(moment));
        for (const text of [reason, opener, ...told]) {
          for (const [, day, month, year] of text.matchAll(DATE)) {
            const moment = Date.parse(`${day} ${month} ${year ?? today.slice(0, 4)} 10:00:00Z`);
            expect(known, text).toContain(localDay(moment));
          }
          for (const [, days] of text.matchAll(/\(([\d,]+) days?\)|([\d,]+) days? since/g)) {
            if (days !== undefined) {
              expect(Number(days.replace(',', ''))).toBe(
                localDay(now) - localDay(facts.lastPersonalAt ?? facts.lastAt),
              );
            }
          }
        }
        const all = told.join('\n');
        if (facts.mailsOut + facts.mailsIn > 0) expect(all).toContain(`${facts.mailsIn} from Tomas`);
        if (facts.activeDays > 1) expect(all).toContain(`In touch on ${facts.activeDays} days since`);
      }),
    );
  });
});

describe('dates', () => {
  const history = every(30, 6, '2026-01-05', (when) => [did('met', when)]);

  it('are written as the locale writes English, and as British English for other languages', () => {
    expect(tell(history, '2026-11-23', 'en-US').reason).toContain('nothing since June 4 (');
    for (const locale of ['en', 'de', 'ja-JP', 'not a locale']) {
      expect(tell(history, '2026-11-23', locale).reason).toContain('nothing since 4 June (');
    }
  });

  it('are those of the user’s zone', () => {
    expect(tell([did('met', '2026-07-01T23:30:00Z')], '2026-07-20').reason).toContain('2 July');
  });
});

describe('the opener', () => {
  const onSubject = (subject: string) => tell(exchange('2026-08-01', 4, subject), '2026-11-23').opener;

  it('goes back to the last subject, without its prefixes', () => {
    expect(onSubject('Re: AW: [harbour] Warehouse plans')).toBe(
      'We wrote about “Warehouse plans” in August. Where does it stand now?',
    );
  });

  it('answers or follows up where something is open', () => {
    expect(tell([did('in', '2026-10-12', { subject: 'Lisbon in spring?' })], '2026-11-23').opener).toBe(
      'Thanks for your note of 12 October (“Lisbon in spring?”); here is my answer:',
    );
    expect(tell([did('out', '2026-10-12', { subject: 'Budget' })], '2026-11-23').opener).toBe(
      'I wrote on 12 October about “Budget”; is there any news on your side?',
    );
  });

  it('names only the month where no subject is kept', () => {
    expect(tell([did('met', '2026-03-01')], '2026-11-23').opener).toBe(
      'We last met in March. Do you have half an hour in the next two weeks?',
    );
  });
});

describe('a subject inside a sentence', () => {
  it.each([
    ['Re: Fwd: RE[2]: Harbour', 'Harbour'],
    ['AW: WG: Antw: Hafen', 'Hafen'],
    ['回复：港口', '港口'],
    ['[team] [urgent] Harbour', 'Harbour'],
    ['Regarding: the harbour', 'Regarding: the harbour'],
    ['\u202eevil\u2066 text', 'evil text'],
    ['two\r\nBcc: lines', 'two Bcc: lines'],
    ['The “old” "plan"', "The ‘old’ 'plan'"],
    ['Re:', ''],
    ['', ''],
  ])('%j becomes %j', (subject, expected) => {
    expect(plainSubject(subject)).toBe(expected);
  });

  it('is cut at sixty characters without splitting an emoji', () => {
    const cut = plainSubject('🚢'.repeat(100));
    expect([...cut]).toHaveLength(60);
    expect(cut.endsWith('🚢…')).toBe(true);
  });

  it('takes no longer for a hostile subject', () => {
    expect(plainSubject('re: '.repeat(50_000))).toBe('');
  });
});

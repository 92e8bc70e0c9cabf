import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule, calendar, expand, minute, starts, vevent } from './calendar.fixture.ts';

const WEEKLY = [
  'DTSTART;TZID=Europe/Berlin:20240506T100000',
  'DTEND;TZID=Europe/Berlin:20240506T110000',
  'RRULE:FREQ=WEEKLY;COUNT=4',
];
const ANA = 'ATTENDEE;CN=Ana Lima;PARTSTAT=ACCEPTED:mailto:ana@example.com';

describe('a series', () => {
  it('has one fact per occurrence, each with an id and an original start of its own', () => {
    const { events } = expand(calendar(vevent(...WEEKLY)));
    expect(events.map(({ start }) => minute(start))).toEqual([
      '2024-05-06T08:00',
      '2024-05-13T08:00',
      '2024-05-20T08:00',
      '2024-05-27T08:00',
    ]);
    expect(events.map(({ occurrence }) => occurrence)).toEqual(events.map(({ start }) => start));
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  it('[FM-54] keeps its wall-clock time through the DST weeks of its own zone', () => {
    const series = (zone: string) =>
      starts(expand(calendar(vevent(`DTSTART;TZID=${zone}:20240307T150000`, 'RRULE:FREQ=WEEKLY;COUNT=5'))));
    expect(series('America/New_York').map((start) => start.slice(11))).toEqual([
      '20:00',
      '19:00',
      '19:00',
      '19:00',
      '19:00',
    ]);
    expect(series('Europe/London').map((start) => start.slice(11))).toEqual([
      '15:00',
      '15:00',
      '15:00',
      '15:00',
      '14:00',
    ]);
  });

  it('RDATE counts beside DTSTART (RFC 5545 §3.8.5.2), also as periods and dates', () => {
    const { events } = expand(
      calendar(
        vevent(
          'DTSTART:20240506T100000Z',
          'DTEND:20240506T110000Z',
          'RDATE:20240507T100000Z,20240509T120000Z',
          'RDATE;VALUE=PERIOD:20240510T100000Z/PT30M',
        ),
      ),
    );
    expect(events.map(({ start, end }) => [minute(start), (end - start) / 60_000])).toEqual([
      ['2024-05-06T10:00', 60],
      ['2024-05-07T10:00', 60],
      ['2024-05-09T12:00', 60],
      ['2024-05-10T10:00', 30],
    ]);
  });

  it.each([
    ['in its zone', 'EXDATE;TZID=Europe/Berlin:20240513T100000,20240520T100000'],
    ['in UTC', 'EXDATE:20240513T080000Z,20240520T080000Z'],
    ['as dates', 'EXDATE;VALUE=DATE:20240513,20240520'],
  ])('an EXDATE %s leaves no fact', (_, line) => {
    expect(starts(expand(calendar(vevent(...WEEKLY, line))))).toEqual(['2024-05-06T08:00', '2024-05-27T08:00']);
    expect(expand(calendar(vevent(...WEEKLY, line))).events).toHaveLength(2);
  });

  it('[FM-51] a moved occurrence keeps its original start and id, and takes its own time and guests', () => {
    const plain = expand(calendar(vevent(...WEEKLY))).events;
    const { events } = expand(
      calendar(
        vevent(
          'RECURRENCE-ID;TZID=Europe/Berlin:20240513T100000',
          'DTSTART;TZID=Europe/Berlin:20240514T160000',
          'DTEND;TZID=Europe/Berlin:20240514T170000',
          ANA,
        ),
        vevent(...WEEKLY),
      ),
    );
    expect(events).toHaveLength(4);
    expect(events[1]).toMatchObject({
      id: plain[1]!.id,
      occurrence: plain[1]!.start,
      start: Date.UTC(2024, 4, 14, 14),
    });
    expect(events[1]!.attendees).toHaveLength(1);
    expect(events[0]!.attendees).toHaveLength(0);
  });

  it.each(['RECURRENCE-ID:20240513T080000Z', 'RECURRENCE-ID;VALUE=DATE:20240513'])(
    '[FM-46] %s cancels its occurrence with nothing but ids; the series lives on',
    (line) => {
      const plain = expand(calendar(vevent(...WEEKLY))).events;
      const { events, unreadable } = expand(calendar(vevent(...WEEKLY), vevent(line, 'STATUS:CANCELLED')));
      expect(unreadable).toEqual([]);
      expect(events.map(({ status }) => status)).toEqual(['confirmed', 'cancelled', 'confirmed', 'confirmed']);
      expect(events.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
    },
  );

  it('[FM-47] a cancelled series cancels every occurrence, exceptions included', () => {
    const moved = vevent('RECURRENCE-ID:20240513T080000Z', 'DTSTART:20240514T080000Z');
    const { events } = expand(calendar(vevent(...WEEKLY, 'STATUS:CANCELLED'), moved));
    expect(events.map(({ status }) => status)).toEqual(Array(4).fill('cancelled'));
  });

  it('[FM-47] METHOD:CANCEL without the rule cancels the occurrences of the rule', () => {
    const plain = expand(calendar(vevent(...WEEKLY))).events;
    const cancel = vevent('DTSTART;TZID=Europe/Berlin:20240506T100000', 'SEQUENCE:1');
    const { events } = expand(calendar(vevent(...WEEKLY)) + calendar('METHOD:CANCEL', cancel));
    expect(events.map(({ id, status }) => [id, status])).toEqual(plain.map(({ id }) => [id, 'cancelled']));
  });

  it('[FM-52] an exception to an older form of the series is taken back when the series was rescheduled', () => {
    const { events } = expand(
      calendar(
        vevent('DTSTART:20240507T080000Z', 'RRULE:FREQ=WEEKLY;COUNT=2', 'SEQUENCE:3'),
        vevent('RECURRENCE-ID:20240513T080000Z', 'DTSTART:20240513T100000Z', 'SEQUENCE:1'),
      ),
    );
    expect(events.map(({ start, status }) => [minute(start), status])).toEqual([
      ['2024-05-07T08:00', 'confirmed'],
      ['2024-05-13T10:00', 'cancelled'],
      ['2024-05-14T08:00', 'confirmed'],
    ]);
  });

  it('an exception on an excluded day still counts: calendars write both for a moved occurrence', () => {
    const moved = vevent('RECURRENCE-ID:20240513T080000Z', 'DTSTART:20240514T080000Z');
    expect(starts(expand(calendar(vevent(...WEEKLY, 'EXDATE:20240513T080000Z'), moved)))).toContain('2024-05-14T08:00');
  });

  it('THISANDFUTURE moves its own and all later occurrences, with its length and guests', () => {
    const { events } = expand(
      calendar(
        vevent(...WEEKLY),
        vevent(
          'RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20240520T100000',
          'DTSTART;TZID=Europe/Berlin:20240521T140000',
          'DTEND;TZID=Europe/Berlin:20240521T143000',
          ANA,
        ),
      ),
    );
    expect(events.map(({ start, attendees }) => [minute(start), attendees.length])).toEqual([
      ['2024-05-06T08:00', 0],
      ['2024-05-13T08:00', 0],
      ['2024-05-21T12:00', 1],
      ['2024-05-28T12:00', 1],
    ]);
    expect(events[3]!.end - events[3]!.start).toBe(30 * 60_000);
    expect(events[3]!.occurrence).toBe(Date.UTC(2024, 4, 27, 8));
  });

  it("[FM-51] single instances of somebody else's series are dated by themselves", () => {
    const { events } = expand(calendar(vevent('RECURRENCE-ID:20240513T080000Z', 'DTSTART:20240514T080000Z', ANA)));
    expect(events).toMatchObject([{ start: Date.UTC(2024, 4, 14, 8), occurrence: Date.UTC(2024, 4, 13, 8) }]);
  });

  it.each(['', ';RANGE=THISANDFUTURE'])('an exception%s to a private series has no title either', (range) => {
    const moved = vevent(`RECURRENCE-ID${range}:20240513T080000Z`, 'DTSTART:20240514T080000Z', 'SUMMARY:Therapy');
    const { events } = expand(calendar(vevent(...WEEKLY, 'CLASS:PRIVATE', 'SUMMARY:Therapy'), moved));
    expect(new Set(events.map(({ title }) => title))).toEqual(new Set(['']));
  });

  it('[FM-54] an endless series reaches to the horizon, and further when the window rolls on', () => {
    const file = calendar(vevent('DTSTART:20240501T080000Z', 'RRULE:FREQ=DAILY'));
    const now = Date.UTC(2024, 5, 1);
    const first = expand(file, { now, horizonDays: 10 }).events;
    const later = expand(file, { now: now + 7 * 86_400_000, horizonDays: 10 }).events;
    expect(minute(first.at(-1)!.start)).toBe('2024-06-10T08:00');
    expect(later.length).toBe(first.length + 7);
    expect(later.slice(0, first.length).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  it('[FM-53] of more than 2,000 occurrences the nearest to now are kept, and the cut is reported', () => {
    const file = calendar(vevent('DTSTART:20100101T080000Z', 'RRULE:FREQ=DAILY'));
    const { events, unreadable } = expand(file);
    expect(events).toHaveLength(2000);
    expect(minute(events.at(-1)!.start)).toBe('2025-06-01T08:00');
    expect(unreadable.map(({ reason }) => reason)).toEqual(['too-large']);
  });

  it('[FM-50] the same meeting in two calendars has the same ids', () => {
    const mine = expand(calendar('X-WR-CALNAME:Mine', vevent(...WEEKLY))).events;
    const theirs = expand(calendar('X-WR-CALNAME:Theirs', vevent(...WEEKLY, 'SUMMARY:Other', ANA))).events;
    expect(theirs.map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
    expect(expand(calendar(vevent(...WEEKLY)) + calendar(vevent(...WEEKLY))).events).toHaveLength(4);
  });
});

describe('any rule in an event', () => {
  it('[FM-53] gives bounded facts with unique ids, the same each time', () => {
    const zone = fc.constantFrom(';TZID=America/Chicago:20230312T023000', ':20200229T120000Z', ';VALUE=DATE:20191231');
    fc.assert(
      fc.property(anyRule, zone, (rule, at) => {
        const file = calendar(
          vevent(`DTSTART${at}`, `RRULE:${rule}`),
          vevent('UID:good@example.com', 'DTSTART:20240503'),
        );
        const { events, unreadable } = expand(file);
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        expect(events.length).toBeLessThanOrEqual(2001);
        expect(events.at(-1)!.uid).toBe('good@example.com');
        expect(unreadable.length).toBeLessThanOrEqual(1);
        expect(expand(file)).toEqual({ events, unreadable });
      }),
      { numRuns: 60 },
    );
  });
});

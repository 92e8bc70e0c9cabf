import { describe, expect, it } from 'vitest';
import { ME, calendar, expand, minute, starts, vevent } from './calendar.fixture.ts';

const WEEKLY = [
  'DTSTART;TZID=Europe/Berlin:20240506T100000',
  'DTEND;TZID=Europe/Berlin:20240506T110000',
  'RRULE:FREQ=WEEKLY;COUNT=4',
];
const ANA = 'ATTENDEE;CN=Ana Lima;PARTSTAT=ACCEPTED:mailto:ana@example.com';

describe('a single event', () => {
  it('becomes a fact with title, people and times, and nothing of description or location', () => {
    const { events, unreadable } = expand(
      calendar(
        vevent(
          'DTSTART:20240503T150000Z',
          'DTEND:20240503T154500Z',
          'SUMMARY:Coffee\\, at last',
          'DESCRIPTION:SECRET-TEXT',
          'LOCATION:SECRET-PLACE',
          'X-ALT-DESC;FMTTYPE=text/html:SECRET-HTML',
          `ORGANIZER;CN=Me:mailto:${ME}`,
          ANA,
          'BEGIN:VALARM',
          'ACTION:EMAIL',
          'SUMMARY:SECRET-ALARM',
          'ATTENDEE:mailto:alarm@example.com',
          'END:VALARM',
        ),
      ),
    );
    expect(unreadable).toEqual([]);
    expect(events).toEqual([
      {
        type: 'event',
        id: expect.stringMatching(/^[\w-]{22}$/),
        uid: 'talk@example.com',
        occurrence: null,
        start: Date.UTC(2024, 4, 3, 15),
        end: Date.UTC(2024, 4, 3, 15, 45),
        allDay: false,
        status: 'confirmed',
        eventType: 'default',
        organizer: { address: ME, name: 'Me' },
        attendees: [
          { address: 'ana@example.com', name: 'Ana Lima', attendance: 'accepted', resource: false, group: false },
        ],
        attendeesOmitted: false,
        title: 'Coffee, at last',
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('SECRET');
  });

  it.each<[name: string, lines: string[], minutes: number]>([
    ['DURATION', ['DTSTART:20240503T150000Z', 'DURATION:PT1H15M'], 75],
    ['no end', ['DTSTART:20240503T150000Z'], 0],
    ['a negative DURATION', ['DTSTART:20240503T150000Z', 'DURATION:-PT1H'], 0],
    ['an end before the start', ['DTSTART:20240503T150000Z', 'DTEND:20240503T140000Z'], 0],
    [
      'an end in another zone',
      ['DTSTART;TZID=Europe/London:20240503T150000', 'DTEND;TZID=Europe/Berlin:20240503T163000'],
      30,
    ],
    ['an end that is no date', ['DTSTART:20240503T150000Z', 'DTEND:soon'], 0],
    [
      '[FM-54] midnight in between',
      ['DTSTART;TZID=Europe/Berlin:20240503T233000', 'DTEND;TZID=Europe/Berlin:20240504T003000'],
      60,
    ],
    ['[FM-54] a day of 25 hours as DURATION', ['DTSTART;TZID=Europe/Berlin:20241026T120000', 'DURATION:P1D'], 25 * 60],
    ['a date without an end', ['DTSTART;VALUE=DATE:20240503'], 24 * 60],
    ['three dates', ['DTSTART;VALUE=DATE:20240503', 'DTEND;VALUE=DATE:20240506'], 3 * 24 * 60],
  ])('%s gives its length', (_, lines, minutes) => {
    const [event] = expand(calendar(vevent(...lines))).events;
    expect((event!.end - event!.start) / 60_000).toBe(minutes);
  });

  it('[FM-49] an all-day event starts at its date, in whatever zone the user lives', () => {
    for (const defaultZone of ['Pacific/Auckland', 'America/Los_Angeles']) {
      const [event] = expand(calendar(vevent('DTSTART;VALUE=DATE:20240503')), { defaultZone }).events;
      expect(event).toMatchObject({ allDay: true, start: Date.UTC(2024, 4, 3), end: Date.UTC(2024, 4, 4) });
    }
  });

  it("[FM-49] Outlook's midnight-to-midnight all-day event is all day", () => {
    const [event] = expand(
      calendar(
        vevent(
          'DTSTART;TZID=Europe/Berlin:20240503T000000',
          'DTEND;TZID=Europe/Berlin:20240504T000000',
          'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
        ),
      ),
    ).events;
    expect(event).toMatchObject({ allDay: true, start: Date.UTC(2024, 4, 3), end: Date.UTC(2024, 4, 4) });
  });

  it('keeps its id when it is rescheduled [FM-52], and the newest SEQUENCE counts in any order', () => {
    const first = vevent('DTSTART:20240503T150000Z', 'SEQUENCE:0');
    const later = vevent('DTSTART:20240510T090000Z', 'SEQUENCE:2');
    const [before] = expand(calendar(first)).events;
    for (const file of [calendar(first, later), calendar(later, first), calendar(later) + calendar(first)]) {
      const { events } = expand(file);
      expect(events.map(({ start }) => minute(start))).toEqual(['2024-05-10T09:00']);
      expect(events[0]!.id).toBe(before!.id);
    }
  });

  it('between equal SEQUENCEs the newer DTSTAMP counts', () => {
    const old = vevent('DTSTART:20240503T150000Z', 'DTSTAMP:20240101T000000Z');
    const renewed = vevent('DTSTART:20240504T150000Z', 'DTSTAMP:20240102T000000Z');
    expect(starts(expand(calendar(renewed, old)))).toEqual(['2024-05-04T15:00']);
  });

  it.each([
    ['STATUS:CANCELLED', calendar(vevent('DTSTART:20240503T150000Z', 'STATUS:CANCELLED'))],
    ['METHOD:CANCEL', calendar('METHOD:CANCEL', vevent('DTSTART:20240503T150000Z'))],
  ])('%s gives a cancelled fact', (_, file) => {
    expect(expand(file).events.map(({ status }) => status)).toEqual(['cancelled']);
  });

  it.each(['PRIVATE', 'CONFIDENTIAL'])('CLASS:%s keeps the title out', (kind) => {
    const { events } = expand(calendar(vevent('DTSTART:20240503T150000Z', 'SUMMARY:Clinic', `CLASS:${kind}`)));
    expect(events[0]!.title).toBe('');
  });

  it('an answer to an invitation is not an event of the calendar', () => {
    const reply = calendar('METHOD:REPLY', vevent('DTSTART:20240503T150000Z', ANA, 'DTSTAMP:20250101T000000Z'));
    expect(expand(reply)).toEqual({ events: [], unreadable: [] });
    const own = calendar(vevent('DTSTART:20240503T150000Z', ANA, `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${ME}`));
    expect(expand(own + reply).events[0]!.attendees).toHaveLength(2);
  });
});

describe('broken input', () => {
  const good = vevent('UID:good@example.com', 'DTSTART:20240503T150000Z');

  it.each<[name: string, event: string, reason: string]>([
    ['no start', vevent('SUMMARY:x'), 'undated'],
    ['a start that is no date', vevent('DTSTART:20240231T100000Z'), 'undated'],
    ['a start of year zero', vevent('DTSTART:00000101T000000Z'), 'undated'],
    ['a bad rule', vevent('DTSTART:20240503T150000Z', 'RRULE:FREQ=NEVER'), 'unreadable'],
    ['a bad EXDATE', vevent(...WEEKLY, 'EXDATE:yesterday'), 'undated'],
    ['an event that never ends', 'BEGIN:VEVENT\r\nUID:cut@example.com\r\nDTSTART:20240503T150000Z', 'unreadable'],
  ])('%s costs that one event and no other', (_, event, reason) => {
    const { events, unreadable } = expand(calendar(event, good));
    expect(events.map(({ uid }) => uid)).toEqual(['good@example.com']);
    expect(unreadable).toEqual([{ type: 'unreadable', id: expect.stringMatching(/^[\w-]{22}$/), reason }]);
    const again = expand(calendar(event.replace('DTSTAMP:20240101', 'DTSTAMP:20240909'), good));
    expect(again.unreadable).toEqual(unreadable);
  });

  it('a bad rule leaves the exceptions that tell their own time', () => {
    const moved = vevent('RECURRENCE-ID:20240513T080000Z', 'DTSTART:20240514T080000Z');
    const { events, unreadable } = expand(calendar(vevent('DTSTART:20240506T080000Z', 'RRULE:FREQ=NEVER'), moved));
    expect(events.map(({ start }) => minute(start))).toEqual(['2024-05-14T08:00']);
    expect(unreadable).toHaveLength(1);
  });

  it('a missing END:VCALENDAR and a cut last event lose only what was cut', () => {
    const { events, unreadable } = expand(`BEGIN:VCALENDAR\r\n${good}\r\nBEGIN:VEVENT\r\nUID:cut@example.com\r\nDTST`);
    expect(events).toHaveLength(1);
    expect(unreadable).toHaveLength(1);
  });

  it('tasks, journals and free-busy times are passed over and not counted', () => {
    const others = ['VTODO', 'VJOURNAL', 'VFREEBUSY'].map(
      (kind) => `BEGIN:${kind}\r\nUID:${kind}@example.com\r\nDTSTART:20240503T150000Z\r\nEND:${kind}`,
    );
    expect(expand(calendar(...others, good))).toMatchObject({ events: [{ uid: 'good@example.com' }], unreadable: [] });
  });

  it('a line without a colon and an unknown property do not matter', () => {
    expect(
      expand(calendar(vevent('DTSTART:20240503T150000Z', 'broken fold', 'X-ANY;A="b:SUMMARY:c'))).events,
    ).toHaveLength(1);
  });

  it('an event without a UID is kept under a stable id', () => {
    const file = calendar('BEGIN:VEVENT\r\nDTSTART:20240503T150000Z\r\nSUMMARY:Lunch\r\nEND:VEVENT');
    expect(expand(file).events[0]!.id).toBe(expand(file).events[0]!.id);
    expect(expand(file).events).toHaveLength(1);
  });

  it('a damaged byte or a cut anywhere never throws', () => {
    const bytes = Buffer.from(calendar(vevent(...WEEKLY, ANA)));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at]! * 7 + 131) % 256;
      expect(() => expand(damaged)).not.toThrow();
      expect(() => expand(bytes.subarray(0, at))).not.toThrow();
    }
  });
});

describe('bytes', () => {
  const title = (file: Uint8Array | string) => expand(file).events[0]?.title;
  const event = (summary: string) => calendar(vevent('DTSTART:20240503T150000Z', `SUMMARY:${summary}`));

  it('a fold inside a UTF-8 sequence is undone before decoding', () => {
    const bytes = Buffer.from(event('Café'));
    const inside = bytes.indexOf(0xc3) + 1;
    const folded = Buffer.concat([bytes.subarray(0, inside), Buffer.from('\r\n '), bytes.subarray(inside)]);
    expect(title(folded)).toBe('Café');
  });

  it('a line in the old Windows code page is read as that', () => {
    expect(title(Buffer.from(event('Café'), 'latin1'))).toBe('Café');
  });

  it('byte-order marks and UTF-16 are understood, and so are bare line feeds', () => {
    expect(title(`\uFEFF${event('Café')}`)).toBe('Café');
    expect(title(Buffer.from(`\uFEFF${event('Café')}`, 'utf16le'))).toBe('Café');
    expect(title(event('Café').replaceAll('\r\n', '\n'))).toBe('Café');
  });

  it('a title becomes one line of at most 500 characters', () => {
    expect(title(event('a\\nb\u0007c'))).toBe('a b c');
    expect(title(event('x'.repeat(10_000)))).toHaveLength(500);
  });
});

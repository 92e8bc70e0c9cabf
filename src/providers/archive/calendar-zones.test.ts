import { describe, expect, it } from 'vitest';
import { calendar, expand, starts, vevent } from './calendar.fixture.ts';
import { ianaZoneOfWindows } from './calendar-windows-zones.ts';

const start = (line: string, ...parts: string[]): string | undefined =>
  starts(expand(calendar(...parts, vevent(line))))[0];

/** Two hours east of UTC, three from the last Sunday of March to that of October; no zone of this name exists. */
const CUSTOM = [
  'BEGIN:VTIMEZONE',
  'TZID:Head Office',
  'BEGIN:STANDARD',
  'DTSTART:20001029T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:20000326T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
].join('\r\n');

describe('the zone of a time', () => {
  it.each([
    ['UTC', 'DTSTART:20240703T100000Z', '2024-07-03T10:00'],
    ['an IANA name', 'DTSTART;TZID=America/Chicago:20240703T100000', '2024-07-03T15:00'],
    ['an IANA name in other letters', 'DTSTART;TZID=america/chicago:20240703T100000', '2024-07-03T15:00'],
    ['a Windows name', 'DTSTART;TZID=W. Europe Standard Time:20240703T100000', '2024-07-03T08:00'],
    ['a quoted Windows name', 'DTSTART;TZID="Eastern Standard Time":20240703T100000', '2024-07-03T14:00'],
    [
      'an IANA name behind a prefix',
      'DTSTART;TZID=/example.org/2024a/America/New_York:20240703T100000',
      '2024-07-03T14:00',
    ],
    ['[FM-54] floating time: the user’s own', 'DTSTART:20240703T100000', '2024-07-03T08:00'],
    ['an unknown name: the user’s own', 'DTSTART;TZID=Middle Earth:20240703T100000', '2024-07-03T08:00'],
    ['a Z beside a TZID: UTC', 'DTSTART;TZID=America/Chicago:20240703T100000Z', '2024-07-03T10:00'],
  ])('%s', (_, line, expected) => {
    expect(start(line)).toBe(expected);
  });

  it('a zone that only the file defines is read from its VTIMEZONE', () => {
    expect(start('DTSTART;TZID=Head Office:20240703T100000', CUSTOM)).toBe('2024-07-03T07:00');
    expect(start('DTSTART;TZID=Head Office:20241203T100000', CUSTOM)).toBe('2024-12-03T08:00');
    expect(start('DTSTART;TZID=Head Office:19950703T100000', CUSTOM)).toBe('1995-07-03T08:00');
  });

  it('a VTIMEZONE speaks only for its own VCALENDAR', () => {
    const file = calendar(CUSTOM) + calendar(vevent('DTSTART;TZID=Head Office:20240703T100000'));
    expect(starts(expand(file))).toEqual(['2024-07-03T08:00']);
  });

  it('an id with colons, as Outlook writes it, finds its VTIMEZONE', () => {
    const zone = CUSTOM.replace('Head Office', '(UTC+02:00) Helsinki, Kyiv');
    expect(start('DTSTART;TZID="(UTC+02:00) Helsinki, Kyiv":20240703T100000', zone)).toBe('2024-07-03T07:00');
    expect(start('DTSTART;TZID=(UTC+02:00) Helsinki, Kyiv:20240703T100000', zone)).toBe('2024-07-03T07:00');
  });

  it("the IANA history outweighs a VTIMEZONE that knows only today's rules", () => {
    const wrong = CUSTOM.replace('Head Office', 'Europe/Berlin');
    expect(start('DTSTART;TZID=Europe/Berlin:20240703T100000', wrong)).toBe('2024-07-03T08:00');
  });

  it('X-LIC-LOCATION names the IANA zone of a home-made id', () => {
    const zone = CUSTOM.replace('TZID:Head Office', 'TZID:Head Office\r\nX-LIC-LOCATION:Asia/Tokyo');
    expect(start('DTSTART;TZID=Head Office:20240703T100000', zone)).toBe('2024-07-03T01:00');
  });

  it.each([
    ['no observance', 'BEGIN:VTIMEZONE\r\nTZID:Head Office\r\nEND:VTIMEZONE'],
    ['a bad rule', CUSTOM.replaceAll('FREQ=YEARLY', 'FREQ=NEVER')],
    ['no offset', CUSTOM.replaceAll(/TZOFFSETTO.*/g, 'TZOFFSETTO:east')],
  ])('a VTIMEZONE with %s gives way to the user’s own zone', (_, zone) => {
    expect(start('DTSTART;TZID=Head Office:20240703T100000', zone)).toBe('2024-07-03T08:00');
  });

  it('[FM-53] a VTIMEZONE that changes every second does not hang', () => {
    const zone = CUSTOM.replaceAll(/RRULE:.*/g, 'RRULE:FREQ=SECONDLY');
    expect(start('DTSTART;TZID=Head Office:20240703T100000', zone)).toMatch(/^2024-07-03T0[78]/);
  });
});

describe('[FM-54] the hour when clocks change (RFC 5545 §3.3.5)', () => {
  it.each([
    ['a time in the gap has the offset before it', 'DTSTART;TZID=America/Chicago:20240310T023000', '2024-03-10T08:30'],
    ['a time that comes twice is the first', 'DTSTART;TZID=America/Chicago:20241103T013000', '2024-11-03T06:30'],
    ['in a gap of the file’s own zone', 'DTSTART;TZID=Head Office:20240331T033000', '2024-03-31T01:30'],
    ['twice in the file’s own zone', 'DTSTART;TZID=Head Office:20241027T033000', '2024-10-27T00:30'],
    ['before the gap', 'DTSTART;TZID=America/Chicago:20240310T013000', '2024-03-10T07:30'],
    ['after the gap', 'DTSTART;TZID=America/Chicago:20240310T033000', '2024-03-10T08:30'],
    ['after the overlap', 'DTSTART;TZID=America/Chicago:20241103T023000', '2024-11-03T08:30'],
    ['a gap in the southern half of the world', 'DTSTART;TZID=Australia/Lord_Howe:20241006T021500', '2024-10-05T15:45'],
  ])('%s', (_, line, expected) => {
    expect(start(line, CUSTOM)).toBe(expected);
  });

  it('an occurrence in the gap is an occurrence', () => {
    const series = vevent('DTSTART;TZID=America/Chicago:20240303T023000', 'RRULE:FREQ=WEEKLY;COUNT=3');
    expect(starts(expand(calendar(series)))).toEqual(['2024-03-03T08:30', '2024-03-10T08:30', '2024-03-17T07:30']);
  });
});

describe('Windows zone names', () => {
  it('are known in any case; inherited names of objects are not zones', () => {
    expect(ianaZoneOfWindows('W. EUROPE standard time')).toBe('Europe/Berlin');
    expect(ianaZoneOfWindows('constructor')).toBeNull();
    expect(ianaZoneOfWindows('Middle Earth Standard Time')).toBeNull();
  });
});

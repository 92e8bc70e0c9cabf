import { describe, expect, it } from 'vitest';
import type { Attendee } from '../../domain/fact.ts';
import { ME, calendar, expand, vevent } from './calendar.fixture.ts';

function eventWith(...lines: string[]) {
  return expand(calendar(vevent('DTSTART:20240503T150000Z', ...lines))).events[0]!;
}

const person = (fields: Partial<Attendee>): Attendee => ({
  address: 'ana@example.com',
  name: '',
  attendance: 'unknown',
  resource: false,
  group: false,
  ...fields,
});

describe('an attendee line', () => {
  it.each<[line: string, expected: Partial<Attendee>]>([
    ['ATTENDEE:mailto:ana@example.com', {}],
    ['ATTENDEE:MAILTO:Ana@Example.com', { address: 'Ana@Example.com' }],
    ['ATTENDEE:Mailto:%61na@example.com', {}],
    ['ATTENDEE;CN="Lima, Ana":mailto:ana@example.com', { name: 'Lima, Ana' }],
    ['ATTENDEE;CN="Ana: Lima; PhD":mailto:ana@example.com', { name: 'Ana: Lima; PhD' }],
    ["ATTENDEE;CN=Ana ^'the boss^' Lima:mailto:ana@example.com", { name: 'Ana "the boss" Lima' }],
    ['ATTENDEE;CN=Lima\\, Ana:mailto:ana@example.com', { name: 'Lima, Ana' }],
    ['ATTENDEE;EMAIL=ana@example.com;CN=Ana:/aMjM0/principal/', { name: 'Ana' }],
    ['ATTENDEE;CN=Ana:invalid:nomail', { address: 'invalid:nomail', name: 'Ana' }],
    ['attendee;partstat=tentative:mailto:ana@example.com', { attendance: 'tentative' }],
  ])('%s', (line, expected) => {
    expect(eventWith(line).attendees).toEqual([person(expected)]);
  });

  it.each([
    ['ACCEPTED', 'accepted'],
    ['TENTATIVE', 'tentative'],
    ['DECLINED', 'declined'],
    ['NEEDS-ACTION', 'needs-action'],
    ['DELEGATED', 'delegated'],
    ['X-MAYBE', 'unknown'],
  ])('[FM-49] PARTSTAT=%s is %s', (partstat, attendance) => {
    expect(eventWith(`ATTENDEE;PARTSTAT=${partstat}:mailto:ana@example.com`).attendees[0]!.attendance).toBe(attendance);
  });

  it('whoever delegated is away, the delegate attends', () => {
    const { attendees } = eventWith(
      'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-TO="mailto:bob@example.com":mailto:ana@example.com',
      'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:ana@example.com":mailto:bob@example.com',
    );
    expect(attendees.map(({ attendance }) => attendance)).toEqual(['delegated', 'accepted']);
  });

  it.each([
    'ATTENDEE;CUTYPE=ROOM:mailto:blue@example.com',
    'ATTENDEE;CUTYPE=RESOURCE;CN=Projector:mailto:projector@example.com',
    'ATTENDEE;ROLE=NON-PARTICIPANT;CN=Room 4:mailto:room4@example.com',
    'ATTENDEE;CUTYPE=INDIVIDUAL:mailto:c_18abc@resource.calendar.google.com',
  ])('[FM-48] %s is no person', (line) => {
    expect(eventWith(line).attendees).toMatchObject([{ resource: true, group: false }]);
  });

  it.each(['ATTENDEE;CUTYPE=GROUP:mailto:team@example.com', 'ATTENDEE:mailto:abc@group.calendar.google.com'])(
    '[FM-48] %s is a group',
    (line) => {
      expect(eventWith(line).attendees).toMatchObject([{ resource: false, group: true }]);
    },
  );

  it('a person who is only informed is still a person', () => {
    expect(
      eventWith('ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=NON-PARTICIPANT:mailto:ana@example.com').attendees[0]!.resource,
    ).toBe(false);
  });
});

describe('a guest list', () => {
  it('names each person once, with an answer where there is one', () => {
    const { attendees } = eventWith(
      'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@example.com',
      'ATTENDEE;PARTSTAT=DECLINED:mailto:ANA@example.com',
      'ATTENDEE;CN=Bob:invalid:nomail',
      'ATTENDEE;CN=Cleo:invalid:nomail',
    );
    expect(attendees.map(({ name, attendance }) => [name, attendance])).toEqual([
      ['', 'declined'],
      ['Bob', 'unknown'],
      ['Cleo', 'unknown'],
    ]);
  });

  it('[FM-48] of 400 is kept whole', () => {
    const guests = [...Array(400).keys()].map((n) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:guest${n}@example.com`);
    expect(eventWith(...guests)).toMatchObject({ attendeesOmitted: false, attendees: { length: 400 } });
  });

  it("[FM-48] that is missing from somebody else's event is hidden, not empty", () => {
    expect(eventWith('ORGANIZER:mailto:ana@example.com').attendeesOmitted).toBe(true);
    expect(eventWith(`ORGANIZER:mailto:${ME.toUpperCase()}`).attendeesOmitted).toBe(false);
    expect(eventWith().attendeesOmitted).toBe(false);
    expect(eventWith('ORGANIZER:mailto:ana@example.com', `ATTENDEE:mailto:${ME}`).attendeesOmitted).toBe(false);
  });

  it('[FM-48] with a line that cannot be read is not complete', () => {
    const event = eventWith('ATTENDEE;CN="Ana:mailto:ana@example.com', 'ATTENDEE:mailto:bob@example.com');
    expect(event).toMatchObject({ attendeesOmitted: true, attendees: [{ address: 'bob@example.com' }] });
  });

  it("Google's placeholder for an unknown organiser is nobody", () => {
    expect(eventWith('ORGANIZER;CN=Unknown Organizer:mailto:unknownorganizer@calendar.google.com')).toMatchObject({
      organizer: null,
      attendeesOmitted: false,
    });
  });
});

describe('what an entry is marked as', () => {
  it.each([
    ['out-of-office', ['X-MICROSOFT-CDO-BUSYSTATUS:OOF']],
    ['working-location', ['X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE']],
    ['birthday', ['UID:2024_BIRTHDAY_c123@google.com']],
    ['birthday', ['X-GOOGLE-CALENDAR-CONTENT-ICON:https://calendar.google.com/googlecalendar/images/cake.gif']],
    ['default', ['X-MICROSOFT-CDO-BUSYSTATUS:BUSY']],
    ['default', ['TRANSP:TRANSPARENT', 'SUMMARY:Focus time']],
  ])('[FM-49] %s from %j', (eventType, lines) => {
    expect(eventWith(...lines).eventType).toBe(eventType);
  });

  it('[FM-49] a lunch with a guest is a meeting even when it is shown as out of office', () => {
    const lunch = [
      'X-MICROSOFT-CDO-BUSYSTATUS:OOF',
      `ATTENDEE:mailto:${ME}`,
      'ATTENDEE;CUTYPE=ROOM:mailto:r@example.com',
    ];
    expect(eventWith(...lunch).eventType).toBe('out-of-office');
    expect(eventWith(...lunch, 'ATTENDEE:mailto:ana@example.com').eventType).toBe('default');
  });
});

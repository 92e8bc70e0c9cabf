import { describe, expect, it } from 'vitest';
import type { SkipReason } from '../domain/evidence.ts';
import type { EventFact } from '../domain/fact.ts';
import { EVENT_RULES } from './event-rules.ts';
import { at, box, guest, ME, meeting, numbered, own } from './facts.fixture.ts';
import { judgeEvent } from './judge.ts';

const invited = { organizer: box('bob@x.example') };
const mine = (attendance: 'declined' | 'delegated' | 'needs-action') => [
  guest(ME, { attendance }),
  guest('bob@x.example'),
];

const SKIPPED: [SkipReason, string, EventFact][] = [
  ['undated', 'an entry without a start', meeting({ start: Number.NaN })],
  ['cancelled', 'a cancelled meeting [FM-46]', meeting({ status: 'cancelled' })],
  ...(['focus', 'out-of-office', 'working-location', 'birthday', 'task'] as const).map(
    (eventType): [SkipReason, string, EventFact] => ['not-a-meeting', `${eventType} [FM-49]`, meeting({ eventType })],
  ),
  ['all-day', 'an all-day entry with guests [FM-49]', meeting({ allDay: true })],
  ['declined', 'one the user declined [FM-49]', meeting({ ...invited, attendees: mine('declined') })],
  ['declined', 'one the user sent somebody else to', meeting({ ...invited, attendees: mine('delegated') })],
  ['declined', 'one the user organized and left', meeting({ attendees: mine('declined') })],
  ['not-answered', 'an invitation never answered [FM-49]', meeting({ ...invited, attendees: mine('needs-action') })],
  [
    'not-answered',
    "somebody else's meeting in a shared calendar",
    meeting({ ...invited, attendees: [guest('bob@x.example'), guest('ann@x.example')] }),
  ],
  ['attendees-hidden', 'a list with gaps [FM-48]', meeting({ attendeesOmitted: true })],
  [
    'crowd',
    'more than twenty others [FM-48]',
    meeting({ attendees: [guest(ME), ...numbered(21).map((p) => guest(p))] }),
  ],
  [
    'crowd',
    'groups that stand for many [FM-48]',
    meeting({
      attendees: [...meeting().attendees, guest('team@x.example', { group: true }), guest('all@x.example')],
    }),
  ],
  ['no-person', 'a group alone [FM-48]', meeting({ attendees: [guest(ME), guest('team@x.example', { group: true })] })],
  ['no-person', 'the user alone [FM-49]', meeting({ attendees: [guest(ME)] })],
  [
    'no-person',
    'an appointment without guests [FM-49]',
    meeting({ attendees: [], organizer: box('airline@fly.example') }),
  ],
  [
    'no-person',
    'a room [FM-48]',
    meeting({
      attendees: [guest(ME), guest('room@x.example', { resource: true }), guest('c_1@resource.calendar.google.com')],
    }),
  ],
  [
    'no-person',
    'nobody who comes',
    meeting({
      attendees: [
        guest(ME),
        guest('bob@x.example', { attendance: 'declined' }),
        guest('ann@x.example', { attendance: 'delegated' }),
      ],
    }),
  ],
  ['no-person', 'a hidden e-mail [FM-48]', meeting({ attendees: [guest(ME), guest('')] })],
];

describe('event rules', () => {
  it.each(SKIPPED)('%s: %s', (reason, _, fact) => {
    const judgement = judgeEvent(fact, { own });
    expect(judgement.verdict).toBe(reason);
    expect(judgement.interactions).toEqual([]);
  });

  it('each have an example here', () => {
    const shown = new Set(SKIPPED.map(([reason]) => reason));
    expect(EVENT_RULES.map(({ reason }) => reason).filter((reason) => !shown.has(reason))).toEqual([]);
  });
});

describe('a meeting', () => {
  it('is credited to each person who comes, not to rooms, roles, robots and those who declined', () => {
    const { interactions, sightings } = judgeEvent(
      meeting({
        attendees: [
          guest('ME@me.example'),
          guest('Bob Ray <bob@x.example>'),
          guest('ann@x.example', { attendance: 'needs-action' }),
          guest('tom@x.example', { attendance: 'declined' }),
          guest('info@x.example'),
          guest('notetaker@bot.example'),
          guest('room@x.example', { resource: true }),
        ],
      }),
      { own },
    );
    expect(interactions.map(({ address, groupSize }) => [address, groupSize])).toEqual([
      ['bob@x.example', 3],
      ['ann@x.example', 3],
    ]);
    expect(interactions[0]).toMatchObject({
      kind: 'meeting',
      at,
      minutes: 60,
      direct: true,
      answers: null,
      subject: 'Coffee',
    });
    expect(sightings).toEqual([{ address: 'bob@x.example', name: 'Bob Ray', rank: 1, at }]);
  });

  it('counts the organizer whom Outlook leaves off the list', () => {
    const fact = meeting({ organizer: box('Ann <ann@x.example>'), attendees: [guest(ME)] });
    expect(judgeEvent(fact, { own }).interactions.map(({ address }) => address)).toEqual(['ann@x.example']);
  });

  it.each([
    ['a day and a half', 36 * 60, 480],
    ['no time at all', 0, 0],
    ['less than none', -30, 0],
  ])('of %s lasts between 0 and 480 minutes', (_, length, minutes) => {
    expect(judgeEvent(meeting({ end: at + length * 60_000 }), { own }).interactions[0]?.minutes).toBe(minutes);
  });

  it('has one name in every calendar, and one for each occurrence [FM-50]', () => {
    const key = (change: Partial<EventFact>) => judgeEvent(meeting(change), { own }).evidenceKey;
    expect(key({ id: 'mine' })).toBe(key({ id: 'theirs', start: at + 1, organizer: null }));
    expect(key({ occurrence: 1 })).not.toBe(key({ occurrence: 2 }));
    expect(key({})).toMatch(/^e[\w-]{22}$/);
    expect(key({ uid: '', id: 'a' })).not.toBe(key({ uid: '', id: 'b' }));
  });

  it('teaches which addresses are rooms and groups', () => {
    const attendees = [guest('b@x.example', { group: true }), guest('a@x.example', { resource: true }), guest(ME)];
    expect(judgeEvent(meeting({ attendees }), { own }).kinds).toEqual([
      { address: 'a@x.example', kind: 'robot' },
      { address: 'b@x.example', kind: 'list' },
    ]);
  });
});

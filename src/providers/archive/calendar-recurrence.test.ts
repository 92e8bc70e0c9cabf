import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule } from './calendar.fixture.ts';
import { expandRule } from './calendar-recurrence.ts';

const plenty = () => ({ steps: 10_000_000 });
const utc = (wall: number): number => wall;

/** ISO minutes of a rule that starts at `start` (UTC), up to `end`. */
function times(rule: string, start: string, end: string): string[] {
  const { walls } = expandRule(
    rule,
    { wall: Date.parse(`${start}Z`), isDate: false, toUtc: utc },
    Date.parse(`${end}Z`),
    plenty(),
  );
  return walls.map((wall) => new Date(wall).toISOString().slice(0, 16));
}

function dates(rule: string, start: string, end: string): string[] {
  return times(rule, start, end).map((time) => time.slice(0, 10));
}

describe('rules of RFC 5545 §3.8.5.3', () => {
  it.each<[rule: string, start: string, end: string, expected: string[]]>([
    ['FREQ=DAILY;COUNT=3', '1997-09-02T09:00', '1998-01-01', ['1997-09-02', '1997-09-03', '1997-09-04']],
    ['FREQ=DAILY;INTERVAL=10;COUNT=3', '1997-09-02T09:00', '1998-01-01', ['1997-09-02', '1997-09-12', '1997-09-22']],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '1997-08-05T09:00',
      '1998-01-01',
      ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '1997-08-05T09:00',
      '1998-01-01',
      ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
    ],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '1997-09-05T09:00', '1998-01-01', ['1997-09-05', '1997-10-03', '1997-11-07']],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '1997-09-22T09:00', '1998-01-01', ['1997-09-22', '1997-10-20', '1997-11-17']],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28T09:00', '1997-12-01', ['1997-09-28', '1997-10-29', '1997-11-28']],
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1997-09-02T09:00',
      '1998-12-01',
      ['1998-02-13', '1998-03-13', '1998-11-13'],
    ],
    [
      'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
      '1997-09-04T09:00',
      '1998-01-01',
      ['1997-09-04', '1997-10-07', '1997-11-06'],
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
      '1997-09-29T09:00',
      '1997-12-31',
      ['1997-09-29', '1997-10-30', '1997-11-27', '1997-12-30'],
    ],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12T09:00', '1999-12-31', ['1997-05-12', '1998-05-11', '1999-05-17']],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05T09:00',
      '2005-01-01',
      ['1996-11-05', '2000-11-07', '2004-11-02'],
    ],
    ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19T09:00', '1999-12-31', ['1997-05-19', '1998-05-18', '1999-05-17']],
    [
      'FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100',
      '1997-01-01T09:00',
      '2009-12-31',
      ['1997-01-01', '1997-04-10', '2000-01-01', '2000-04-09'],
    ],
  ])('%s', (rule, start, end, expected) => {
    expect(dates(rule, start, end)).toEqual(expected);
  });

  it('a month without a 31st has no occurrence of a rule that starts on one', () => {
    expect(dates('FREQ=MONTHLY', '2024-01-31T09:00', '2024-06-01')).toEqual(['2024-01-31', '2024-03-31', '2024-05-31']);
  });

  it('29 February recurs in leap years only', () => {
    expect(dates('FREQ=YEARLY', '2020-02-29T09:00', '2028-12-31')).toEqual(['2020-02-29', '2024-02-29', '2028-02-29']);
  });

  it('BYSETPOS picks from the whole period, also from before the first start', () => {
    expect(dates('FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1', '2024-06-05T09:00', '2024-06-20')).toEqual([
      '2024-06-10',
      '2024-06-17',
    ]);
  });

  it('an hourly rule keeps to its hours', () => {
    expect(times('FREQ=HOURLY;INTERVAL=3;BYHOUR=9,12,15;COUNT=4', '2024-06-03T09:30', '2024-07-01')).toEqual([
      '2024-06-03T09:30',
      '2024-06-03T12:30',
      '2024-06-03T15:30',
      '2024-06-04T09:30',
    ]);
  });
});

describe('the end of a rule', () => {
  it('UNTIL as a date includes that whole day', () => {
    expect(dates('FREQ=DAILY;UNTIL=20240603', '2024-06-01T22:00', '2025-01-01')).toHaveLength(3);
  });

  it('UNTIL in UTC is compared as an instant, not as a clock time', () => {
    const { walls } = expandRule(
      'FREQ=DAILY;UNTIL=20240603T070000Z',
      { wall: Date.UTC(2024, 5, 1, 9), isDate: false, toUtc: (wall) => wall - 2 * 3_600_000 },
      Date.UTC(2025, 0, 1),
      plenty(),
    );
    expect(walls).toHaveLength(3);
  });

  it('a first start that the rule does not name takes one of COUNT', () => {
    expect(dates('FREQ=WEEKLY;BYDAY=TU;COUNT=3', '2024-06-03T09:00', '2025-01-01')).toEqual([
      '2024-06-04',
      '2024-06-11',
    ]);
  });
});

describe('bad rules', () => {
  it.each(['FREQ=SOMETIMES', 'INTERVAL=2', 'FREQ=DAILY;BYDAY=XX', 'FREQ=DAILY;UNTIL=tomorrow', 'FREQ=DAILY;COUNT=x'])(
    '%s is refused',
    (rule) => {
      expect(() => times(rule, '2024-06-03T09:00', '2025-01-01')).toThrow();
    },
  );

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=4;BYDAY=1MO;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=2000000000;BYMONTH=2',
  ])('[FM-53] %s never matches and ends', (rule) => {
    expect(times(rule, '2024-06-03T09:00', '2025-06-01')).toEqual([]);
  });

  it.each([
    'FREQ=SECONDLY',
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
    `FREQ=DAILY;BYMINUTE=${[...Array(60).keys()].join()};BYSECOND=${[...Array(60).keys()].join()}`,
  ])('[FM-53] %s is cut when its work is spent', (rule) => {
    const budget = plenty();
    const start = { wall: Date.UTC(2000, 0, 1), isDate: false, toUtc: utc };
    const { walls, cut } = expandRule(rule, start, Date.UTC(2025, 0, 1), budget);
    expect(cut).toBe(true);
    expect(walls.length).toBeLessThanOrEqual(100_000);
    expect(budget.steps).toBeGreaterThan(9_800_000);
  });

  it('[FM-53] many endless rules share one budget', () => {
    const budget = { steps: 1000 };
    const start = { wall: Date.UTC(2000, 0, 1), isDate: false, toUtc: utc };
    expandRule('FREQ=SECONDLY', start, Date.UTC(2025, 0, 1), budget);
    expect(expandRule('FREQ=DAILY', start, Date.UTC(2025, 0, 1), budget)).toEqual({ walls: [], cut: true });
  });
});

describe('any rule', () => {
  it('[FM-53] ends, in order, without a repeat, between its start and the end asked for', () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 0, max: 1_700_000_000 }), (rule, seconds) => {
        const wall = seconds * 1000;
        const end = Date.UTC(2025, 0, 1);
        const budget = { steps: 20_000 };
        const { walls } = expandRule(rule, { wall, isDate: false, toUtc: utc }, end, budget);
        expect(walls).toEqual([...new Set(walls)].sort((a, b) => a - b));
        for (const each of walls) expect(each >= wall && each <= end).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

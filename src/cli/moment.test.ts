import { expect, it } from 'vitest';
import { parseMoment } from './moment.ts';

it.each([
  ['2026-11-23T07:00:00Z', '2026-11-23T07:00:00.000Z'],
  ['2026-11-23T07:00+01:00', '2026-11-23T06:00:00.000Z'],
  ['2026-11-23T07:00', '2026-11-23T06:00:00.000Z'],
  ['2026-11-23 07:00', '2026-11-23T06:00:00.000Z'],
  ['2026-11-23', '2026-11-23T06:00:00.000Z'],
  // In the gap of spring the clock jumps over 02:30; the instant with the offset before it is 03:30 (RFC 5545 3.3.5).
  ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
])('reads %s in Berlin as %s', (text, instant) => {
  expect(new Date(parseMoment(text, 'Europe/Berlin')).toISOString()).toBe(instant);
});

it.each(['yesterday', '', '2026-02-30', '23.11.2026', '2026-11-23T25:00', '99999-01-01'])(
  'refuses %j by name',
  (text) => {
    expect(() => parseMoment(text, 'UTC')).toThrow(`"${text}" is not a date or time.`);
  },
);

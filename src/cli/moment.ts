/** Reads the moments users type: an instant with offset, a local date and time, or a date (its morning). */
import { Temporal } from 'temporal-polyfill';
import { RekindleError } from '../domain/errors.ts';

/** When a briefing is read, unless the user says otherwise. */
const MORNING = Temporal.PlainTime.from('07:00');

/** ms UTC. `zone` places a date or a time without offset. Throws `usage` naming the text. */
export function parseMoment(text: string, zone: string): number {
  try {
    if (/(z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(text) && /t|\d \d/i.test(text)) {
      return Temporal.Instant.from(text).epochMilliseconds;
    }
    const local = /[t ]\d/i.test(text)
      ? Temporal.PlainDateTime.from(text)
      : Temporal.PlainDate.from(text).toPlainDateTime(MORNING);
    return local.toZonedDateTime(zone).epochMilliseconds;
  } catch (cause) {
    throw new RekindleError('usage', `"${text}" is not a date or time.`, {
      hint: 'Write it like 2026-11-23, 2026-11-23T07:00 or 2026-11-23T07:00:00Z.',
      cause,
    });
  }
}

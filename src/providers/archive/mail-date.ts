/**
 * When a message was written, from headers that are often wrong.
 *
 * Rule: the first plausible of `Date`, the topmost `Received`, the From_ line. `Date` goes first even where Takeout's
 * From_ line disagrees by years: that line is when the message came into this mailbox, so after a migration a decade of
 * mail would otherwise fall on one day. Plausible is from 1990 to one day after `now`; nothing is dated in the future.
 */

const OLDEST = Date.UTC(1990, 0, 1);
const DAY = 86_400_000;
const MAX_DATE_TEXT = 200;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 §4.3, in hours. Other names, the military letters among them, are not to be believed and count as UTC. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  // Not in the RFC, but written by European servers and unambiguous.
  CET: 1,
  MET: 1,
  CEST: 2,
  MEST: 2,
  BST: 1,
};

const WEEKDAY = '(?:[A-Za-z]{2,9}\\.?[, ]\\s*)?';
const CLOCK = '(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d{1,9})?)?(?:\\s*([AaPp])\\.?[Mm]\\.?)?';
const ZONE = '(?:\\s*([A-Za-z]{1,5}(?![A-Za-z])(?:[+-]\\d{1,2}:?\\d{0,2})?|[+-]\\d{1,2}:?\\d{0,2}))?';
/** "Wed, 6 Feb 2002 08:03:03 -0800", with the obsolete and the common wrong forms: no comma, hyphens, two-digit year. */
const RFC5322 = new RegExp(`^${WEEKDAY}(\\d{1,2})[ -]([A-Za-z]{3,9})\\.?,?[ -](\\d{2,4}),? ${CLOCK}${ZONE}`);
/** "Wed Feb 6 08:03:03 2002", the zone before or after the year. */
const ASCTIME = new RegExp(
  `^${WEEKDAY}([A-Za-z]{3,9})\\.? (\\d{1,2}),? ${CLOCK}${ZONE}(?: [A-Z]{2,4})? (\\d{4})${ZONE}`,
);
const ISO8601 = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})[Tt ] ?${CLOCK}${ZONE}`);

/** ms UTC, or null when the text is no date. An absent or unknown zone counts as UTC (RFC 5322 §4.3: "-0000"). */
export function parseMailDate(text: string): number | null {
  const line = dropComments(text.slice(0, MAX_DATE_TEXT)).replace(/\s+/g, ' ').trim();
  const rfc = RFC5322.exec(line);
  if (rfc !== null) {
    const [, day = '', month = '', year = '', ...clock] = rfc;
    return instant(year, monthOf(month), day, clock);
  }
  const asctime = ASCTIME.exec(line);
  if (asctime !== null) {
    const [, month = '', day = '', hour, minute, second, half, zoneBefore, year = '', zoneAfter] = asctime;
    return instant(year, monthOf(month), day, [hour, minute, second, half, zoneBefore ?? zoneAfter]);
  }
  const iso = ISO8601.exec(line);
  if (iso !== null) {
    const [, year = '', month = '', day = '', ...clock] = iso;
    return instant(year, Number(month) - 1, day, clock);
  }
  return null;
}

/** RFC 5322 comments, which may stand anywhere and nest. */
function dropComments(text: string): string {
  if (!text.includes('(')) return text;
  let depth = 0;
  let kept = '';
  for (const char of text) {
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += char;
  }
  return kept;
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase());
}

/** `clock`: hour, minute, second, a or p, zone; as matched by `CLOCK` and `ZONE`. */
function instant(year: string, month: number, day: string, clock: readonly (string | undefined)[]): number | null {
  const [hour, minute, second, half, zone] = clock;
  let y = Number(year);
  // RFC 5322 §4.3: two digits 00–49 mean 20xx, two digits from 50 and all three-digit years count from 1900.
  if (year.length === 2) y += y < 50 ? 2000 : 1900;
  else if (year.length === 3) y += 1900;
  const d = Number(day);
  let h = Number(hour);
  if (half !== undefined) {
    if (h < 1 || h > 12) return null;
    h = (h % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const min = Number(minute);
  const s = Number(second ?? '0');
  if (month < 0 || month > 11 || d < 1 || h > 23 || min > 59 || s > 60) return null;
  const wall = Date.UTC(y, month, d, h, min, Math.min(s, 59));
  if (new Date(wall).getUTCDate() !== d) return null;
  return wall - zoneOffset(zone);
}

/** ms to add to UTC. */
function zoneOffset(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^(?:[A-Za-z]+)?([+-])(\d{1,2}):?(\d{0,2})$/.exec(zone);
  if (numeric === null) return (NAMED_ZONES[zone.toUpperCase()] ?? 0) * 3_600_000;
  const hours = Number(numeric[2]);
  const minutes = Number(numeric[3] || '0');
  // No place on earth is further than 14 hours from UTC.
  if (hours > 14 || minutes > 59) return 0;
  return (numeric[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * The best known moment of a message, ms UTC; null when no source names a plausible one. `received` is in header order:
 * the topmost line is the last server's and the least likely to be forged.
 */
export function messageDate(
  sources: { date: readonly string[]; received: readonly string[]; envelope: string },
  now: number,
): number | null {
  const plausible = (at: number | null): at is number => at !== null && at >= OLDEST && at <= now + DAY;
  for (const value of sources.date) {
    const at = parseMailDate(value);
    if (plausible(at)) return at;
  }
  for (const value of sources.received) {
    const at = parseMailDate(value.slice(value.lastIndexOf(';') + 1));
    if (plausible(at)) return at;
  }
  const at = envelopeDate(sources.envelope);
  return plausible(at) ? at : null;
}

/** The date at the end of a From_ line; the sender before it may be absent or hold spaces. */
function envelopeDate(envelope: string): number | null {
  const start = envelope.search(/\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? |\d{4}-\d\d-\d\d[T ])/);
  return start < 0 ? null : parseMailDate(envelope.slice(start));
}

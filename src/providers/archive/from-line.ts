/** The line that separates the messages of an mbox. */

export const MAX_FROM_LINE = 1024;

const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const ZONE = '(?:[A-Z]{1,5}|[+-]\\d{4}|\\(\\w{1,8}\\))';
const TIME = '\\d{1,2}:\\d{2}(?::\\d{2})?';
/**
 * A From_ line ends in a date: asctime with the zone anywhere or nowhere (RFC 4155, mbox(5), Takeout), an RFC 5322 date,
 * or ISO 8601. Anything else that begins with "From " is somebody's sentence.
 */
const FROM_LINE = new RegExp(
  `^From .*?(?:` +
    `${WEEKDAY} [A-Z][a-z]{2} {1,2}\\d{1,2} {1,2}${TIME}(?: ${ZONE}){0,2} (?:19|20)\\d{2}(?: ${ZONE}){0,2}` +
    `|${WEEKDAY}, {1,2}\\d{1,2} [A-Z][a-z]{2} (?:19|20)\\d{2} ${TIME}(?: ${ZONE}){0,2}` +
    `|(?:19|20)\\d{2}-\\d{2}-\\d{2}[T ]${TIME}\\S{0,12}` +
    `)(?: remote from \\S{1,200})?\\s*$`,
);

/** Whether a line separates messages: it looks like an mbox From_ line, not like a sentence beginning with "From". */
export function isFromLine(line: string): boolean {
  return line.length <= MAX_FROM_LINE && FROM_LINE.test(line);
}

/** Text from strangers' headers, made safe to store and to show. */

/** Letters that are drawn as nothing: Hangul fillers, the Braille blank. */
const BLANK = /[\u115F\u1160\u3164\uFFA0\u2800]/g;
/** Nothing to clean; nearly all headers, and cheap to see. */
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** More stacked marks than any script needs run over the lines around them. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Control, bidirectional, zero-width and unpaired characters removed, white space collapsed, at most `max` characters
 * (code points). Not escaped for any output format.
 */
export function cleanText(raw: string, max: number): string {
  if (raw.length <= max && PLAIN.test(raw)) return raw;
  const text = raw
    .slice(0, max * 8 + 1000)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(BLANK, '')
    .replace(STACKED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const points = [...text];
  return points.length <= max
    ? text
    : points
        .slice(0, max - 1)
        .join('')
        .trimEnd() + '…';
}

/** Plain text of 72 columns, made for reading. */

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60\u3000-\u303f]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Letters and signs of the European scripts, punctuation, and the blocks of the strip: one column each. */
const NARROW = /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2581-\u2588]*$/;

/** Columns a text takes in a fixed-width font: East Asian characters and emoji take two. */
export function columns(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/**
 * Breaks every line at spaces, keeping its indent for the lines that follow (and three more after a number, as in
 * "1. Bob"). Words that are too long are broken, links are not: a broken link is no link.
 */
export function wrapText(text: string, width = 72): string {
  const lines = text.split('\n').flatMap((line) => wrapLine(line.trimEnd(), width));
  // Sections that were left out leave their blank lines behind: never more than two in a row.
  return `${lines
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()}\n`;
}

function wrapLine(line: string, width: number): string[] {
  if (columns(line) <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const hang = indent + (/^\d\. /.test(line) ? '   ' : '');
  const lines: string[] = [];
  let current = indent;
  let used = indent.length;
  for (const word of line.trim().split(/ +/)) {
    const pieces = word.startsWith('mailto:') ? [word] : broken(word, width - hang.length);
    for (const piece of pieces) {
      const wide = columns(piece);
      const empty = current.trim() === '';
      if (!empty && used + 1 + wide > width) {
        lines.push(current);
        current = hang + piece;
        used = hang.length + wide;
      } else {
        current += (empty ? '' : ' ') + piece;
        used += (empty ? 0 : 1) + wide;
      }
    }
  }
  return [...lines, current];
}

function broken(word: string, width: number): string[] {
  if (columns(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of segmenter.segment(word)) {
    const wide = columns(segment);
    if (used + wide > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += segment;
    used += wide;
  }
  return [...pieces, piece];
}

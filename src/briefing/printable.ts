/**
 * Texts that come out of somebody's mail, made fit for print: one line, no control or direction characters, nothing
 * invisible, no imitation of mail furniture (signature and quote marks), of bounded length. Escaping for HTML and
 * encoding for headers come on top of this, where they belong (UTS #36, UTS #39).
 */

/** Longest texts that are printed, in characters as the reader sees them. */
export const CAP = { name: 60, email: 120, subject: 90, sentence: 400 };

/** What has no shape of its own: bidirectional controls, zero-width and tag characters, interlinear marks, private use. */
const INVISIBLE = /(?!\p{Join_Control}|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffc]|\p{Co}/gu;
/** Joiners mean something inside emoji and in scripts that join; elsewhere they only hide. */
const STRAY_JOINER =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}])[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$|[\u200c\u200d])|(?<!\p{Emoji})[\ufe0e\ufe0f]+/gu;
/** More than four marks on one letter climb over the lines above and below. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One printable line of at most `cap` characters; cut texts end in `…`. Never throws, and printing twice changes nothing. */
export function printable(text: string, cap: number): string {
  // Everything after this many code units would be cut anyway, and 10 KB names must not cost time.
  const line = text
    .slice(0, cap * 16)
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(STRAY_JOINER, '')
    .replace(PILED_MARKS, '$1')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\//gi, '')
    .replace(/-{2,}/g, '–')
    .replace(/([_=*~#–—])\1+/g, '$1')
    .replace(/(^|\s)[>|]+(?=\s|$|\S)/g, '$1›')
    .replace(/ {2,}/g, ' ')
    .trim();
  return shorten(line, cap);
}

/** At most `cap` characters as the reader counts them, `…` included. */
export function shorten(text: string, cap: number): string {
  if (text.length <= cap) return text;
  const letters: string[] = [];
  let units = 0;
  for (const { segment } of segmenter.segment(text)) {
    units += segment.length;
    // A family of joined emoji is one character to the reader; a chain of two hundred is an attack.
    if (letters.length === cap || units > cap * 4)
      return `${letters
        .slice(0, cap - 1)
        .join('')
        .trimEnd()}…`;
    letters.push(segment);
  }
  return text;
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}](?:[\p{M}\p{N}\p{P}\p{Zs}\u200c\u200d]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}])*/gu;

/**
 * A sentence in which every stretch that runs from right to left is isolated (UAX #9, FSI … PDI), so that a name or
 * subject can't turn the words and numbers around it. In elements of their own, `bdi` does the same.
 */
export function isolated(sentence: string): string {
  return sentence.replace(RIGHT_TO_LEFT, '\u2068$&\u2069');
}

/** The same text for machines and for mails the user will send: without isolation. */
export function withoutIsolation(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}

/** The name to print for a person: their display name, else what stands before the `@`. */
export function displayName(name: string, email: string): string {
  const clean = printable(name.replace(/^["'\s]+|["'\s]+$/g, ''), CAP.name);
  if (/[\p{L}\p{N}]/u.test(clean)) return clean;
  return printable(email.split('@')[0] ?? '', CAP.name) || 'Somebody';
}

const TITLE = /^(?:dr|prof|mr|mrs|ms|mx|sir|herr|frau|dipl|ing|rev)\.?$/i;

/**
 * What one calls a person in a sentence: the first word of the name. The whole name where that would be an initial, or
 * where writing has no spaces between names; an address stays whole.
 */
export function firstName(name: string): string {
  if (name.includes('@')) return name;
  const comma = /^([^,]+), ([^,]+)$/.exec(name);
  const words = (comma ? `${comma[2]} ${comma[1]}` : name).split(' ').filter((word) => !TITLE.test(word));
  const first = words[0] ?? name;
  return first.length < 2 || /^\p{L}\.?$/u.test(first) || first.endsWith('.') ? name : shorten(first, 30);
}

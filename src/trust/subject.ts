/** A subject line as it may stand inside a sentence. */

/** `Re:`, `Fwd:` and their cousins in the mail programs of a dozen languages, with or without a counter. */
const PREFIX =
  /^\s*(?:re|fwd?|fw|aw|wg|antw|vs|sv|tr|rv|rif|odp|ynt|enc|res|betr|回复|答复|转发|返信)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/iu;
/** Controls, bidirectional overrides and line separators: they could reorder the sentence around them. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;
const LONGEST = 60;

/** The subject without reply prefixes, brackets of lists, invisible characters; at most 60 characters; '' for none. */
export function plainSubject(subject: string): string {
  let plain = subject.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
  for (let previous = ''; previous !== plain;) {
    previous = plain;
    plain = plain.replace(PREFIX, '').replace(/^\[[^\]]{1,30}\]\s+/u, '');
  }
  plain = plain.replaceAll('“', '‘').replaceAll('”', '’').replaceAll('"', "'").trim();
  const letters = [...plain];
  return letters.length <= LONGEST
    ? plain
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}

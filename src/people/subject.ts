/** Subjects: without the prefixes that answering and forwarding add. */
import { cleanText } from './text.ts';

const MAX_SUBJECT = 200;

/**
 * Answer and forward marks of mail programs in Czech, Danish, Dutch, English, Finnish, French, German, Greek, Hungarian,
 * Italian, Norwegian, Polish, Portuguese, Romanian, Russian, Spanish, Swedish, Turkish, Chinese, Japanese and Korean,
 * with the counters some add ("Re[2]:", "AW(3):") and French spacing ("RE :").
 */
const PREFIX =
  /^(?:re|res|fwd|fw|forward|aw|antw|antwort|wg|sv|vs|vb|vl|vá|rv|enc|tr|rif|r|i|odp|pd|ynt|[iİ]lt|doorst|videres|továbbítás|απ|σχετ|πρθ|отв|пересл|回复|回覆|答复|转发|轉寄|返信|転送|답장|회신|전달)(?: ?[[(]\d{1,3}[\])]|\^\d{1,3})? ?[:：] ?/iu;

/** True when the subject starts with an answer or forward mark. */
export function hasReplyPrefix(subject: string): boolean {
  return PREFIX.test(cleanText(subject, MAX_SUBJECT).normalize('NFC'));
}

/** Fit to store and to show: prefixes removed however often they stand, safe characters, at most 200. */
export function cleanSubject(subject: string): string {
  let text = cleanText(subject, MAX_SUBJECT).normalize('NFC');
  for (let rest = text.replace(PREFIX, ''); rest !== text; rest = text.replace(PREFIX, '')) text = rest;
  return text;
}

/** For comparing subjects: `cleanSubject` without case and width. */
export function bareSubject(subject: string): string {
  return cleanSubject(subject.normalize('NFKC')).toLowerCase();
}

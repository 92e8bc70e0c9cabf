/** Whether the user would usually have answered by now: only then can somebody be said to wait. */
import type { OpenEnd, TieFacts } from './types.ts';

/** Older than this, an answer has become another kind of letter. */
export const EXPECTED_DAYS = 60;
/** With fewer answered messages than this there is no "usually". */
const FEWEST_ANSWERS = 2;
/**
 * The share of their messages the user answers. Many a message calls for no answer, so less is enough where they ask,
 * or ask again; and more is needed where theirs was an answer, which may well be the end of it: "thanks!".
 */
const SHARE = { pressing: 0.25, message: 0.5, reply: 0.75 };

/** Whether `open`, now `ageDays` old, is a message of theirs to the user in person, of a kind that the user answers. */
export function isAnswerExpected(open: OpenEnd, { userAnswers }: TieFacts, ageDays: number): boolean {
  if (open.from !== 'person' || !open.direct || ageDays > EXPECTED_DAYS) return false;
  if (userAnswers.answered < FEWEST_ANSWERS) return false;
  const isPressing = isQuestion(open) || open.count > 1;
  const share = open.reply ? SHARE.reply : isPressing ? SHARE.pressing : SHARE.message;
  return userAnswers.answered >= share * userAnswers.asked;
}

/**
 * Their subject itself asks. Nothing else may be called a question, for bodies are not read; and in an answer the
 * question mark is the user's own.
 */
export function isQuestion(open: OpenEnd | null): boolean {
  return open !== null && !open.reply && /[?？؟]/u.test(open.subject);
}

/** Whether "you usually answer" is true. */
export function usuallyAnswers({ userAnswers }: TieFacts): boolean {
  return userAnswers.answered >= SHARE.message * userAnswers.asked;
}

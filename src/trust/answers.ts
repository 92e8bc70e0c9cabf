/**
 * Who asked, who answered and how fast, and who wrote last: the part of a tie's fold that follows conversations.
 *
 * Headers show no questions. What counts as one is a mail written directly to few people; a later mail of the other side
 * in the same conversation answers it. An answer is not a question in turn.
 */
import type { Interaction } from '../domain/evidence.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { ANSWER_WINDOW_DAYS, CROWD, PENDING_CAP, QUESTION_GROUP } from './params.ts';

/** A question that waits: one per conversation, however many messages it took. */
export interface Pending {
  thread: string;
  /** Evidence key and time of its latest message. */
  key: string;
  at: number;
}

/** How one side answers the other. */
export interface Answers {
  pending: Pending[];
  /** Questions of the other side, answered or given up on. */
  asked: number;
  answered: number;
  /** Sum of ln(1 + hours) over the answered ones. */
  logHours: number;
}

/** The messages since the last time the other side was heard. */
export interface Run {
  from: 'user' | 'person';
  since: number;
  latest: number;
  count: number;
  /** Local days on which they were written, and the last of these. */
  days: number;
  day: number;
  subject: string;
  groupSize: number;
  direct: boolean;
  /** Every message of it was itself an answer: it may need none. */
  reply: boolean;
}

export interface Conversation {
  /** Null when the other side was heard last, when the two have met since, or when nothing was written yet. */
  run: Run | null;
  /** The person answering the user. */
  theirs: Answers;
  /** The user answering the person. */
  ours: Answers;
}

export function noConversation(): Conversation {
  return {
    run: null,
    theirs: { pending: [], asked: 0, answered: 0, logHours: 0 },
    ours: { pending: [], asked: 0, answered: 0, logHours: 0 },
  };
}

/** Adds one interaction with that many others on that local day, changing `state` in place. O(1). */
export function trackConversation(state: Conversation, interaction: Interaction, others: number, day: number): void {
  if (interaction.kind === 'meeting') {
    if (others <= CROWD) state.run = null;
    return;
  }
  const fromUser = interaction.kind === 'mail_out';
  // Mail to a crowd answers nobody: otherwise more group mail would make a better tie.
  const settles = others <= CROWD && settle(fromUser ? state.ours : state.theirs, interaction);
  const reply = settles || interaction.answers !== null;
  // Even mail to a crowd ends the other side's run: "wrote last" would no longer be true.
  if (state.run !== null && (state.run.from === 'user') !== fromUser) state.run = null;
  if (!interaction.direct || others > CROWD) return;

  const run = state.run;
  if (run === null || (run.reply && !reply)) {
    // What follows a mere answer begins anew: nobody waited for an answer to the answer.
    state.run = {
      from: fromUser ? 'user' : 'person',
      since: interaction.at,
      latest: interaction.at,
      count: 1,
      days: 1,
      day,
      subject: interaction.subject,
      groupSize: others,
      direct: true,
      reply,
    };
  } else {
    run.latest = Math.max(run.latest, interaction.at);
    run.count++;
    if (day > run.day) {
      run.days++;
      run.day = day;
    }
    if (interaction.subject !== '') run.subject = interaction.subject;
    run.groupSize = Math.min(run.groupSize, others);
  }
  if (others <= QUESTION_GROUP && !reply) ask(fromUser ? state.theirs : state.ours, interaction);
}

/** The other side of `side` has written: a question is pending in that conversation. */
function ask(side: Answers, interaction: Interaction): void {
  expire(side, interaction.at);
  const same = side.pending.find(({ thread }) => thread === interaction.thread);
  if (same !== undefined) {
    same.key = interaction.evidenceKey;
    same.at = interaction.at;
    return;
  }
  if (side.pending.length >= PENDING_CAP) {
    side.pending.shift();
    side.asked++;
  }
  side.pending.push({ thread: interaction.thread, key: interaction.evidenceKey, at: interaction.at });
}

/** `side` has written: whatever was pending in that conversation is answered. False when nothing was. */
function settle(side: Answers, interaction: Interaction): boolean {
  expire(side, interaction.at);
  const index = side.pending.findIndex(
    ({ thread, key }) => key === interaction.answers || thread === interaction.thread,
  );
  const question = side.pending[index];
  if (question === undefined) return false;
  side.pending.splice(index, 1);
  side.asked++;
  side.answered++;
  side.logHours += Math.log1p(Math.max(0, interaction.at - question.at) / HOUR);
  return true;
}

/** Gives up on questions older than the window: they were asked and not answered. */
function expire(side: Answers, now: number): void {
  let index = 0;
  while (index < side.pending.length) {
    const question = side.pending[index];
    if (question !== undefined && now - question.at > ANSWER_WINDOW_DAYS * DAY) {
      side.pending.splice(index, 1);
      side.asked++;
    } else index++;
  }
}

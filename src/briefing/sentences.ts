/** The sentences around the people: what is asked, how trust stands, what was read. Each says only what was counted. */
import type { Ledger, SkipReason } from '../domain/evidence.ts';
import type { Candidate } from './candidate.ts';
import { inWords, type Moments, span } from './moments.ts';
import { CAP, isolated, printable, shorten } from './printable.ts';
import type { Selection, Suggestion } from './select.ts';
import { usuallyAnswers } from '../trust/habit.ts';
import { isQuestion } from '../trust/habit.ts';

/** What stands after the name of somebody who waits: "asked you something on 12 October (“Lisbon in spring?”)." */
export function askedSentence({ facts }: Candidate, moments: Moments): string {
  const open = facts.open;
  if (open === null) return '';
  const subject = isolated(printable(open.subject, CAP.subject));
  const verb = isQuestion(open) ? 'asked you something' : 'wrote to you';
  const when =
    open.count > 1
      ? `${inWords(open.count)} times, last on ${moments.date(open.latest)}`
      : `on ${moments.date(open.latest)}`;
  return `${verb} ${when}${subject === '' ? '' : ` (“${subject}”)`}.`.replace('two times', 'twice');
}

/** "You usually answer within a day."; nothing where that is not so. */
export function usualAnswer({ facts }: Candidate): string {
  if (!usuallyAnswers(facts)) return '';
  const { hours } = facts.userAnswers;
  const within =
    hours === null || hours > 8 * 24
      ? ''
      : hours <= 4
        ? ' within hours'
        : hours <= 30
          ? ' within a day'
          : hours <= 54
            ? ' within two days'
            : ' within a week';
  return `You usually answer${within}.`;
}

/** "An old strong tie. Trust 78, 5 down this month." */
export function standingSentence({ candidate, place }: Suggestion): string {
  const { trust } = candidate.reading;
  const change = candidate.trustMonthAgo === null ? 0 : trust - candidate.trustMonthAgo;
  const moved = change === 0 ? '' : `, ${Math.abs(change)} ${change > 0 ? 'up' : 'down'} this month`;
  return `${place === 'old-tie' ? 'An old strong tie. ' : ''}Trust ${trust}${moved}.`;
}

/** Who sits in the meeting: "the two of you", "four of you". */
export function companySentence(others: number): string {
  return others <= 1 ? 'the two of you' : `${inWords(others + 1)} of you`;
}

/** "Last met in June."; nothing for a group, where it would be a list. */
export function lastMetSentence(people: readonly Candidate[], moments: Moments): string {
  const [person] = people;
  if (people.length !== 1 || person === undefined) return '';
  const at = person.facts.lastMeetingAt;
  return at === null ? 'Your calendar knows of no meeting before.' : `Last met ${moments.met(at)}.`;
}

/** "43 of the 311 people you deal with, 2 more than a month ago." */
export function circleSentence({ size, of, change, before }: Selection['circle'], moments: Moments): string {
  if (of === 0) return '';
  if (of === 1) return `The one person you deal with is ${size === 1 ? 'in it' : 'not in it yet'}.`;
  return `${moments.number(size)} of the ${moments.number(of)} people you deal with${circleChange(change, moments)}${circleBefore(before, moments)}.`;
}

/** " (a quarter ago 8, a year ago 5)" */
function circleBefore({ quarter, year }: Selection['circle']['before'], moments: Moments): string {
  const then = [
    ...(quarter === null ? [] : [`a quarter ago ${moments.number(quarter)}`]),
    ...(year === null ? [] : [`a year ago ${moments.number(year)}`]),
  ];
  return then.length === 0 ? '' : ` (${then.join(', ')})`;
}

/** ", 2 more than a month ago" */
export function circleChange(change: number | null, moments: Moments): string {
  if (change === null) return '';
  if (change === 0) return ', as many as a month ago';
  return `, ${moments.number(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than a month ago`;
}

/** What the ledger line calls "newsletters, lists and robots". */
const MACHINES: readonly SkipReason[] = ['newsletter', 'mailing-list', 'no-reply', 'robot', 'auto-reply', 'bounce'];

/** What was read and what became of it, loud when something is missing. */
export function ledgerSentences(ledger: readonly Ledger[], historyFrom: number | null, moments: Moments): string[] {
  const privacy = 'Your mails’ texts are never stored.';
  const sum = (value: (entry: Ledger) => number, kind?: Ledger['kind']) =>
    ledger
      .filter((entry) => kind === undefined || entry.kind === kind)
      .reduce((total, entry) => total + value(entry), 0);
  const skipped = (reason: SkipReason) => sum((entry) => entry.skipped[reason] ?? 0);

  const mails = sum((entry) => entry.read, 'mail');
  const events = sum((entry) => entry.read, 'calendar');
  if (mails + events === 0) return [`No mail and no calendar has been read yet. ${privacy}`];

  const machines = MACHINES.reduce((total, reason) => total + skipped(reason), 0);
  const read = [
    ...(mails > 0 ? [counted(mails, 'message', 'messages', moments)] : []),
    ...(events > 0 ? [counted(events, 'calendar entry', 'calendar entries', moments)] : []),
  ].join(' and ');
  const since = historyFrom === null ? '' : `, back to ${moments.month(historyFrom)}`;
  const noise =
    machines === 0
      ? ''
      : `; ${moments.number(machines)} ${machines === 1 ? 'was' : 'were'} newsletters, lists and robots`;

  const lost = [
    [skipped('unreadable'), 'could not be read'],
    [skipped('undated'), 'had no usable date'],
    [skipped('too-large'), skipped('too-large') === 1 ? 'was too large' : 'were too large'],
  ] as const;
  const missing = lost.filter(([count]) => count > 0).map(([count, why]) => `${moments.number(count)} ${why}`);
  const unaccounted = sum((entry) => {
    const reasons = Object.values(entry.skipped).reduce((total, count) => total + count, 0);
    return Math.abs(entry.read - entry.counted - reasons);
  });
  return [
    `Read ${read}${since}${noise}. ${missing.length === 0 ? 'Nothing was left unread.' : `Not counted: ${missing.join(', ')}.`} ${privacy}`,
    ...(unaccounted === 0
      ? []
      : [`The count does not add up: ${counted(unaccounted, 'item is', 'items are', moments)} unaccounted for.`]),
  ];
}

function counted(count: number, one: string, many: string, moments: Moments): string {
  return `${moments.number(count)} ${count === 1 ? one : many}`;
}

/** Longest subject line; what is beyond this is not shown in most inboxes. */
const SUBJECT_LENGTH = 70;

/** A person and a reason, in at most 70 characters. `names` are what the mail calls its people. */
export function subjectLine(
  { waiting, suggestions, meeting }: Selection,
  nameOf: (candidate: Candidate) => string,
  moments: Moments,
): string {
  const [asking] = waiting;
  const [first] = suggestions;
  const [appointment] = meeting;
  if (asking !== undefined) {
    const more = suggestions.length;
    return fitted(
      nameOf(asking),
      (name) => `${name} is waiting for your answer`,
      more === 0 ? '' : `, and ${more} more to keep warm`,
    );
  }
  if (first !== undefined) {
    const more = suggestions.length - 1;
    const silence = span(first.candidate.reading.silenceDays);
    const reason = first.place === 'old-tie' ? `${silence} since you were last in touch` : `quiet for ${silence}`;
    return fitted(
      nameOf(first.candidate),
      (name) => `You and ${name}: ${reason}`,
      more === 0 ? '' : `, and ${more} more to keep warm`,
    );
  }
  if (appointment?.people[0] !== undefined) {
    const when = moments.appointment(appointment.at);
    return fitted(
      nameOf(appointment.people[0]),
      (name) => `A quiet week: you will see ${name}`,
      ` ${when.startsWith('to') ? '' : 'on '}${when}`,
    );
  }
  return 'A quiet week: nobody to suggest';
}

/** The whole line, or without its tail, or with a shorter name. */
function fitted(name: string, line: (name: string) => string, tail: string): string {
  const whole = line(name) + tail;
  if (whole.length <= SUBJECT_LENGTH) return whole;
  const alone = line(name);
  if (alone.length <= SUBJECT_LENGTH) return alone;
  let shorter = name;
  for (let length = name.length; line(shorter).length > SUBJECT_LENGTH && length > 1; length -= 1)
    shorter = shorten(name, length);
  return [...line(shorter)].slice(0, SUBJECT_LENGTH).join('');
}

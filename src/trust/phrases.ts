/**
 * The English of an explanation, all in one place so that other languages can follow. Every function gets finished
 * parts (names, dates, spans) and joins them; nothing here decides what is said.
 *
 * Tone: the pattern first, then the break, never a reproach, no feelings, no guess at what a message was about.
 */

/** How contact took place: `mutual` mail, meetings, both, or mail in one direction only. */
export type Manner = 'mutual' | 'met' | 'both' | 'sent' | 'received';

function subjectOf(manner: Manner, name: string): string {
  switch (manner) {
    case 'mutual':
      return `You and ${name} wrote`;
    case 'met':
      return 'You met';
    case 'both':
      return 'You met or wrote';
    case 'sent':
      return `You wrote to ${name}`;
    case 'received':
      return `${name} wrote`;
  }
}

const WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
] as const;

/** A whole number, in words up to twelve. */
export function number(count: number): string {
  return WORDS[count] ?? digits(count);
}

function digits(count: number): string {
  return count.toLocaleString('en');
}

function counted(count: number, unit: string): string {
  return `${number(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** `3 mails`, with digits: for facts, which are checked rather than read. */
export function tally(count: number, unit: string): string {
  return `${digits(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** A length of time, rounded to what one would say: days to two weeks, weeks to eleven, months to two years, then years. */
export function span(days: number): string {
  if (days < 14) return counted(Math.max(1, Math.round(days)), 'day');
  if (days < 80) return counted(Math.round(days / 7), 'week');
  if (days < 700) return counted(Math.round(days / 30.44), 'month');
  return counted(Math.round(days / 365.25), 'year');
}

/** How often, for a usual gap in days. */
export function every(days: number): string {
  if (days < 1.5) return 'almost every day';
  if (days < 5) return `every ${number(Math.round(days))} days`;
  if (days < 9) return 'about once a week';
  if (days < 12.5) return 'about every ten days';
  if (days < 18) return 'about every two weeks';
  if (days < 26) return 'about every three weeks';
  if (days < 38) return 'about once a month';
  if (days < 53) return 'about every six weeks';
  if (days < 320) return `about every ${number(Math.round(days / 30.44))} months`;
  if (days < 500) return 'about once a year';
  return `about every ${span(days)}`;
}

/** How soon an answer usually comes, for a delay in hours. */
export function within(hours: number): string {
  if (hours < 0.75) return 'within the hour';
  if (hours < 1.5) return 'in about an hour';
  if (hours < 20) return `in about ${number(Math.round(hours))} hours`;
  if (hours < 36) return 'in about a day';
  return `in about ${span(hours / 24)}`;
}

/** `today`, `yesterday`, or `81 days`. */
export function ago(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  return `${span(days)} ago`;
}

/** Sentences and halves of sentences of a reason. */
export const reason = {
  pattern: (manner: Manner, name: string, rhythm: string, length: string) =>
    `${subjectOf(manner, name)} ${rhythm} for ${length}`,
  daysIn: (manner: Manner, name: string, days: string, month: string) =>
    `${subjectOf(manner, name)} on ${days} in ${month}`,
  daysBetween: (manner: Manner, name: string, days: string, from: string, to: string) =>
    `${subjectOf(manner, name)} on ${days} between ${from} and ${to}`,
  once: (manner: Manner, name: string, date: string) => `${subjectOf(manner, name)} on one day, ${date}`,
  nothingSince: (date: string, silence: string) => `nothing since ${date} (${silence})`,
  onlyCrowdsSince: (date: string, silence: string) => `only in larger groups since ${date} (${silence})`,
  lastOn: (date: string, when: string) => `the last time was ${date} (${when})`,
  lastWhen: (when: string) => `the last time was ${when}`,
  yearlyNow: (month: string, since: number) => `Every ${month} since ${since} you catch up. It is ${month}.`,
  yearlyMissed: (month: string, since: number, until: number) =>
    `Every ${month} from ${since} to ${until} you caught up. This time ${month} went by without.`,
  theyWait: (name: string, date: string) => `${name} wrote last, on ${date}, and waits for your answer.`,
  theyWrote: (name: string, date: string) => `${name} wrote last, on ${date}; no mail from you since.`,
  theyWaitTimes: (name: string, times: string, first: string) =>
    `${name} has written ${times} since ${first} and waits for your answer.`,
  userWroteLast: (name: string, date: string) => `You wrote last, on ${date}, and ${name} has not answered yet.`,
  userWaits: (name: string, silence: string) =>
    `You wrote last, ${silence} ago, and ${name} has not answered; one light nudge is fine.`,
  userWroteTimes: (name: string, times: string, first: string) =>
    `You have written ${times} since ${first} without an answer from ${name}; leave it there for now.`,
  theyUsually: (name: string, time: string) => `${name} usually answers ${time}.`,
  youUsually: (time: string) => `You usually answer ${time}.`,
  onlyCrowds: (date: string) => `So far you have only shared larger groups, last on ${date}.`,
};

/** One line each of what a reason puts into two sentences, for the portrait of one person. */
export const account = {
  yearly: (month: string, since: number, until: number) => `Every ${month} from ${since} to ${until} you caught up.`,
  noBreak: (date: string, when: string) => `None: the last time was ${date} (${when}).`,
  noBreakWhen: (when: string) => `None: the last time was ${when}.`,
  nothingSince: (date: string, silence: string) => `Nothing since ${date} (${silence}).`,
  onlyCrowdsSince: (date: string, silence: string) => `Only in larger groups since ${date} (${silence}).`,
  answeredLast: (name: string | null, date: string) =>
    `${name ?? 'You'} answered last, on ${date}; nothing is open since.`,
  nothingOpen: 'No mail waits for an answer.',
};

/** What speaks for a line now, or for leaving it. */
export const whyNow = {
  yearlyNow: (month: string) => `It is ${month}, the month in which you catch up.`,
  yearlyMissed: (month: string) => `${month} is not long past, and a line still fits.`,
  yearlyResting: (month: string) => `Nothing presses: your month is ${month}.`,
  waits: (date: string) => `The mail of ${date} is one you would usually answer.`,
  begin: (date: string) => `The mail of ${date} is a natural place to begin.`,
  enough: (name: string, times: string) => `Not now: you have written ${times}, and the next word is ${name}’s.`,
  theirTurn: (name: string, date: string) => `Not now: since ${date} the next word is ${name}’s.`,
  inRhythm: 'Nothing presses: the silence is within your usual rhythm.',
  fewDays: (days: string) => `With ${days} of contact there is no rhythm to measure a silence by.`,
  oneWay: 'Nothing presses: mail has gone one way only so far.',
  away: (name: string, date: string) => `Not now: ${name} is away until ${date}.`,
  noAddress: (date: string) => `There is no address left to write to: mail has come back since ${date}.`,
  /** `away`: days of the silence in which the person was away; '' for none. */
  slipping: (away: string, ratio: string, earned: string, left: string) =>
    `The silence${away === '' ? '' : `, less ${away} away,`} is ${ratio} times your usual gap; of ${earned} points of trust earned, ${left} are left.`,
  crowds: 'Nothing presses: there has been no contact in a smaller group yet.',
};

/** A chance one can picture, by the nearest on a scale of common ones. */
const CHANCES = [
  [1, 100],
  [1, 50],
  [1, 20],
  [1, 10],
  [1, 5],
  [1, 4],
  [1, 3],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
  [9, 10],
  [19, 20],
  [49, 50],
  [99, 100],
] as const;

/** `about 1 in 5`, for a probability; nearest by odds, so that small chances are told apart. */
export function chance(probability: number): string {
  if (probability < 0.005) return 'less than 1 in 100';
  if (probability > 0.995) return 'more than 99 in 100';
  const odds = (share: number) => Math.log(share / (1 - share));
  const off = ([part, whole]: readonly [number, number]) => Math.abs(odds(part / whole) - odds(probability));
  const [part, whole] = CHANCES.reduce((best, one) => (off(one) < off(best) ? one : best));
  return `about ${part} in ${whole}`;
}

/** One decimal below ten, whole above: `3.4`, `12`. */
export function ratio(times: number): string {
  return times < 9.95 ? times.toFixed(1) : digits(Math.round(times));
}

/** Short facts under a reason: digits and dates, to be checked rather than read. */
export const fact = {
  since: (days: string, date: string) => `In touch on ${days} since ${date}`,
  onlyDay: (date: string) => `In touch on one day, ${date}`,
  last: (kind: 'mail_out' | 'mail_in' | 'meeting', name: string, date: string) => {
    if (kind === 'meeting') return `Last: a meeting on ${date}`;
    return kind === 'mail_out' ? `Last: your mail of ${date}` : `Last: a mail from ${name} on ${date}`;
  },
  theyWait: (name: string, date: string) => `${name} wrote on ${date}; no answer from you since`,
  userWaits: (name: string, date: string) => `You wrote on ${date}; no answer from ${name} since`,
  rhythm: (gap: string, silence: string) => `Average gap ${gap}; ${silence} since the last time`,
  mails: (out: number, incoming: number, name: string) =>
    `${tally(out, 'mail')} from you, ${digits(incoming)} from ${name}`,
  meetings: (count: number, length: string) => `${tally(count, 'meeting')}, ${length} in all`,
  theirAnswers: (name: string, answered: number, asked: number, time: string | null) =>
    `${name} answered ${digits(answered)} of ${tally(asked, 'time')}${time === null ? '' : `, usually ${time}`}`,
  userAnswers: (answered: number, asked: number, time: string | null) =>
    `You answered ${digits(answered)} of ${tally(asked, 'time')}${time === null ? '' : `, usually ${time}`}`,
  first: (date: string) => `First contact of any kind ${date}`,
  onlyCrowds: 'No mail or meeting in a smaller group',
  crowds: (count: number, date: string) => `${tally(count, 'time')} in larger groups; last contact of any kind ${date}`,
};

/** First lines the user could write. Each refers to a date or a subject on record, and asks one thing. */
export const opener = {
  answer: (subject: string, date: string) =>
    subject === ''
      ? `Thanks for your note of ${date}; here is my answer:`
      : `Thanks for your note of ${date} (“${subject}”); here is my answer:`,
  nudge: (subject: string, date: string) =>
    subject === ''
      ? `I wrote on ${date}; is there anything you need from me?`
      : `I wrote on ${date} about “${subject}”; is there any news on your side?`,
  subject: (subject: string, month: string) => `We wrote about “${subject}” in ${month}. Where does it stand now?`,
  meeting: (subject: string, month: string) => `We met for “${subject}” in ${month}. How has it gone on since?`,
  met: (month: string) => `We last met in ${month}. Do you have half an hour in the next two weeks?`,
  wrote: (month: string) => `We last wrote in ${month}. Do you have half an hour for a call in the next two weeks?`,
  yearly: (month: string) => `It is ${month} again. Shall we find a date for our yearly catch-up?`,
};

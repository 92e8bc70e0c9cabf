/**
 * Reads the sentences of an explanation back, by a grammar of its own that knows nothing of how they were made, and
 * compares every figure in them with the facts.
 */
import { Temporal } from 'temporal-polyfill';
import type { TieFacts, TrustReading } from './types.ts';

export const ZONE = 'Europe/Lisbon';
export const NAME = 'Tomas';

export interface Known {
  facts: TieFacts;
  reading: TrustReading;
  now: number;
}

const WORDS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const UNIT_DAYS: Record<string, number> = { day: 1, week: 7, month: 365.25 / 12, year: 365.25 };

const numberIn = (text: string) => (WORDS.includes(text) ? WORDS.indexOf(text) : Number(text.replaceAll(',', '')));
export const dayOf = (moment: number) =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(ZONE).toPlainDate();
const between = (from: number, to: number) => Math.max(0, dayOf(from).until(dayOf(to)).days);

/** What each kind of figure looks like, and whether it says the value it should say. */
const FIGURES = {
  N: { looks: `[\\d,]+|${WORDS.join('|')}`, says: (text: string, value: number) => numberIn(text) === value },
  DATE: {
    looks: `\\d{1,2} (?:${MONTHS.join('|')})(?: \\d{4})?`,
    says(text: string, value: number, { now }: Known) {
      const [day, month, year] = text.split(' ') as [string, string, string?];
      const named = Temporal.PlainDate.from({
        year: year === undefined ? dayOf(now).year : Number(year),
        month: MONTHS.indexOf(month) + 1,
        day: Number(day),
      });
      return named.equals(dayOf(value));
    },
  },
  /** A month of this year. */
  MONTH: {
    looks: MONTHS.join('|'),
    says: (text: string, value: number, { now }: Known) =>
      dayOf(value).year === dayOf(now).year && MONTHS[dayOf(value).month - 1] === text,
  },
  MONTHYEAR: {
    looks: `(?:${MONTHS.join('|')}) \\d{4}`,
    says: (text: string, value: number) => `${MONTHS[dayOf(value).month - 1]} ${dayOf(value).year}` === text,
  },
  /** Contact in that month of each of these years, and not in the year before or after. */
  SERIES: {
    looks: `(?:${MONTHS.join('|')}) (?:since \\d{4}|from \\d{4} to \\d{4})`,
    says(text: string, _value: number, { facts, now }: Known) {
      const [month, , from, , to] = text.split(' ') as [string, string, string, string?, string?];
      const until = to === undefined ? dayOf(now).year - 1 : Number(to);
      const isIn = (year: number) => facts.months[`${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}`] ?? 0;
      const years = Array.from({ length: until - Number(from) + 1 }, (_, i) => Number(from) + i);
      return years.length > 2 && years.every(isIn) && !isIn(Number(from) - 1) && !isIn(until + 1);
    },
  },
  RATIO: {
    looks: '[\\d,]+(?:\\.\\d)?',
    says: (text: string, value: number) => Math.abs(numberIn(text) - value) <= (value < 9.95 ? 0.0501 : 0.501),
  },
  SPAN: {
    looks: `(?:[\\d,]+|${WORDS.join('|')}) (?:day|week|month|year)s?`,
    says(text: string, days: number) {
      const [count, unit] = text.split(' ') as [string, string];
      return Math.abs(Math.max(1, days) / (UNIT_DAYS[unit.replace(/s$/, '')] ?? NaN) - numberIn(count)) <= 0.505;
    },
  },
  AGO: {
    looks: `today|yesterday|(?:[\\d,]+|${WORDS.join('|')}) (?:day|week|month|year)s? ago`,
    says(text: string, days: number, known: Known): boolean {
      if (text === 'today') return days === 0;
      return text === 'yesterday' ? days === 1 : FIGURES.SPAN.says(text.replace(' ago', ''), days) && known.now > 0;
    },
  },
  EVERY: {
    looks: `almost every day|(?:about )?(?:every|once a) [\\w, ]+?`,
    says(text: string, days: number) {
      if (text === 'almost every day') return days < 1.5;
      const [, count, unit] = /(?:every (\S+)|once a) (day|week|month|year)s?$/.exec(text) ?? [];
      const named = numberIn(count ?? 'one') * (UNIT_DAYS[unit ?? ''] ?? NaN);
      return days / named > 0.7 && days / named < 1.38;
    },
  },
  WITHIN: {
    looks: `within the hour|in about [\\w, ]+`,
    says(text: string, hours: number) {
      if (text === 'within the hour') return hours < 0.75;
      const [, count, unit] = /in about (\S+) (hour|day|week|month|year)s?$/.exec(text) ?? [];
      const named = /^an?$/.test(count ?? '') ? 1 : numberIn(count ?? '');
      const length = unit === 'hour' ? hours : hours / 24 / (UNIT_DAYS[unit ?? ''] ?? NaN);
      return count === 'a' ? length > 0.8 && length < 1.5 : Math.abs(length - named) <= 0.5;
    },
  },
} as const;

type Answers = TieFacts['theirAnswers'];
const answers = ({ answered, asked, hours }: Answers) =>
  hours === null ? [answered, asked] : [answered, asked, hours];
const first = ({ facts }: Known) => facts.firstPersonalAt ?? NaN;
const last = ({ facts }: Known) => facts.lastPersonalAt ?? NaN;
const silence = (known: Known) => between(last(known), known.now);
const length = (known: Known) => between(first(known), last(known));
const activeDays = ({ facts }: Known) => Object.values(facts.months).reduce((sum, days) => sum + days, 0);
const rhythm = (known: Known) => length(known) / (activeDays(known) - 1);
const since = ({ facts }: Known) => facts.open?.since ?? NaN;
const latest = ({ facts }: Known) => facts.open?.latest ?? NaN;
const minutes = ({ facts }: Known) => Math.round(facts.meetingMinutes);

const WROTE = `(?:You and ${NAME} wrote|You met|You met or wrote|You wrote to ${NAME}|${NAME} wrote)`;
/** How a sentence reads and what its figures are, in their order. */
const PATTERNS: [text: string, values: (known: Known) => number[]][] = [
  [`${WROTE} {EVERY} for {SPAN}`, (k) => [rhythm(k), length(k)]],
  [`${WROTE} on one day, {DATE}`, (k) => [last(k)]],
  [`${WROTE} on {N} days in {MONTH}`, (k) => [activeDays(k), last(k)]],
  [`${WROTE} on {N} days in {MONTHYEAR}`, (k) => [activeDays(k), last(k)]],
  // Where one year is named, both are: "between September 2024 and September" would leave the reader to guess.
  [`${WROTE} on {N} days between {MONTH} and {MONTH}`, (k) => [activeDays(k), first(k), last(k)]],
  [`${WROTE} on {N} days between {MONTHYEAR} and {MONTHYEAR}`, (k) => [activeDays(k), first(k), last(k)]],
];
const BREAKS: typeof PATTERNS = [
  ['(?:; n|N)othing since {DATE} \\({N} days?\\)', (k) => [last(k), silence(k)]],
  ['(?:; o|O)nly in larger groups since {DATE} \\({N} days?\\)', (k) => [last(k), silence(k)]],
  ['(?:; |None: )the last time was {DATE} \\({AGO}\\)', (k) => [last(k), silence(k)]],
  ['(?:; |None: )the last time was {AGO}', (k) => [silence(k)]],
];
const SENTENCES: typeof PATTERNS = [
  ...PATTERNS.map(([text, values]): (typeof PATTERNS)[number] => [`${text}\\.`, values]),
  ...BREAKS.map(([text, values]): (typeof PATTERNS)[number] => [`${text}\\.`, values]),
  ...PATTERNS.flatMap(([text, values]) =>
    BREAKS.map(([then, more]): (typeof PATTERNS)[number] => [`${text}${then}\\.`, (k) => [...values(k), ...more(k)]]),
  ),
  [`${WROTE} on one day, {DATE} \\({AGO}\\)\\.`, (k) => [last(k), silence(k)]],
  [`${NAME} wrote last, on {DATE}(?:; no mail from you since|, and waits for your answer)\\.`, (k) => [latest(k)]],
  [
    `${NAME} has written {N} times since {DATE} and waits for your answer\\.`,
    (k) => [k.facts.open?.count ?? NaN, since(k)],
  ],
  [`You wrote last, on {DATE}, and ${NAME} has not answered yet\\.`, (k) => [latest(k)]],
  [
    `You wrote last, {SPAN} ago, and ${NAME} has not answered; one light nudge is fine\\.`,
    (k) => [between(latest(k), k.now)],
  ],
  [
    `You have written {N} times since {DATE} without an answer from ${NAME}; leave it there for now\\.`,
    (k) => [k.facts.open?.count ?? NaN, since(k)],
  ],
  [`${NAME} usually answers {WITHIN}\\.`, (k) => [k.facts.theirAnswers.hours ?? NaN]],
  ['You usually answer {WITHIN}\\.', (k) => [k.facts.userAnswers.hours ?? NaN]],
  ['So far you have only shared larger groups, last on {DATE}\\.', (k) => [k.facts.lastAt]],
  ['Every {SERIES} you (?:catch|caught) up\\.', () => [0]],
  [
    'The silence is {RATIO} times your usual gap; of {N} points of trust earned, {N} are left\\.',
    (k) => [(silence(k) - k.facts.pausedDays) / rhythm(k), k.reading.earned, k.reading.trust],
  ],
  [
    'The silence, less {N} days? away, is {RATIO} times your usual gap; of {N} points of trust earned, {N} are left\\.',
    (k) => {
      const { pausedDays } = k.facts;
      return [pausedDays, (silence(k) - pausedDays) / rhythm(k), k.reading.earned, k.reading.trust];
    },
  ],
  // State of play and why now.
  [`(?:You|${NAME}) answered last, on {DATE}; nothing is open since\\.`, (k) => [latest(k)]],
  ['The mail of {DATE} is one you would usually answer\\.', (k) => [latest(k)]],
  ['The mail of {DATE} is a natural place to begin\\.', (k) => [latest(k)]],
  [`Not now: you have written {N} times, and the next word is ${NAME}’s\\.`, (k) => [k.facts.open?.count ?? NaN]],
  [`Not now: since {DATE} the next word is ${NAME}’s\\.`, (k) => [latest(k)]],
  ['With {N} days? of contact there is no rhythm to measure a silence by\\.', (k) => [activeDays(k)]],
  ['Nothing presses: mail has gone one way only so far\\.', () => []],
  // Facts.
  ['In touch on {N} days since {DATE}', (k) => [activeDays(k), first(k)]],
  ['In touch on one day, {DATE}', (k) => [first(k)]],
  [`Last: (?:a meeting on|your mail of|a mail from ${NAME} on) {DATE}`, (k) => [last(k)]],
  [`(?:${NAME}|You) wrote on {DATE}; no answer from (?:you|${NAME}) since`, (k) => [latest(k)]],
  ['Average gap {N} days?; {N} days? since the last time', (k) => [Math.round(rhythm(k)), silence(k)]],
  [`{N} mails? from you, {N} from ${NAME}`, (k) => [k.facts.mailsOut, k.facts.mailsIn]],
  ['{N} meetings?, {N} minutes? in all', (k) => [k.facts.meetings, minutes(k)]],
  ['{N} meetings?, {N} hours? in all', (k) => [k.facts.meetings, Math.round(minutes(k) / 60)]],
  [`${NAME} answered {N} of {N} times?`, (k) => answers({ ...k.facts.theirAnswers, hours: null })],
  [`${NAME} answered {N} of {N} times?, usually {WITHIN}`, (k) => answers(k.facts.theirAnswers)],
  ['You answered {N} of {N} times?', (k) => answers({ ...k.facts.userAnswers, hours: null })],
  ['You answered {N} of {N} times?, usually {WITHIN}', (k) => answers(k.facts.userAnswers)],
  ['First contact of any kind {DATE}', (k) => [k.facts.firstAt]],
  ['{N} times? in larger groups; last contact of any kind {DATE}', (k) => [k.facts.crowds, k.facts.lastAt]],
];

const compiled = SENTENCES.map(([text, values]) => {
  const kinds: (keyof typeof FIGURES)[] = [];
  const source = text.replace(/\{(\w+)\}/g, (_all, kind: keyof typeof FIGURES) => {
    kinds.push(kind);
    return `(${FIGURES[kind].looks})`;
  });
  return { form: new RegExp(`^${source}$`), kinds, values };
});

const HAS_FIGURE = new RegExp(`\\d|\\b(?:${WORDS.slice(1).join('|')})\\b`);

/** What is wrong with a sentence, null when every figure in it is right. */
export function fault(sentence: string, known: Known): string | null {
  if (!HAS_FIGURE.test(sentence)) return null;
  let wrong = 'no known form';
  for (const { form, kinds, values } of compiled) {
    const found = form.exec(sentence);
    if (found === null) continue;
    const expected = values(known);
    const off = kinds.find((kind, i) => !FIGURES[kind].says(found[i + 1] ?? '', expected[i] ?? NaN, known));
    if (off === undefined) return null;
    wrong = `${off} should say ${expected.join(', ')}`;
  }
  return `${sentence} – ${wrong}`;
}

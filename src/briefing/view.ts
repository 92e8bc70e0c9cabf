/**
 * The one view model that HTML, text and JSON are made from. All texts are final: printable, capped, in the user's zone
 * and language; the templates only place them. Nothing here is escaped, each rendering escapes for its own format.
 */
import type { Ledger } from '../domain/evidence.ts';
import { explain } from '../trust/explain.ts';
import type { TieFacts } from '../trust/types.ts';
import type { BriefingInput, Candidate } from './candidate.ts';
import { answerSubject, mailto } from './mailto.ts';
import { englishLocale, inWords, type Moments, momentsAt } from './moments.ts';
import { CAP, displayName, firstName, isolated, printable, shorten, withoutIsolation } from './printable.ts';
import { type Selection, selectBriefing, type Suggestion } from './select.ts';
import {
  askedSentence,
  circleChange,
  circleSentence,
  companySentence,
  lastMetSentence,
  ledgerSentences,
  standingSentence,
  subjectLine,
  usualAnswer,
} from './sentences.ts';
import { type Strip, stripOf } from './strip.ts';

export interface BriefingView {
  lang: string;
  /** ms UTC. */
  now: number;
  zone: string;
  /** At most 70 characters. */
  subject: string;
  preheader: string;
  date: string;
  greeting: string;
  /** One or two paragraphs. */
  lead: string[];
  titles: Record<TitleKey | `${TitleKey}Caps`, string>;
  waiting: WaitingView[];
  suggestions: SuggestionView[];
  meeting: MeetingView[];
  circle: Selection['circle'] & { sentence: string };
  /** '' where replies are not read. */
  examples: string;
  ledger: string[];
  /** The counts behind the ledger's sentences. */
  streams: Ledger[];
}

type TitleKey = keyof typeof TITLES;

interface PersonView {
  personId: string;
  name: string;
  /** What the sentences call this person; unique within the mail. */
  callName: string;
  email: string;
  trust: number;
  /** `mailto:` with subject and text filled in; null for an address no link can be made for. */
  writeUrl: string | null;
}

export interface SuggestionView extends PersonView {
  n: number;
  reason: string;
  facts: string[];
  /** The facts as one paragraph. */
  evidence: string;
  opener: string;
  standing: string;
  oldTie: boolean;
  strip: Strip | null;
  actions: { label: string; url: string }[];
}

export interface WaitingView extends PersonView {
  /** ms UTC of their last message. */
  since: number;
  asked: string;
  usual: string;
}

export interface MeetingView {
  /** ms UTC. */
  at: number;
  minutes: number;
  others: number;
  title: string;
  people: { personId: string; name: string; email: string; trust: number }[];
  names: string;
  when: string;
  company: string;
  lastMet: string;
}

const TITLES = {
  waiting: 'Waiting for you',
  suggestions: 'Worth a line this week',
  meeting: 'You will see them anyway',
  circle: 'Your circle of trust',
};

/** The briefing as of `input.now`. Throws `RangeError` for an unknown zone; nothing in a mail can make it throw. */
export function viewBriefing(input: BriefingInput): BriefingView {
  const selection = selectBriefing(input);
  const moments = momentsAt(input.now, input.zone, input.locale);
  const callName = callNames([...selection.waiting, ...selection.suggestions.map(({ candidate }) => candidate)]);
  const subject = subjectLine(selection, callName, moments);
  const context = { input, moments, callName, subject, canReply: input.canReply ?? false };
  const suggestions = selection.suggestions.map((suggestion, index) => suggestionView(suggestion, index + 1, context));
  const { circle } = selection;
  return {
    lang: englishLocale(input.locale),
    now: input.now,
    zone: input.zone,
    subject,
    preheader: preheader(circle, moments),
    date: moments.today(input.now),
    greeting: greeting(input.user),
    lead: lead(selection),
    titles: {
      ...TITLES,
      waitingCaps: TITLES.waiting.toUpperCase(),
      suggestionsCaps: TITLES.suggestions.toUpperCase(),
      meetingCaps: TITLES.meeting.toUpperCase(),
      circleCaps: TITLES.circle.toUpperCase(),
    },
    waiting: selection.waiting.map((candidate) => waitingView(candidate, context)),
    suggestions,
    meeting: selection.meeting.map((appointment) => ({
      at: appointment.at,
      minutes: appointment.minutes,
      others: appointment.others,
      title: printable(appointment.title, CAP.subject),
      people: appointment.people.map(({ personId, name, email, reading }) => ({
        personId,
        name: displayName(name, email),
        email: printable(email, CAP.email),
        trust: reading.trust,
      })),
      names: isolated(listed(appointment.people.map(({ name, email }) => displayName(name, email)))),
      when: moments.appointment(appointment.at),
      company: companySentence(appointment.others),
      lastMet: lastMetSentence(appointment.people, moments),
    })),
    circle: { ...circle, sentence: circleSentence(circle, moments) },
    examples: context.canReply ? replyExamples(suggestions) : '',
    ledger: ledgerSentences(input.ledger, input.historyFrom, moments),
    streams: input.ledger,
  };
}

interface Context {
  input: BriefingInput;
  moments: Moments;
  callName: (candidate: Candidate) => string;
  subject: string;
  canReply: boolean;
}

function person({ personId, name, email, reading }: Candidate): Omit<PersonView, 'callName' | 'writeUrl'> {
  return { personId, name: displayName(name, email), email: printable(email, CAP.email), trust: reading.trust };
}

function suggestionView(suggestion: Suggestion, n: number, context: Context): SuggestionView {
  const { candidate } = suggestion;
  const { input, moments } = context;
  const name = displayName(candidate.name, candidate.email);
  const facts = printableFacts(candidate.facts);
  const explanation = explain({
    firstName: firstName(name),
    facts,
    reading: candidate.reading,
    now: input.now,
    zone: input.zone,
    locale: englishLocale(input.locale),
  });
  // Made from printable texts only, so nothing but the length is left to see to.
  const told = (sentence: string) => isolated(shorten(sentence, CAP.sentence));
  const opener = told(explanation.opener);
  const callName = context.callName(candidate);
  return {
    ...person(candidate),
    callName,
    n,
    reason: told(explanation.reason),
    facts: explanation.facts.map(told),
    evidence: explanation.facts.map(told).join(' · '),
    opener,
    standing: standingSentence(suggestion),
    oldTie: suggestion.place === 'old-tie',
    strip: stripOf(facts.months, input.historyFrom, moments),
    writeUrl: mailto(candidate.email, {
      subject: facts.lastSubject === '' ? helloFrom(input.user) : answerSubject(facts.lastSubject),
      body: `Hi ${firstName(name)},\n\n${withoutIsolation(opener)}\n`,
    }),
    actions: context.canReply ? replyActions(n, callName, context) : [],
  };
}

function waitingView(candidate: Candidate, context: Context): WaitingView {
  const subject = printable(candidate.facts.open?.subject ?? '', CAP.subject);
  return {
    ...person(candidate),
    callName: context.callName(candidate),
    since: candidate.facts.open?.latest ?? candidate.facts.lastAt,
    asked: askedSentence(candidate, context.moments),
    usual: usualAnswer(candidate),
    writeUrl: mailto(candidate.email, {
      subject: subject === '' ? helloFrom(context.input.user) : answerSubject(subject),
    }),
  };
}

/** The facts with every text made printable: sentences are built from these, never from what stood in the mail. */
function printableFacts(facts: TieFacts): TieFacts {
  return {
    ...facts,
    lastSubject: printable(facts.lastSubject, CAP.subject),
    open: facts.open && { ...facts.open, subject: printable(facts.open.subject, CAP.subject) },
  };
}

/** The first name, or the whole name where two people of this mail share it. */
function callNames(people: readonly Candidate[]): (candidate: Candidate) => string {
  const first = (candidate: Candidate) => firstName(displayName(candidate.name, candidate.email));
  const seen = new Map<string, number>();
  for (const candidate of people) seen.set(first(candidate), (seen.get(first(candidate)) ?? 0) + 1);
  return (candidate) =>
    (seen.get(first(candidate)) ?? 0) > 1 ? displayName(candidate.name, candidate.email) : first(candidate);
}

function greeting(user: BriefingInput['user']): string {
  const name = printable(user.name, CAP.name);
  return name === '' || name.includes('@') ? 'Hello,' : `Hello ${firstName(name)},`;
}

function helloFrom(user: BriefingInput['user']): string {
  const name = printable(user.name, CAP.name);
  return name === '' || name.includes('@') ? 'Hello' : `Hello from ${firstName(name)}`;
}

function lead({ suggestions, waiting, circle }: Selection): string[] {
  if (circle.of === 0)
    return [
      'There is nobody to write about yet: no mail or meeting with a person has been read.',
      'Bring in an archive that holds the mail you sent, and the next briefing will have names in it.',
    ];
  const people = (count: number, verb: [string, string]) =>
    `${inWords(count)} ${count === 1 ? 'person' : 'people'} ${count === 1 ? verb[0] : verb[1]}`;
  if (suggestions.length === 0 && waiting.length === 0)
    return ['It is a quiet week: there is nobody to suggest.', 'Nobody you usually answer is waiting for you either.'];
  const asks = waiting.length === 0 ? '' : people(waiting.length, ['waits for your answer', 'wait for your answer']);
  if (suggestions.length === 0) return [`${capital(asks)}. Beyond that it is a quiet week.`];
  const worth = people(suggestions.length, ['is worth a line this week', 'are worth a line this week']);
  return [`${capital(asks === '' ? worth : `${asks}, and ${worth}`)}.`];
}

function preheader(circle: Selection['circle'], moments: Moments): string {
  if (circle.of === 0) return 'Bring in an archive that holds the mail you sent.';
  const people = circle.size === 1 ? 'person' : 'people';
  return `${moments.number(circle.size)} ${people} in your circle${circleChange(circle.change, moments)}.`;
}

/** Three things to reply, with this mail's own numbers and names. */
function replyExamples(suggestions: readonly SuggestionView[]): string {
  const [first] = suggestions;
  if (first === undefined) return '';
  const second = suggestions[1] ?? first;
  const last = suggestions.at(-1) ?? first;
  return `Reply in your own words: “${first.n} in three weeks”, “${second.n} done, called”, “stop suggesting ${isolated(last.callName)}”.`;
}

/** Commands as prefilled mails to oneself: no link that a scanner could press (security: links in mail). */
function replyActions(n: number, callName: string, { input, subject }: Context): SuggestionView['actions'] {
  const name = isolated(callName);
  const commands = [
    [`Mark ${name} done`, `${n} done`],
    [`${name} in two weeks`, `${n} in two weeks`],
    [`Stop suggesting ${name}`, `stop suggesting ${n}`],
  ] as const;
  return commands.flatMap(([label, body]) => {
    const url = mailto(input.user.email, { subject: answerSubject(subject), body });
    return url === null ? [] : [{ label, url }];
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Invented histories for tests: what happened, in words, turned into interactions and folded. */
import type { Interaction } from '../domain/evidence.ts';
import { DAY, HOUR, localDayIn } from '../domain/time.ts';
import { explain, type Explanation } from './explain.ts';
import { emptyTie, fold, type TieState } from './fold.ts';
import { readTie } from './read.ts';
import type { TieFacts, TrustReading } from './types.ts';

const ZONE = 'Europe/Lisbon';
export const localDay = localDayIn(ZONE);

/** ms UTC of a date, at ten in the morning unless the text says more. */
export function at(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T10:00:00Z` : text);
}

let made = 0;

/** One interaction; one to one and direct unless told otherwise. */
export function did(kind: 'out' | 'in' | 'met', when: string | number, more: Partial<Interaction> = {}): Interaction {
  const moment = typeof when === 'number' ? when : at(when);
  return {
    evidenceKey: `key-${String(made++).padStart(6, '0')}`,
    address: 'tomas@example.com',
    kind: kind === 'out' ? 'mail_out' : kind === 'in' ? 'mail_in' : 'meeting',
    at: moment,
    groupSize: 1,
    direct: true,
    minutes: kind === 'met' ? 60 : 0,
    thread: `thread-${moment}`,
    answers: null,
    subject: '',
    ...more,
  };
}

/** A mail from the user and its answer some hours later, in one conversation. */
export function exchange(when: string | number, hours = 5, subject = ''): Interaction[] {
  const asked = did('out', when, { subject });
  const answer = did('in', asked.at + hours * HOUR, { thread: asked.thread, answers: asked.evidenceKey, subject });
  return [asked, answer];
}

/** The same every `gap` days, `times` times. */
export function every(gap: number, times: number, from: string, make: (at: number) => Interaction[]): Interaction[] {
  return Array.from({ length: times }, (_, i) => make(at(from) + i * gap * DAY)).flat();
}

export function inOrder(interactions: readonly Interaction[]): Interaction[] {
  return [...interactions].sort((a, b) => a.at - b.at || (a.evidenceKey < b.evidenceKey ? -1 : 1));
}

export function foldAll(interactions: readonly Interaction[]): TieState {
  return inOrder(interactions).reduce((state, one) => fold(state, one, localDay), emptyTie());
}

export function readAll(
  interactions: readonly Interaction[],
  now: string | number,
): { reading: TrustReading; facts: TieFacts } {
  return readTie(foldAll(interactions), typeof now === 'number' ? now : at(now), localDay);
}

export function tell(
  interactions: readonly Interaction[],
  now: string,
  locale = 'en',
  firstName = 'Tomas',
): Explanation {
  return explain({ firstName, ...readAll(interactions, now), now: at(now), zone: ZONE, locale });
}

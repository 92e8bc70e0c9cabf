/**
 * How well the model would have done on the user's own mail: replayed month by month over the last year of it, with
 * nothing after a month's beginning known, against the plainest rule there is ("most recent first").
 */
import { isContact } from '../domain/evidence.ts';
import { DAY } from '../domain/time.ts';
import type { PeopleStore, PersonInteraction, UserRecord } from '../ports/people-store.ts';
import { backtestRows, type BacktestRow, type LoggedEvent } from './backtest.ts';

/** The user among the ids of their people; no person id looks like it. */
export const SELF = 'me';

const MONTH_DAYS = 28;
const MONTHS = 13;
/** History before the first month that is asked about; with less, everything is new to everybody. */
const LEARNING_DAYS = 180;
/** Older evidence hardly moves next month's chances, and memory should not grow with it. */
const REPLAYED_DAYS = 3 * 365;
const FEWEST_MONTHS = 3;
/** Of so few people, any list holds most. */
const FEWEST_PEOPLE = 15;

export interface SelfCheck {
  /** Months that were asked about. */
  months: number;
  /** How long the lists were. */
  top: number;
  /** People the user wrote to or met, summed over the months; only those already known when the month began. */
  contacted: number;
  /** Of those, how many stood in the model's list … */
  found: number;
  /** … and in the list of the most recent contacts. */
  foundByRecency: number;
}

/** The user's stored evidence from `from` up to `until` (ms UTC) as a log, the user being `SELF`. */
export async function ownLog(store: PeopleStore, user: UserRecord, until: number, from = 0): Promise<LoggedEvent[]> {
  const outgoing = new Map<string, LoggedEvent>();
  const events: LoggedEvent[] = [];
  for await (const page of store.interactions(user.id, { until, from })) {
    for (const interaction of page) {
      if (!isContact(interaction.kind)) continue;
      const known = interaction.kind === 'mail_in' ? undefined : outgoing.get(interaction.evidenceKey);
      if (known) {
        if (!known.to.includes(interaction.personId)) known.to.push(interaction.personId);
        continue;
      }
      const event = asEvent(interaction);
      events.push(event);
      if (interaction.kind !== 'mail_in') outgoing.set(interaction.evidenceKey, event);
    }
  }
  return events;
}

function asEvent({ kind, at, minutes, groupSize, personId }: PersonInteraction): LoggedEvent {
  const [from, to] = kind === 'mail_in' ? [personId, SELF] : [SELF, personId];
  return { at, from, to: [to], kind: kind === 'meeting' ? 'meeting' : 'mail', minutes, groupSize };
}

/** Null where there is too little history to say anything. */
export async function checkOnOwnMail(store: PeopleStore, user: UserRecord, now: number): Promise<SelfCheck | null> {
  const span = await store.span(user.id, now);
  if (!span) return null;
  const splits = Array.from({ length: MONTHS }, (_, i) => span.to - (i + 1) * MONTH_DAYS * DAY);
  const usable = splits.filter((split) => split - span.from >= LEARNING_DAYS * DAY);
  if (usable.length < FEWEST_MONTHS) return null;
  const events = await ownLog(store, user, now, span.to - REPLAYED_DAYS * DAY);
  return measure(backtestRows({ events, egos: new Set([SELF]), splits: usable, horizon: MONTH_DAYS }));
}

/** Counts, over all splits of one user's rows, who of the people contacted stood high in each list. */
export function measure(rows: readonly BacktestRow[]): SelfCheck | null {
  const months = new Map<number, BacktestRow[]>();
  for (const row of rows) {
    const list = months.get(row.split);
    if (list) list.push(row);
    else months.set(row.split, [row]);
  }
  const lists = [...months.values()].filter((list) => list.length >= FEWEST_PEOPLE);
  if (lists.length < FEWEST_MONTHS) return null;
  const smallest = Math.min(...lists.map((list) => list.length));
  const top = smallest >= 60 ? 20 : smallest >= 30 ? 10 : 5;
  const check: SelfCheck = { months: lists.length, top, contacted: 0, found: 0, foundByRecency: 0 };
  for (const list of lists) {
    check.contacted += list.filter(({ contacted }) => contacted).length;
    check.found += hits(list, top, (row) => row.contactNext);
    check.foundByRecency += hits(list, top, (row) => row.baselines.recency);
  }
  return check.contacted === 0 ? null : check;
}

function hits(rows: readonly BacktestRow[], top: number, score: (row: BacktestRow) => number): number {
  const ranked = [...rows].sort((a, b) => score(b) - score(a) || (a.contact < b.contact ? -1 : 1));
  return ranked.slice(0, top).filter(({ contacted }) => contacted).length;
}

/** The figure in words, good or bad. */
export function describeSelfCheck({ months, top, contacted, found, foundByRecency }: SelfCheck): string {
  const first = `Asked at the start of each of the last ${months} months, Rekindle would have had ${found} of the ${contacted} people you then wrote to or met among its first ${top}`;
  const difference = found - foundByRecency;
  if (difference === 0) return `${first}; "most recent first" has as many.`;
  return `${first}; "most recent first" has ${foundByRecency}${difference < 0 ? ', which is better: on your mail, trust the list less than your memory' : ''}.`;
}

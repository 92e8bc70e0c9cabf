/**
 * The backtest: what would the model have said at a moment in the past, and what happened then?
 *
 * Events are replayed in time order through the same fold and reading the product uses. At each split every candidate is
 * scored before any later event is looked at; only then are the labels read from the window after the split. Nothing
 * after a split can therefore change a score.
 */
import type { Interaction, InteractionKind } from '../domain/evidence.ts';
import { DAY } from '../domain/time.ts';
import { addToBaseline, type Baseline, type BaselineState, emptyBaseline, readBaselines } from './baselines.ts';
import { emptyTie, fold, type TieState } from './fold.ts';
import { contactProbabilityOf, reactivationProbabilityOf, type UserPace } from './predict.ts';
import { readTrust } from './read.ts';
import { randomFrom } from './resample.ts';

/** One line of an interaction log. A `call` has a direction like mail; in a `meeting` everybody named takes part. */
export interface LoggedEvent {
  /** ms UTC. */
  at: number;
  from: string;
  /** At least one, each once, without `from`. */
  to: string[];
  kind: 'mail' | 'call' | 'meeting';
  minutes: number;
  /** How many besides the sender took part, where more did than `to` names. */
  groupSize?: number;
}

export interface BacktestInput {
  /** In any order; the same line twice counts once. */
  events: readonly LoggedEvent[];
  /** Whose ties are scored; null for everybody's. */
  egos: ReadonlySet<string> | null;
  /** ms UTC. */
  splits: readonly number[];
  /** Days after a split in which labels are read. */
  horizon: number;
}

/** One candidate at one split: what the model said, and what came of it. */
export interface BacktestRow {
  ego: string;
  split: number;
  contact: string;
  /** P(the user contacts the person within the horizon). */
  contactNext: number;
  /** P(the two are in contact within the horizon); null unless the tie has lapsed. */
  reactivate: number | null;
  suggest: number;
  trust: number;
  gapRatio: number | null;
  baselines: Record<Baseline, number>;
  /** The user did contact the person. */
  contacted: boolean;
  /** There was contact, whoever began it. */
  active: boolean;
}

/** People with contact in the last 365 days are candidates (evaluation protocol of the model's notes). */
const CANDIDATE_DAYS = 365;

interface Tie {
  peer: string;
  state: TieState;
  baseline: BaselineState;
}

interface Ego {
  id: string;
  ties: Map<string, Tie>;
  lastSentAt: number | null;
}

/** No zone is known of logged events: their days are UTC days. */
const utcDay = (at: number): number => Math.floor(at / DAY);

/**
 * Scores every candidate of every ego at every split. Rows come by split, ego and contact, the same whatever the order
 * of the events. `progress` is told how many events have been replayed.
 */
export function backtestRows(input: BacktestInput, progress?: (done: number, total: number) => void): BacktestRow[] {
  const events = inOrder(input.events);
  const egos = new Map<string, Ego>();
  const rows: BacktestRow[] = [];
  let next = 0;
  for (const split of [...new Set(input.splits)].sort((a, b) => a - b)) {
    for (let event = events[next]; event !== undefined && event.at < split; event = events[next]) {
      replay(event, `e${next}`, egos, input.egos);
      if (++next % 20_000 === 0) progress?.(next, events.length);
    }
    const scored = scoreAll(egos, split, input.horizon);
    label(scored, events, next, split + input.horizon * DAY);
    for (const row of scored) rows.push(row);
    progress?.(next, events.length);
  }
  return rows;
}

/** By time, then by what they say, so that equal moments have one order; repeats are dropped. */
function inOrder(events: readonly LoggedEvent[]): LoggedEvent[] {
  const sorted = events.map((event) => ({ event, name: nameOf(event) }));
  sorted.sort((a, b) => a.event.at - b.event.at || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const distinct: LoggedEvent[] = [];
  let previous: { event: LoggedEvent; name: string } | null = null;
  for (const entry of sorted) {
    if (previous === null || entry.event.at !== previous.event.at || entry.name !== previous.name) {
      distinct.push(entry.event);
    }
    previous = entry;
  }
  return distinct;
}

function nameOf(event: LoggedEvent): string {
  const to = event.to.length === 1 ? event.to[0] : [...event.to].sort().join(';');
  return `${event.from}>${to} ${event.kind} ${event.minutes}`;
}

function replay(event: LoggedEvent, key: string, egos: Map<string, Ego>, wanted: ReadonlySet<string> | null): void {
  const groupSize = event.groupSize ?? event.to.length;
  if (event.kind === 'meeting') {
    const everybody = [event.from, ...event.to];
    for (const id of everybody) {
      if (wanted !== null && !wanted.has(id)) continue;
      const ego = egoOf(egos, id);
      for (const peer of everybody) if (peer !== id) add(ego, peer, event, key, 'meeting', groupSize);
    }
    return;
  }
  const sender = wanted === null || wanted.has(event.from) ? egoOf(egos, event.from) : null;
  if (sender !== null) sender.lastSentAt = event.at;
  for (const peer of event.to) {
    if (sender !== null) add(sender, peer, event, key, 'mail_out', groupSize);
    if (wanted === null || wanted.has(peer)) {
      add(egoOf(egos, peer), event.from, event, key, 'mail_in', groupSize);
    }
  }
}

function egoOf(egos: Map<string, Ego>, id: string): Ego {
  let ego = egos.get(id);
  if (ego === undefined) {
    ego = { id, ties: new Map(), lastSentAt: null };
    egos.set(id, ego);
  }
  return ego;
}

function add(
  ego: Ego,
  peer: string,
  event: LoggedEvent,
  evidenceKey: string,
  kind: InteractionKind,
  groupSize: number,
): void {
  let tie = ego.ties.get(peer);
  if (tie === undefined) {
    tie = { peer, state: emptyTie(), baseline: emptyBaseline() };
    ego.ties.set(peer, tie);
  }
  const interaction: Interaction = {
    evidenceKey,
    address: peer,
    kind,
    at: event.at,
    groupSize,
    // A call asks nothing that stays open afterwards.
    direct: event.kind !== 'call',
    minutes: event.minutes,
    // Logs name no conversation: whatever comes back counts as the answer.
    thread: '',
    answers: null,
    subject: '',
  };
  tie.state = fold(tie.state, interaction, utcDay);
  addToBaseline(tie.baseline, event.at, kind === 'mail_out' ? 'out' : kind === 'mail_in' ? 'in' : 'both');
}

function scoreAll(egos: ReadonlyMap<string, Ego>, split: number, horizon: number): BacktestRow[] {
  const rows: BacktestRow[] = [];
  const today = utcDay(split);
  for (const ego of [...egos.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const candidates = [...ego.ties.values()]
      .filter(({ state }) => split - state.lastAt <= CANDIDATE_DAYS * DAY)
      .sort((a, b) => (a.peer < b.peer ? -1 : 1));
    const pace: UserPace = {
      silenceDays: ego.lastSentAt === null ? CANDIDATE_DAYS : (split - ego.lastSentAt) / DAY,
      people: candidates.length,
    };
    for (const { peer, state, baseline } of candidates) {
      const reading = readTrust(state, split, utcDay, pace);
      rows.push({
        ego: ego.id,
        split,
        contact: peer,
        contactNext: contactProbabilityOf(state, split, today, horizon, pace),
        reactivate: reactivationProbabilityOf(state, split, today, horizon, reading, pace),
        suggest: reading.priority,
        trust: reading.trust,
        gapRatio: reading.gapRatio,
        baselines: readBaselines(baseline, split, randomFrom(`${ego.id} ${peer} ${split}`)()),
        contacted: false,
        active: false,
      });
    }
  }
  return rows;
}

/** Reads the outcome window: events from index `from` on, before `until`. */
function label(rows: readonly BacktestRow[], events: readonly LoggedEvent[], from: number, until: number): void {
  const rowOf = new Map<string, Map<string, BacktestRow>>();
  for (const row of rows) {
    let contacts = rowOf.get(row.ego);
    if (contacts === undefined) rowOf.set(row.ego, (contacts = new Map()));
    contacts.set(row.contact, row);
  }
  const mark = (ego: string, contact: string, byEgo: boolean): void => {
    const row = rowOf.get(ego)?.get(contact);
    if (row === undefined) return;
    row.active = true;
    if (byEgo) row.contacted = true;
  };
  for (let index = from, event = events[index]; event !== undefined && event.at < until; event = events[++index]) {
    const everybody = event.kind === 'meeting' ? [event.from, ...event.to] : [event.from];
    for (const one of everybody) {
      for (const other of event.kind === 'meeting' ? everybody : event.to) {
        if (one === other) continue;
        mark(one, other, true);
        mark(other, one, event.kind === 'meeting');
      }
    }
  }
}

/**
 * What the model is measured against: the rankings one would try first, each from one tie's history alone. They live
 * beside the backtest and nothing in the product reads them.
 */
import { DAY } from '../domain/time.ts';
import { THETA_OUT } from './params.ts';

/** Names in the order of reports. */
export const BASELINES = ['random', 'recency', 'count', 'active_days', 'decay_30d', 'interactions_rank'] as const;
export type Baseline = (typeof BASELINES)[number];

/** Half-life of the decaying baselines, in days. */
const HALF_LIFE = 30;

/** Running sums of one tie; decayed ones are as of `lastAt`. */
export interface BaselineState {
  lastAt: number;
  lastDay: number;
  count: number;
  days: number;
  out: number;
  in: number;
}

export function emptyBaseline(): BaselineState {
  return { lastAt: 0, lastDay: Number.NEGATIVE_INFINITY, count: 0, days: 0, out: 0, in: 0 };
}

/** Adds one message or meeting, in order of time; a meeting counts as both directions. Changes `state` in place. */
export function addToBaseline(state: BaselineState, at: number, direction: 'out' | 'in' | 'both'): void {
  const keep = state.count === 0 ? 0 : Math.pow(2, -Math.max(0, at - state.lastAt) / (HALF_LIFE * DAY));
  state.out = state.out * keep + (direction === 'in' ? 0 : 1);
  state.in = state.in * keep + (direction === 'out' ? 0 : 1);
  const day = Math.floor(at / DAY);
  if (day !== state.lastDay) state.days++;
  state.lastDay = day;
  state.lastAt = at;
  state.count++;
}

/** Every baseline's score at `now`; only the order within one user means anything. `chance` is a number in [0, 1). */
export function readBaselines(state: BaselineState, now: number, chance: number): Record<Baseline, number> {
  const keep = Math.pow(2, -Math.max(0, now - state.lastAt) / (HALF_LIFE * DAY));
  return {
    random: chance,
    recency: state.lastAt - now,
    count: state.count,
    active_days: state.days,
    decay_30d: (state.out + state.in) * keep,
    // Roth et al., KDD 2010: what the user sent weighs θ times what they received.
    interactions_rank: (THETA_OUT * state.out + state.in) * keep,
  };
}

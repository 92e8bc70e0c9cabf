/** Chance that can be repeated: a seeded generator and the bootstrap that uses it. */

/** A generator of numbers in [0, 1) that is fixed by its seed (FNV-1a of the text, then mulberry32). Not for secrets. */
export function randomFrom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A figure with its 95 % interval; null ends with too few people to say. */
export interface Estimate {
  value: number;
  low: number | null;
  high: number | null;
}

const RESAMPLES = 1000;
/** With fewer units than this, resamples are the same few over and over, and the interval would feign certainty. */
const FEWEST_UNITS = 5;

/**
 * The figure over all units, with the interval between the 2.5th and 97.5th percentile of 1,000 bootstrap resamples.
 * A unit is a person, since a person's rows depend on each other. `figure` gets how often each unit was drawn; the same
 * count and seed draw the same, so that differences can be paired. Null figures (nothing to measure) are left out; null
 * when the figure over all units is.
 */
export function bootstrap(units: number, figure: (times: Float64Array) => number | null): Estimate | null {
  const value = figure(new Float64Array(units).fill(1));
  if (value === null) return null;
  if (units < FEWEST_UNITS) return { value, low: null, high: null };
  const random = randomFrom(`bootstrap ${units}`);
  const drawn: number[] = [];
  const times = new Float64Array(units);
  for (let i = 0; i < RESAMPLES; i++) {
    times.fill(0);
    for (let j = 0; j < units; j++) {
      const unit = Math.floor(random() * units);
      times[unit] = (times[unit] ?? 0) + 1;
    }
    const found = figure(times);
    if (found !== null) drawn.push(found);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? null;
  return { value, low: at(0.025), high: at(0.975) };
}

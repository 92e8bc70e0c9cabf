/**
 * How good a ranking or a probability was. Rankings are judged within one person's list at one split; ties between equal
 * scores are broken as chance would on average, never by the order of the input.
 */

/** One scored candidate and its outcome. */
export interface Outcome {
  score: number;
  hit: boolean;
}

/** Quality of one ranked list. */
export interface RankQuality {
  /** P(a random hit is ranked above a random miss), ties counting half. */
  auc: number;
  /** Average precision; its mean over lists is MAP. */
  ap: number;
  /** Normalised discounted cumulative gain of the first five, binary gains. */
  ndcg5: number;
}

/** Null when the list has no hit or no miss: then any order is as good. */
export function rankQuality(list: readonly Outcome[]): RankQuality | null {
  const ranked = [...list].sort((a, b) => b.score - a.score);
  const hits = ranked.reduce((sum, { hit }) => sum + (hit ? 1 : 0), 0);
  const misses = ranked.length - hits;
  if (hits === 0 || misses === 0) return null;
  let above = 0;
  let hitsAbove = 0;
  let pairs = 0;
  let precision = 0;
  let gain = 0;
  while (above < ranked.length) {
    // A block of equal scores: every order of it is equally likely.
    let end = above;
    let blockHits = 0;
    for (; end < ranked.length && ranked[end]?.score === ranked[above]?.score; end++) if (ranked[end]?.hit) blockHits++;
    const block = end - above;
    const missesBelow = misses - (above - hitsAbove) - (block - blockHits);
    pairs += blockHits * (missesBelow + (block - blockHits) / 2);
    const share = blockHits / block;
    for (let i = 0; i < block; i++) {
      // Expected precision at this place given a hit there: the others of the block are spread evenly over it.
      const others = block > 1 ? (i * (blockHits - 1)) / (block - 1) : 0;
      precision += (share * (hitsAbove + 1 + others)) / (above + i + 1);
      if (above + i < 5) gain += share / Math.log2(above + i + 2);
    }
    hitsAbove += blockHits;
    above = end;
  }
  let ideal = 0;
  for (let i = 0; i < Math.min(5, hits); i++) ideal += 1 / Math.log2(i + 2);
  return { auc: pairs / (hits * misses), ap: precision / hits, ndcg5: gain / ideal };
}

/** Bins of the calibration error: ten of equal width. */
export const BINS = 10;

/** Sums from which Brier score and calibration error follow; they can be added over people. */
export interface ProbabilitySums {
  rows: number;
  hits: number;
  squared: number;
  /** Per bin: rows, sum of probabilities, hits. */
  bins: Float64Array;
}

export function probabilitySums(list: readonly Outcome[]): ProbabilitySums {
  const sums: ProbabilitySums = { rows: 0, hits: 0, squared: 0, bins: new Float64Array(3 * BINS) };
  for (const { score, hit } of list) {
    const outcome = hit ? 1 : 0;
    const bin = 3 * Math.min(BINS - 1, Math.floor(score * BINS));
    sums.rows++;
    sums.hits += outcome;
    sums.squared += (score - outcome) ** 2;
    sums.bins[bin] = (sums.bins[bin] ?? 0) + 1;
    sums.bins[bin + 1] = (sums.bins[bin + 1] ?? 0) + score;
    sums.bins[bin + 2] = (sums.bins[bin + 2] ?? 0) + outcome;
  }
  return sums;
}

/** Expected calibration error: Σ over bins of the share of rows times |mean probability − share of hits|. */
export function calibrationError(bins: Float64Array, rows: number): number {
  let error = 0;
  for (let bin = 0; bin < bins.length; bin += 3) error += Math.abs((bins[bin + 1] ?? 0) - (bins[bin + 2] ?? 0));
  return error / rows;
}

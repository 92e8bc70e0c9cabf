/** Patterns of contact over calendar months: the yearly catch-up, and whether a rhythm is steady enough to be named. */

/** Contact in one calendar month of every year, and little else. */
export interface YearlyPattern {
  /** 1–12. */
  month: number;
  /** First year of the unbroken series. */
  since: number;
  /** Last year with contact in that month. */
  until: number;
  /** `now`: it is that month and nothing happened in it yet. `missed`: it has passed, up to three months ago, without. */
  state: 'now' | 'missed' | 'resting';
}

/** Years in a row before a pattern is called yearly. */
const YEARS = 3;
/** How long after its month a yearly catch-up is called missed. */
const MISSED_MONTHS = 3;

/**
 * The yearly pattern in `months` (`YYYY-MM` → active days), seen from the current month; null when there is none.
 * Needs the same month in at least three years in a row, making up at least half of all months with contact, and the
 * series must reach up to its latest possible year but one.
 */
export function yearlyPattern(
  months: Readonly<Record<string, number>>,
  today: { year: number; month: number },
): YearlyPattern | null {
  const keys = Object.keys(months);
  if (keys.length < YEARS || keys.length > 200) return null;
  const yearsOf = new Map<number, number[]>();
  for (const key of keys) {
    const month = Number(key.slice(5, 7));
    const years = yearsOf.get(month);
    if (years === undefined) yearsOf.set(month, [Number(key.slice(0, 4))]);
    else years.push(Number(key.slice(0, 4)));
  }
  let best: YearlyPattern | null = null;
  let bestLength = 0;
  for (const [month, years] of [...yearsOf].sort(([a], [b]) => a - b)) {
    years.sort((a, b) => a - b);
    const until = years.at(-1) ?? 0;
    let since = until;
    for (let i = years.length - 2; i >= 0 && years[i] === since - 1; i--) since--;
    const length = until - since + 1;
    // Its latest occurrence at or before this month.
    const due = month <= today.month ? today.year : today.year - 1;
    if (length < YEARS || length <= bestLength || length * 2 < keys.length || until < due - 1) continue;
    const late = (today.year - due) * 12 + today.month - month;
    const state = until >= due ? 'resting' : late === 0 ? 'now' : late <= MISSED_MONTHS ? 'missed' : null;
    if (state === null) continue;
    best = { month, since, until, state };
    bestLength = length;
  }
  return best;
}

/**
 * Whether "about every … days" is a fair description: contact fell in at least seven of ten of the months (or, with fewer
 * active days than months, of the days) that an even rhythm would have touched.
 */
export function isSteady(months: Readonly<Record<string, number>>, activeDays: number, spanDays: number): boolean {
  const expected = Math.min(activeDays, spanDays / 30.44 + 1);
  return Object.keys(months).length >= 0.7 * expected;
}

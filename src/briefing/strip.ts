/** Twelve months of contact at a glance, as table cells in HTML, as block characters in text, and as one sentence. */
import type { Moments } from './moments.ts';

export interface Strip {
  /** Heights in px; `some` tells a month with contact from one without. */
  bars: { height: number; some: boolean }[];
  /** "Dec ▃▅▅▃▄▅▃▄▅▂▁▁ Nov" */
  text: string;
  /** "Active days by month, Dec to Nov: 5 4 6 …" */
  sentence: string;
}

const MONTHS = 12;
const TALLEST = 30;
const BLOCKS = ['▂', '▃', '▅', '▇'] as const;

/**
 * `days` are active days by `YYYY-MM`. Months before the history begins are left out, for they are unknown, not empty;
 * null when fewer than two months remain or none of them has contact.
 */
export function stripOf(
  days: Readonly<Record<string, number>>,
  historyFrom: number | null,
  moments: Moments,
): Strip | null {
  const first = historyFrom === null ? '' : moments.monthKey(historyFrom);
  const months = moments.months(MONTHS).filter(({ key }) => key >= first);
  const counts = months.map(({ key }) => days[key] ?? 0);
  const most = Math.max(0, ...counts);
  const [oldest, newest] = [months[0], months.at(-1)];
  if (oldest === undefined || newest === undefined || months.length < 2 || most === 0) return null;
  return {
    bars: counts.map((count) => ({
      height: count === 0 ? 2 : 6 + Math.round((count / most) * (TALLEST - 6)),
      some: count > 0,
    })),
    text: `${oldest.name} ${counts.map((count) => block(count, most)).join('')} ${newest.name}`,
    sentence: `Active days by month, ${oldest.name} to ${newest.name}: ${counts.join(' ')}.`,
  };
}

function block(count: number, most: number): string {
  if (count === 0) return '▁';
  return BLOCKS[Math.ceil((count / most) * BLOCKS.length) - 1] ?? '▇';
}

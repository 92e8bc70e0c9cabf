import { describe, expect, it } from 'vitest';
import { isSteady, yearlyPattern } from './pattern.ts';

const months = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, 1]));
const novembers = months('2022-11', '2023-11', '2024-11', '2025-11');
const now = (year: number, month: number) => ({ year, month });

describe('a yearly pattern', () => {
  it('is the same month in at least three years in a row', () => {
    expect(yearlyPattern(novembers, now(2026, 11))).toEqual({ month: 11, since: 2022, until: 2025, state: 'now' });
    expect(yearlyPattern(months('2024-11', '2025-11'), now(2026, 11))).toBeNull();
    expect(yearlyPattern(months('2021-11', '2023-11', '2025-11'), now(2026, 11))).toBeNull();
  });

  it('rests between its months, and in its month once contact was made', () => {
    expect(yearlyPattern(novembers, now(2026, 6))?.state).toBe('resting');
    expect(yearlyPattern({ ...novembers, '2026-11': 1 }, now(2026, 11))?.state).toBe('resting');
  });

  it('is missed for three months, across the turn of the year, and then over', () => {
    expect(yearlyPattern(novembers, now(2026, 12))?.state).toBe('missed');
    expect(yearlyPattern(novembers, now(2027, 2))).toMatchObject({ state: 'missed', until: 2025 });
    expect(yearlyPattern(novembers, now(2027, 3))).toBeNull();
    expect(yearlyPattern(novembers, now(2029, 11))).toBeNull();
  });

  it('is not seen in contact all year round', () => {
    const busy = months('2022-02', '2022-05', '2022-08', '2023-03', '2024-01', '2025-06');
    expect(yearlyPattern({ ...busy, ...novembers }, now(2026, 11))).toBeNull();
  });
});

describe('a rhythm', () => {
  it('is steady when it touches most months it would touch evenly', () => {
    expect(isSteady(months('2026-01', '2026-02', '2026-03', '2026-04'), 12, 100)).toBe(true);
    expect(isSteady(months('2024-01', '2026-01'), 12, 730)).toBe(false);
  });

  it('of few days needs a month for most of them', () => {
    expect(isSteady(months('2023-01', '2024-02', '2025-01', '2026-02'), 4, 1100)).toBe(true);
    expect(isSteady(months('2023-01', '2026-02'), 4, 1100)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { RekindleError } from '../domain/errors.ts';
import { exchange, readAll } from '../trust/tie.fixture.ts';
import type { PersonReading } from '../trust/readings.ts';
import { findPerson } from './explain.ts';

const known = readAll(exchange('2026-10-01'), '2026-11-23');
const person = (name: string, ...addresses: string[]): PersonReading => {
  const all = addresses.map((address) => ({ address, name, nameRank: 1, nameAt: 0, kind: 'person' as const }));
  const record = { id: addresses[0]!, addresses: all } as PersonReading['person'];
  return { person: record, name, email: addresses[0]!, ...known };
};
const people = [
  person('Ann Lee', 'ann@lee.example'),
  person('Anna Leeds', 'anna@leeds.example', 'anna.leeds@home.example'),
  person('Jürgen Müller', 'jm@nord.example'),
  person('Jo Ray', 'jo@ray.example'),
  person('Jo Ray', 'jo.ray@other.example'),
  person('林 美咲', 'misaki@hayashi.example'),
];
const found = (who: string) => findPerson(people, who).email;
const refused = (who: string) => {
  try {
    return found(who);
  } catch (error) {
    return error instanceof RekindleError ? [error.code, `${error.message} ${error.hint}`] : error;
  }
};

describe('the person meant', () => {
  it.each([
    ['anna.leeds@home.example', 'anna@leeds.example'],
    ['<ANN@Lee.example>', 'ann@lee.example'],
    ['ann lee', 'ann@lee.example'],
    ['Lee, Ann', 'ann@lee.example'],
    ['Ann', 'ann@lee.example'],
    ['anna', 'anna@leeds.example'],
    ['juergen', 'jm@nord.example'],
    ['müll', 'jm@nord.example'],
    ['nord.example', 'jm@nord.example'],
    ['林', 'misaki@hayashi.example'],
    ['jo.ray@other.example', 'jo.ray@other.example'],
  ])('by %j is %s', (who, email) => {
    expect(found(who)).toBe(email);
  });

  it('must be one: several are listed with their addresses', () => {
    expect(refused('jo ray')).toEqual(['usage', expect.stringMatching(/jo@ray\.example.*jo\.ray@other\.example/)]);
    expect(refused('lee')).toEqual(['usage', expect.stringMatching(/ann@lee\.example.*anna@leeds\.example/)]);
    expect(refused('  ')).toEqual(['usage', expect.stringContaining('--explain')]);
  });

  it('may be nobody: the nearest are named, or where to look', () => {
    expect(refused('Ana Lee')).toEqual(['not-found', expect.stringContaining('Ann Lee <ann@lee.example>')]);
    expect(refused('ann@lea.example')).toEqual(['not-found', expect.stringContaining('ann@lee.example')]);
    expect(refused('Xyzzy')).toEqual(['not-found', expect.stringContaining('`rekindle people`')]);
  });
});

/** What the pages are made from. */
import type { ImportJobs } from '../connect/import-jobs.ts';
import type { Health } from '../ports/health.ts';
import type { PeopleStore } from '../ports/people-store.ts';

export interface AppDeps {
  health: Health;
  people: PeopleStore;
  imports: ImportJobs | null;
  /** How the pages are reached from outside; null for this machine only. */
  baseUrl: string | null;
  /** Reads the clock once per request, ms UTC. */
  clock: () => number;
  systemZone: string;
  locale: string;
}

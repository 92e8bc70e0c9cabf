/**
 * What programs said about the person's addresses: the part of a tie's fold that knows of absence and of dead addresses.
 *
 * Anybody can send a notice, so one is believed only from or about whom the user had written to shortly before. It is no
 * contact: it pauses a silence or marks an address, and nothing else.
 */
import type { Interaction } from '../domain/evidence.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { NOTICE_DAYS } from './params.ts';

/** An address of the person that there was contact with. */
interface KnownAddress {
  address: string;
  lastOutAt: number | null;
  /** When mail to it could not be delivered; null unless it has been silent since. */
  bouncedAt: number | null;
}

/** Absence within the present silence. */
interface Absence {
  /** When the latest note is taken to end, ms UTC, and the local day of that. */
  until: number;
  untilDay: number;
  /** Local days covered by notes, each once, from the last active day or later up to `untilDay`. */
  days: number;
}

export interface Notices {
  addresses: KnownAddress[];
  absence: Absence | null;
}

export function noNotices(): Notices {
  return { addresses: [], absence: null };
}

/** Adds one interaction of any kind on that local day, changing `state` in place. The same one twice changes nothing. */
export function trackNotices(
  state: Notices & { lastOutAt: number | null },
  { kind, address, at, minutes }: Interaction,
  day: number,
): void {
  const known = state.addresses.find((one) => one.address === address);
  if (kind === 'bounce') {
    if (known && isSoonAfter(known.lastOutAt, at)) known.bouncedAt = at;
    return;
  }
  if (kind === 'away') {
    if (!isSoonAfter(state.lastOutAt, at)) return;
    if (known) known.bouncedAt = null;
    addAbsence(state, at + minutes * MINUTE, day, day + Math.round((minutes * MINUTE) / DAY));
    return;
  }
  if (!known) {
    state.addresses.push({ address, lastOutAt: kind === 'mail_out' ? at : null, bouncedAt: null });
  } else if (kind === 'mail_out') known.lastOutAt = at;
  else if (kind === 'mail_in') known.bouncedAt = null;
  if (kind === 'mail_in') endAbsence(state, at, day);
}

/** A silence begins anew on that local day: only absence from then on is part of it. */
export function restartSilence(state: Notices, day: number): void {
  if (state.absence === null) return;
  const days = Math.max(0, state.absence.untilDay - day);
  state.absence = days === 0 ? null : { ...state.absence, days };
}

/** Days of a silence of `silenceDays` up to the local day `today` during which the person was away. */
export function pausedDaysOf({ absence }: Notices, today: number, silenceDays: number): number {
  if (absence === null) return 0;
  return Math.max(0, Math.min(silenceDays, absence.days - Math.max(0, absence.untilDay - today)));
}

/** Addresses that mail can't be delivered to, ordered, and since when there is no other; null while there is one. */
export function deadAddressesOf({ addresses }: Notices): { dead: string[]; since: number | null } {
  const dead = addresses.filter(({ bouncedAt }) => bouncedAt !== null);
  const isAll = dead.length > 0 && dead.length === addresses.length;
  return {
    dead: dead.map(({ address }) => address).toSorted(),
    since: isAll ? Math.max(...dead.map(({ bouncedAt }) => bouncedAt ?? 0)) : null,
  };
}

function isSoonAfter(lastOutAt: number | null, at: number): boolean {
  return lastOutAt !== null && at - lastOutAt <= NOTICE_DAYS * DAY;
}

function addAbsence(state: Notices, until: number, day: number, untilDay: number): void {
  const { absence } = state;
  if (absence === null) {
    state.absence = { until, untilDay, days: untilDay - day };
    return;
  }
  absence.days += Math.max(0, untilDay - Math.max(day, absence.untilDay));
  absence.until = Math.max(absence.until, until);
  absence.untilDay = Math.max(absence.untilDay, untilDay);
}

/** Who writes is back. */
function endAbsence({ absence }: Notices, at: number, day: number): void {
  if (absence === null) return;
  absence.days = Math.max(0, absence.days - Math.max(0, absence.untilDay - day));
  absence.until = Math.min(absence.until, at);
  absence.untilDay = Math.min(absence.untilDay, day);
}

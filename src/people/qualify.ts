/** Who is somebody the user deals with, by what was counted. */
import type { AddressKind, SkipReason } from '../domain/evidence.ts';

/** Sums over a person's counted interactions up to the moment in question. */
interface PersonSums {
  mailsOut: number;
  mailsIn: number;
  meetings: number;
  /** The kind of the person's best address. */
  kind: AddressKind;
}

const REASON_OF_KIND: Record<Exclude<AddressKind, 'person'>, SkipReason> = {
  role: 'role-address',
  'no-reply': 'no-reply',
  robot: 'robot',
  list: 'mailing-list',
};

/**
 * True for a person of the user's: a human the user has written to or met. Who only ever wrote in was never answered
 * and is not one, however often they wrote. Otherwise the reason, named like the rules of single messages.
 */
export function qualifies({ mailsOut, mailsIn, meetings, kind }: PersonSums): true | SkipReason {
  if (kind !== 'person') return REASON_OF_KIND[kind];
  if (mailsOut > 0 || meetings > 0) return true;
  return mailsIn > 0 ? 'never-answered' : 'no-person';
}

/** Who waits for the user's answer, and whom the user will see anyway. Pure. */
import { DAY, type LocalDay } from '../domain/time.ts';
import { isAnswerExpected, isQuestion } from '../trust/habit.ts';
import type { BriefingInput, Candidate } from './candidate.ts';

const MOST_WAITING = 3;
/** Younger than this and the user is simply not late yet. */
const NOT_LATE_DAYS = 2;
const SMALL_GROUP = 3;

/** At most three people whose message the user would normally have answered by now, best first. */
export function chooseWaiting({ candidates, now }: BriefingInput): Candidate[] {
  return candidates
    .filter((candidate) => isWaiting(candidate, now))
    .sort((a, b) => waitingWeight(b) - waitingWeight(a) || (a.personId < b.personId ? -1 : 1))
    .slice(0, MOST_WAITING);
}

function isWaiting({ facts, muted, snoozedUntil }: Candidate, now: number): boolean {
  const { open, lastMeetingAt } = facts;
  if (muted || (snoozedUntil !== null && snoozedUntil > now)) return false;
  if (open === null || open.groupSize > SMALL_GROUP) return false;
  const ageDays = (now - open.latest) / DAY;
  if (ageDays < NOT_LATE_DAYS) return false;
  // They met since: what was asked has most likely been said.
  if (lastMeetingAt !== null && lastMeetingAt > open.latest) return false;
  return isAnswerExpected(open, facts, ageDays);
}

/** A question, a closer tie and a firmer habit of answering come first. */
function waitingWeight({ facts, reading }: Candidate): number {
  const habit = facts.userAnswers.answered / Math.max(1, facts.userAnswers.asked);
  return reading.earned * habit * (isQuestion(facts.open) ? 1.5 : 1) * (facts.open?.reply ? 0.5 : 1);
}

/** People of one meeting in the next seven days. */
export interface Appointment {
  at: number;
  minutes: number;
  others: number;
  title: string;
  people: Candidate[];
}

/** Somebody in a room with more people than this is not somebody one sees. */
const CROWD = 6;
const MOST_MEETINGS = 5;

/** The meeting that really lies within the next seven local days, else null. */
export function bookedMeeting(candidate: Candidate, now: number, day: LocalDay): Candidate['nextMeeting'] {
  const meeting = candidate.nextMeeting;
  if (meeting === null || meeting.at < now) return null;
  return day(meeting.at) - day(now) <= 7 ? meeting : null;
}

/**
 * At most five meetings, in order of time. When there are more, one-to-one meetings and people with more at stake are
 * kept: the daily stand-up needs no announcement.
 */
export function chooseMeetings({ candidates, now }: BriefingInput, day: LocalDay): Appointment[] {
  const appointments = new Map<string, Appointment>();
  for (const candidate of candidates) {
    const meeting = bookedMeeting(candidate, now, day);
    if (candidate.muted || meeting === null || meeting.others > CROWD) continue;
    const key = `${meeting.at} ${meeting.minutes} ${meeting.others} ${meeting.title}`;
    const appointment = appointments.get(key) ?? { ...meeting, people: [] };
    appointment.people.push(candidate);
    appointments.set(key, appointment);
  }
  const all = [...appointments.values()];
  for (const { people } of all)
    people.sort((a, b) => b.reading.earned - a.reading.earned || (a.personId < b.personId ? -1 : 1));
  return all
    .sort((a, b) => meetingWeight(b) - meetingWeight(a) || a.at - b.at)
    .slice(0, MOST_MEETINGS)
    .sort((a, b) => a.at - b.at || a.others - b.others);
}

function meetingWeight({ people, others }: Appointment): number {
  const stakes = people.map(({ reading }) => reading.earned * (reading.band === 'on-track' ? 0.5 : 1));
  return Math.max(...stakes) * (others === 1 ? 1.5 : 1);
}

import type { ContactPoint } from './contact-point.ts';
import { mayBeAsked } from './survey-decision.ts';
import { later, msBetween } from './time.ts';

/** Later nobody knows any more what they are thanked for. */
const TOO_LATE_MS = 3_600_000;

interface Answered {
  /** ISO time of the message that was the answer. */
  readonly saidAt: string;
  readonly now: string;
}

/** Why somebody is not thanked for an answer that came as a message; undefined when they are. */
export function thanksRefusal(
  answered: Answered,
  recipient: ContactPoint | undefined,
): 'closed' | 'too-late' | undefined {
  return recipient && mayBeAsked(recipient) ? lateThanks(answered) : 'closed';
}

/** ISO time under which thanks stand on the thread: behind the answer, whose time is the provider's. */
export function thanksAt(saidAt: string, now: string): string {
  return later(new Date(Date.parse(saidAt) + 1).toISOString(), now);
}

/** Why thanks that have not left yet are not to leave any more. */
export function lateThanks({ saidAt, now }: Answered): 'too-late' | undefined {
  return msBetween(saidAt, now) > TOO_LATE_MS ? 'too-late' : undefined;
}

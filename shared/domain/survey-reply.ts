import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { Snapshot } from './record-message.ts';
import { scoreInText } from './survey.ts';
import { earlier } from './time.ts';

/** Channels on which people answer the question where they read it. By mail a number may mean anything. */
const ANSWERED_BY_NUMBER: readonly Channel[] = ['sms', 'webchat'];

/** A survey that a message answers. */
export interface RepliedSurvey {
  readonly case: Case;
  /** The opening whose resolution is asked about. */
  readonly surveyed: number;
  readonly score: number;
}

interface Reply {
  readonly message: InboundMessage;
  /** Cleaned. */
  readonly text: string;
  readonly snapshot: Pick<Snapshot, 'customer' | 'contactPoint' | 'cases' | 'threadedTo'>;
  /** ISO time. */
  readonly now: string;
}

/**
 * The survey that a message answers, if it is nothing but a number, written where the question was asked and while that
 * is open. When we have talked with the customer there since, about an open case or one they answer, the number may mean
 * anything: it is a message then.
 */
export function repliedSurvey({ message, text, snapshot, now }: Reply): RepliedSurvey | undefined {
  const { channel, automatic, proof } = message;
  const { customer, contactPoint, cases, threadedTo } = snapshot;
  const { openSurvey, surveyedAt = '' } = customer ?? {};
  const score = scoreInText(text);
  if (!openSurvey || score === undefined || automatic || proof) return undefined;
  const { caseId, contactPointId, opening, until } = openSurvey;
  const sentAt = earlier(message.at, now);
  const wasAskedHere =
    ANSWERED_BY_NUMBER.includes(channel) &&
    openSurvey.channel === channel &&
    contactPointId === contactPoint?.contactPointId;
  const inTime = surveyedAt <= sentAt && sentAt < until;
  const answersAnother = threadedTo !== undefined && threadedTo !== caseId;
  const talkedSince = cases.some(
    (each) =>
      each.state === 'open' && each.contactPointId === contactPointId && each.lastActiveAt > surveyedAt,
  );
  const subject = cases.find((each) => each.caseId === caseId);
  return wasAskedHere && inTime && !answersAnother && !talkedSince && subject
    ? { case: subject, surveyed: opening, score }
    : undefined;
}

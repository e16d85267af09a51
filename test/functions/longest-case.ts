import type { Outbox } from '../../shared/domain/outbox.ts';
import { ago, CUSTOMER_ID, HOUR, openCase, route } from '../domain/builders.ts';

const agent = '12345678-1234-1234-1234-123456789012';
const interactionId = 'a'.repeat(32);
const promise = { due: ago(-HOUR), warnAt: ago(0), state: 'standing' } as const;

/**
 * A case with every part that an open one can have at once, and names as long as people give them. Only of two replies
 * on their way at the same time there is one: while that lasts, a write may cost twice.
 */
export const longestCase = openCase({
  caseId: `${CUSTOMER_ID}-123456`,
  version: 1234,
  opening: 12,
  arrivals: 456,
  answered: 455,
  route: route({
    sequence: 12,
    opening: 12,
    queue: 'technical-support-emea',
    rule: 'Premium customers with a service contract',
    skills: ['billing', 'portuguese', 'networks'],
  }),
  claim: { agent, until: ago(0) },
  replied: { arrival: 456, agent, pending: 2, sent: 12, nextAt: ago(0), nextPromise: promise },
  newest: { interactionId, interactionAt: ago(0) },
  topic: 'returns',
  promise,
  answeredAt: ago(0),
  sent: { opening: 12, replies: 12 },
  survey: { opening: 11, state: 'answered', score: 2 },
});

/** The largest thing a customer's message to a case has to tell. */
export const outboxOfMessage: Outbox = {
  commit: 'b'.repeat(16),
  at: ago(0),
  events: [
    {
      type: 'InteractionReceived',
      interactionId,
      interactionAt: ago(0),
      arrival: 456,
      reason: 'older-than-resolution',
    },
  ],
};

/** The largest thing any change of a case has to tell. */
export const longestOutbox: Outbox = {
  commit: 'b'.repeat(16),
  at: ago(0),
  events: [
    {
      type: 'ReplyFailed',
      interactionId,
      interactionAt: ago(0),
      answers: 456,
      agent,
      via: 'sms',
      outcome: 'unknown',
      reason: 'destination-phone-number-opted-out',
    },
  ],
};

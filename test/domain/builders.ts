import type { Case, Route } from '../../shared/domain/case.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import type { ReplyFacts } from '../../shared/domain/outbox.ts';
import type { RecordingRules } from '../../shared/domain/record-message.ts';
import { routeReason } from '../../shared/domain/route-case.ts';

export const NOW = '2026-11-22T12:00:00.000Z';
export const CUSTOMER_ID = '0123456789abcdef';
export const OUR_NUMBER = '+12065550100';
export const THEIR_NUMBER = '+14255550182';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A case draws messages for three days while it is open and reopens for seven. Nothing is promised. */
export const RULES: RecordingRules = { activeWithinMs: 3 * DAY, reopenWithinMs: 7 * DAY, promises: [] };

/** So many milliseconds before NOW, as ISO. */
export function ago(milliseconds: number): string {
  return new Date(Date.parse(NOW) - milliseconds).toISOString();
}

export function route(overrides: Partial<Route> = {}): Route {
  return {
    sequence: 1,
    opening: 1,
    queue: 'general',
    priority: 5,
    skills: [],
    destination: 'connect-task',
    rule: 'everything else',
    at: ago(HOUR),
    ...overrides,
    reason: routeReason(overrides.rule ?? 'everything else'),
  };
}

/** An open case of one arrival that nobody has answered yet. */
export function openCase(overrides: Partial<Case> = {}): Case {
  return {
    caseId: `${CUSTOMER_ID}-1`,
    customerId: CUSTOMER_ID,
    state: 'open',
    version: 3,
    opening: 1,
    openedAt: ago(HOUR),
    lastActiveAt: ago(HOUR),
    arrivals: 1,
    answered: 0,
    waitingSince: ago(HOUR),
    channel: 'sms',
    contactPointId: 'c0'.repeat(32),
    account: OUR_NUMBER,
    ...overrides,
  };
}

/** A case resolved an hour ago. */
export function resolvedCase(overrides: Partial<Case> = {}): Case {
  return openCase({
    state: 'resolved',
    answered: 1,
    waitingSince: undefined,
    resolvedAt: ago(HOUR),
    resolvedBy: 'agent-1',
    ...overrides,
  });
}

export function claimedCase(overrides: Partial<Case> = {}, agent = 'agent-1'): Case {
  return openCase({ claim: { agent, until: ago(-HOUR) }, ...overrides });
}

export function customer(overrides: Partial<Customer> = {}): Customer {
  return {
    customerId: CUSTOMER_ID,
    version: 1,
    openCases: [`${CUSTOMER_ID}-1`],
    lastCaseNumber: 1,
    createdAt: ago(DAY),
    ...overrides,
  };
}

export function sms(overrides: Partial<InboundMessage> = {}): InboundMessage {
  return {
    channel: 'sms',
    account: OUR_NUMBER,
    from: THEIR_NUMBER,
    providerMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
    at: ago(MINUTE),
    text: 'My parcel has not come.',
    raw: '{}',
    ...overrides,
  };
}

export function reply(overrides: Partial<ReplyFacts> = {}): ReplyFacts {
  return {
    interactionId: 'e'.repeat(32),
    interactionAt: NOW,
    answers: 1,
    agent: 'agent-1',
    via: 'sms',
    ...overrides,
  };
}

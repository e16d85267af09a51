import type { Channel } from './channel.ts';

/** What is known of one person or account. */
export interface Customer {
  readonly customerId: string;
  /** Raised by every write; checked when a case opens or closes, so that two messages at once open one case. */
  readonly version: number;
  /** Case ids still open, oldest first. */
  readonly openCases: readonly string[];
  /** Number of the newest case; the next one gets the following number. */
  readonly lastCaseNumber: number;
  readonly createdAt: string;
  readonly name?: string;
  /** BCP 47 tag. */
  readonly language?: string;
  /** IANA zone. */
  readonly timeZone?: string;
  /** Routing facts a company keeps of its customers. */
  readonly segment?: string;
  readonly contract?: string;
  readonly preferred?: boolean;
  /** Contact point id of a proven mailbox of theirs. */
  readonly mail?: string;
  /** ISO time at which they were last asked a survey, on any channel. */
  readonly surveyedAt?: string;
  /** The survey they have not answered yet. */
  readonly openSurvey?: OpenSurvey;
}

/** A survey that waits for its answer. */
export interface OpenSurvey {
  readonly caseId: string;
  /** Which resolution of the case it asks about. */
  readonly opening: number;
  readonly channel: Channel;
  readonly contactPointId: string;
  /** ISO time after which an answer does not count. */
  readonly until: string;
}

/** The customer with one more open case. */
export function withOpenCase(customer: Customer, caseId: string): Customer {
  const others = customer.openCases.filter((open) => open !== caseId);
  return { ...customer, version: customer.version + 1, openCases: [...others, caseId] };
}

/** The customer with that case no longer open. */
export function withoutOpenCase(customer: Customer, caseId: string): Customer {
  const others = customer.openCases.filter((open) => open !== caseId);
  return { ...customer, version: customer.version + 1, openCases: others };
}

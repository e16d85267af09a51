import type { Case, CaseState } from './case.ts';
import type { Customer } from './customer.ts';
import type { OutboxEntry } from './outbox.ts';

/**
 * The life of a case as data: in which states each step is possible, and the state it leads to (`same`: no change).
 * `arrive` and `add` are steps of a customer's message, `route` of the router, `watch` of the watch over promises,
 * `survey` of what follows the case, the others of agents and senders.
 */
export const CASE_STEPS = {
  arrive: { from: ['open'], to: 'open' },
  add: { from: ['open', 'resolved'], to: 'same' },
  route: { from: ['open'], to: 'open' },
  watch: { from: ['open'], to: 'open' },
  claim: { from: ['open'], to: 'open' },
  release: { from: ['open'], to: 'open' },
  reply: { from: ['open'], to: 'open' },
  sent: { from: ['open', 'resolved'], to: 'same' },
  failed: { from: ['open', 'resolved'], to: 'same' },
  note: { from: ['open', 'resolved'], to: 'same' },
  survey: { from: ['open', 'resolved'], to: 'same' },
  resolve: { from: ['open'], to: 'resolved' },
  reopen: { from: ['resolved'], to: 'open' },
} as const satisfies Record<string, { from: readonly CaseState[]; to: CaseState | 'same' }>;

export type CaseStep = keyof typeof CASE_STEPS;

/** Why a step is refused: a word for programs, a sentence for people, and what helps to go on. */
export interface Refusal {
  readonly reason:
    | 'case-resolved'
    | 'case-open'
    | 'claimed-by-another'
    | 'claim-needed'
    | 'for-another-agent'
    | 'newer-arrival'
    | 'no-such-arrival'
    | 'already-answered'
    | 'opted-out'
    | 'too-long';
  readonly sentence: string;
  /** The agent in the way. */
  readonly agent?: string;
  /** Until when the claim in the way stands, ISO. */
  readonly until?: string;
  /** Number of the newest arrival. */
  readonly newest?: number;
}

/** What a step came to. `unchanged`: it was done before, by this very agent; nothing needs to be written. */
export type CaseOutcome =
  | {
      readonly kind: 'changed';
      readonly case: Case;
      readonly events: readonly OutboxEntry[];
      /** Only where the case opens or closes: to be written in the same transaction. */
      readonly customer?: Customer;
    }
  | { readonly kind: 'unchanged'; readonly case: Case }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The outcome of a step that nothing refuses. */
export type ChangedCase = Extract<CaseOutcome, { kind: 'changed' }>;

/** An agent's step: on which case, by whom, when. */
export interface AgentStep {
  readonly case: Case;
  /** The agent's id. */
  readonly agent: string;
  /** ISO time. */
  readonly now: string;
}

/** What may change in a step; version and state are the step's own. */
type Changes = Partial<Omit<Case, 'caseId' | 'customerId' | 'version' | 'state'>>;

/**
 * The case one step further: state by the table, version raised, `changes` applied (undefined removes a field).
 *
 * @throws Error when the table does not allow the step; callers refuse before with `stateRefusal`.
 */
export function step(name: CaseStep, subject: Case, changes: Changes): Case {
  const { from, to }: { from: readonly CaseState[]; to: CaseState | 'same' } = CASE_STEPS[name];
  if (!from.includes(subject.state))
    throw new Error(`A case that is ${subject.state} cannot take the step ${name}.`);
  return {
    ...subject,
    ...changes,
    version: subject.version + 1,
    state: to === 'same' ? subject.state : to,
  };
}

/** The refusal by the table, if it refuses. */
export function stateRefusal(name: CaseStep, subject: Case): Refusal | undefined {
  const from: readonly CaseState[] = CASE_STEPS[name].from;
  if (from.includes(subject.state)) return undefined;
  return subject.state === 'resolved'
    ? { reason: 'case-resolved', sentence: 'The case is resolved; reopen it first.' }
    : { reason: 'case-open', sentence: 'The case is open already.' };
}

export function refused(refusal: Refusal): CaseOutcome {
  return { kind: 'refused', refusal };
}

export function changed(next: Case, events: readonly OutboxEntry[] = [], customer?: Customer): ChangedCase {
  return { kind: 'changed', case: next, events, ...(customer && { customer }) };
}

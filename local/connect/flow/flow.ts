import type { Needs, ReadAction } from './action-kind.ts';

/** Types of flows that can be made here. */
export const FLOW_TYPES = [
  'CONTACT_FLOW',
  'CUSTOMER_QUEUE',
  'CUSTOMER_HOLD',
  'CUSTOMER_WHISPER',
  'AGENT_HOLD',
  'AGENT_WHISPER',
  'OUTBOUND_WHISPER',
  'AGENT_TRANSFER',
  'QUEUE_TRANSFER',
] as const;

export type FlowType = (typeof FLOW_TYPES)[number];

export const OPERATORS = [
  'Equals',
  'TextStartsWith',
  'TextEndsWith',
  'TextContains',
  'NumberGreaterThan',
  'NumberGreaterOrEqualTo',
  'NumberLessThan',
  'NumberLessOrEqualTo',
] as const;

export type Operator = (typeof OPERATORS)[number];

export interface FlowCondition {
  readonly operator: Operator;
  readonly operand: string;
  readonly then: string;
}

/** One step of a flow. */
export interface FlowAction {
  readonly id: string;
  readonly type: string;
  readonly needs: Needs;
  readonly run: ReadAction['run'];
  readonly next: string | undefined;
  /** Next action by type of error. */
  readonly errors: ReadonlyMap<string, string>;
  readonly conditions: readonly FlowCondition[];
}

/** A contact flow, checked. */
export interface Flow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly type: FlowType;
  readonly start: string;
  readonly actions: ReadonlyMap<string, FlowAction>;
}

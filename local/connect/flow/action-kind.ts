import type * as z from 'zod';
import type { FlowType, Operator } from './flow.ts';
import type { FlowRun } from './flow-run.ts';

/** What an action came to; `undefined`: the run goes on when `run.resume` is called. */
export type Outcome =
  | { readonly to: 'next' }
  /** On to the first condition that the value meets, else to `NoMatchingCondition`. */
  | { readonly to: 'condition'; readonly value: string | undefined }
  /** On to the branch of this error, else to that of `NoMatchingError`. */
  | { readonly to: 'error'; readonly type: string }
  | { readonly to: 'flow'; readonly flowId: string }
  | { readonly to: 'end'; readonly how: FlowEnd };

/** How a run ends: the contact left, it went into a queue, or nothing more is to be done. */
export type FlowEnd = 'disconnected' | 'queued' | 'done';

export const NEXT: Outcome = { to: 'next' };

export const FAILED: Outcome = { to: 'error', type: 'NoMatchingError' };

export const error = (type: string): Outcome => ({ to: 'error', type });

/** The branches that the service demands and takes. */
export interface TransitionRules {
  /** A terminal action has none. */
  readonly next: 'required' | 'optional' | 'none';
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  readonly conditions?: ConditionRules;
}

export interface ConditionRules {
  readonly operators: readonly Operator[];
  /** The only operands there may be. */
  readonly operands?: readonly string[];
  /** Each of the operands must have its condition. */
  readonly all?: boolean;
  readonly atLeast?: number;
}

/** What an action of a flow names outside of it. */
export interface Needs {
  readonly functionArn?: string;
  readonly flow?: { readonly id: string; readonly type: FlowType };
}

/** An action with its parameters read. */
export interface ReadAction {
  readonly transitions: TransitionRules;
  /** A mistake that the schema of the parameters cannot see, as the rest of a sentence. */
  readonly mistake: string | undefined;
  readonly needs: Needs;
  /** @returns undefined when it waits for something */
  run(run: FlowRun): Outcome | undefined;
}

/** One type of action of the flow language. */
export interface ActionKind {
  readonly type: string;
  /** Undefined: in every type of flow. */
  readonly legalIn: readonly FlowType[] | undefined;
  read(parameters: unknown): ReadAction | z.core.$ZodIssue;
}

interface ActionDescription<Parameters> {
  readonly type: string;
  readonly parameters: z.ZodType<Parameters>;
  readonly legalIn?: readonly FlowType[];
  readonly transitions: TransitionRules | ((parameters: Parameters) => TransitionRules);
  readonly mistake?: (parameters: Parameters) => string | undefined;
  readonly needs?: (parameters: Parameters) => Needs;
  readonly run: (parameters: Parameters, run: FlowRun) => Outcome | undefined;
}

export const actionKind = <Parameters>(described: ActionDescription<Parameters>): ActionKind => ({
  type: described.type,
  legalIn: described.legalIn,
  read(given) {
    const { data, success, error } = described.parameters.safeParse(given);
    if (!success) return error.issues[0] ?? { code: 'custom', path: [], message: 'wrong', input: given };
    const { transitions } = described;
    return {
      transitions: typeof transitions === 'function' ? transitions(data) : transitions,
      mistake: described.mistake?.(data),
      needs: described.needs?.(data) ?? {},
      run: (run) => described.run(data, run),
    };
  },
});

/** Flows in which somebody is led somewhere, and queue flows. */
export const LEADING: readonly FlowType[] = [
  'CONTACT_FLOW',
  'AGENT_TRANSFER',
  'QUEUE_TRANSFER',
  'CUSTOMER_QUEUE',
];

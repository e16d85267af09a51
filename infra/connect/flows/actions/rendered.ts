/** An action in the words of the flow language, version 2019-10-30, without its identifier. */
export interface Rendered {
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: Transitions;
}

export interface Transitions {
  readonly NextAction?: string;
  readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
  readonly Conditions?: readonly {
    readonly NextAction: string;
    readonly Condition: { readonly Operator: string; readonly Operands: readonly [string] };
  }[];
}

/** A value that is known only during the contact, e.g. `$.Attributes.language`. */
export type Path = `$.${string}`;

/** A condition: operator, operand, and where it leads. */
export type Case = readonly [operator: Operator, operand: string, then: string];

type Operator = 'Equals' | 'NumberGreaterThan';

export const transitions = (
  next: string | undefined,
  errors: Readonly<Record<string, string>> = {},
  cases: readonly Case[] = [],
): Transitions => ({
  ...(next !== undefined && { NextAction: next }),
  Errors: Object.entries(errors).map(([ErrorType, NextAction]) => ({ ErrorType, NextAction })),
  Conditions: cases.map(([Operator, operand, NextAction]) => ({
    NextAction,
    Condition: { Operator, Operands: [operand] },
  })),
});

interface Branches {
  readonly NextAction?: string | undefined;
  readonly Errors?: readonly { readonly NextAction: string }[];
  readonly Conditions?: readonly { readonly NextAction: string }[];
}

/** Where an action's branches lead, each target once. */
export const targetsOf = ({ NextAction, Errors = [], Conditions = [] }: Branches): string[] => [
  ...new Set([
    ...(NextAction === undefined ? [] : [NextAction]),
    ...[...Errors, ...Conditions].map((branch) => branch.NextAction),
  ]),
];

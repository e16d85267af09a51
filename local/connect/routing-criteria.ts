import * as z from 'zod';
import type { User } from './agent.ts';

const level = z.number().min(1).max(5);
const attributeName = z.string().min(1).max(64);

const agents = z.strictObject({
  ComparisonOperator: z.literal('Match'),
  MatchCriteria: z.strictObject({
    AgentsCriteria: z.strictObject({ AgentIds: z.array(z.string().min(1)).min(1) }),
  }),
});

const proficiency = z.strictObject({
  Name: attributeName,
  Value: z.string().min(1).max(128),
  ProficiencyLevel: level,
  ComparisonOperator: z.literal('NumberGreaterOrEqualTo'),
});

const range = z.strictObject({
  Name: attributeName,
  Value: z.string().min(1).max(128),
  Range: z.strictObject({ MinProficiencyLevel: level, MaxProficiencyLevel: level }),
  ComparisonOperator: z.literal('Range'),
});

const condition = z.union([agents, proficiency, range]);

type Condition = z.output<typeof condition>;

/** One member is given. */
interface Expression {
  readonly AttributeCondition?: Condition | undefined;
  readonly NotAttributeCondition?: Condition | undefined;
  readonly AndExpression?: readonly Expression[] | undefined;
  readonly OrExpression?: readonly Expression[] | undefined;
}

const expression: z.ZodType<Expression> = z.lazy(() =>
  z
    .strictObject({
      AttributeCondition: condition.optional(),
      NotAttributeCondition: condition.optional(),
      AndExpression: z.array(expression).min(1).optional(),
      OrExpression: z.array(expression).min(1).optional(),
    })
    .refine((given) => Object.values(given).filter(Boolean).length === 1, 'needs exactly one expression'),
);

/** As `UpdateContactRoutingData` takes them. */
export const routingCriteria = z.strictObject({
  Steps: z
    .array(
      z.strictObject({
        Expression: expression,
        Expiry: z.strictObject({ DurationInSeconds: z.number().int().min(1) }).optional(),
      }),
    )
    .max(5),
});

/** Which agents a contact is offered to, one step after the other. */
export interface RoutingCriteria {
  readonly steps: readonly {
    readonly expression: Expression;
    /** Undefined: until somebody takes the contact. */
    readonly lastsMs: number | undefined;
  }[];
  /** The step in force; behind the last one all agents are asked. */
  index: number;
  /** Since when; undefined before the contact waits. */
  activatedAt: number | undefined;
}

/** No steps: as if there were no criteria. */
export function readCriteria({ Steps }: z.output<typeof routingCriteria>): RoutingCriteria | undefined {
  if (Steps.length === 0) return undefined;
  const steps = Steps.map(({ Expression, Expiry }) => ({
    expression: Expression,
    lastsMs: Expiry && Expiry.DurationInSeconds * 1_000,
  }));
  return { steps, index: 0, activatedAt: undefined };
}

export function meetsCriteria(criteria: RoutingCriteria | undefined, user: User): boolean {
  const step = criteria?.steps[criteria.index];
  return step === undefined || holds(step.expression, user);
}

function holds(given: Expression, user: User): boolean {
  if (given.AttributeCondition) return has(given.AttributeCondition, user);
  if (given.NotAttributeCondition) return !has(given.NotAttributeCondition, user);
  if (given.AndExpression) return given.AndExpression.every((one) => holds(one, user));
  return given.OrExpression?.some((one) => holds(one, user)) ?? false;
}

function has(given: Condition, { id, arn, proficiencies }: User): boolean {
  if (given.ComparisonOperator === 'Match') {
    const { AgentIds } = given.MatchCriteria.AgentsCriteria;
    return AgentIds.includes(id) || AgentIds.includes(arn);
  }
  const found = proficiencies.find(
    ({ attribute, value }) => attribute === given.Name && value === given.Value,
  );
  if (!found) return false;
  if (given.ComparisonOperator === 'NumberGreaterOrEqualTo') return found.level >= given.ProficiencyLevel;
  return found.level >= given.Range.MinProficiencyLevel && found.level <= given.Range.MaxProficiencyLevel;
}

/** How contact events tell them; conditions on proficiencies only, as far as the shape of others is known. */
export function criteriaInEvent({ steps, index, activatedAt }: RoutingCriteria): object {
  return {
    steps: steps.map(({ expression: { AttributeCondition: of }, lastsMs }, at) => ({
      status: at < index ? 'EXPIRED' : at === index && activatedAt !== undefined ? 'ACTIVE' : 'INACTIVE',
      expiry: lastsMs === undefined ? undefined : { durationInSeconds: lastsMs / 1_000 },
      expression:
        of?.ComparisonOperator === 'NumberGreaterOrEqualTo'
          ? {
              attributeCondition: {
                name: of.Name,
                value: of.Value,
                proficiencyLevel: of.ProficiencyLevel,
                comparisonOperator: of.ComparisonOperator,
              },
            }
          : undefined,
    })),
    activationTimestamp: activatedAt === undefined ? undefined : new Date(activatedAt).toISOString(),
    index,
  };
}

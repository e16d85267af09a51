import * as z from 'zod';
import { type Condition, conditionProblem } from './conditions.ts';

/** Who a resource policy's statement is about. `*` under any kind means everybody. */
export interface Principals {
  readonly everybody: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** One statement, ready to be judged. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  readonly conditions: readonly Condition[];
  /** Undefined in identity policies. */
  readonly principals: Principals | undefined;
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const scalars = z.union([scalar.transform((text) => [text]), z.array(scalar)]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Principal: z
    .union([
      z.literal('*'),
      z.strictObject({ AWS: texts.optional(), Service: texts.optional(), Federated: texts.optional() }),
    ])
    .optional(),
  Condition: z.record(z.string(), z.record(z.string(), scalars)).optional(),
});

const documentSchema = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statementSchema), statementSchema.transform((statement) => [statement])]),
});

function principalsOf(principal: z.infer<typeof statementSchema>['Principal']): Principals | undefined {
  if (principal === undefined) return undefined;
  if (principal === '*') return { everybody: true, aws: [], services: [] };
  const aws = principal.AWS ?? [];
  const services = principal.Service ?? [];
  return { everybody: aws.includes('*'), aws, services };
}

/** Policies by their text: who starts many clouds from one template reads each once. */
const known = new Map<string, readonly Statement[]>();

/**
 * Reads a policy document.
 *
 * @param where names the policy in messages: `AWS::IAM::Policy dev-cases/RecorderPolicy`
 * @throws Error for whatever the evaluator would not understand: an unknown element, operator or global condition key,
 *   or a policy variable. Letting it pass would mean to guess between allow and deny.
 */
export function readPolicy(document: unknown, where: string): readonly Statement[] {
  const text = JSON.stringify(document);
  const statements = known.get(text) ?? statementsOf(document, where);
  known.set(text, statements);
  return statements;
}

function statementsOf(document: unknown, where: string): readonly Statement[] {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${where}: the local cloud does not understand this policy at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? '?'}.`,
    );
  }
  return parsed.data.Statement.map((statement) => {
    const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): Condition => ({ operator, key, values })),
    );
    const problem =
      conditions.map(conditionProblem).find((text) => text !== undefined) ??
      [...(statement.Resource ?? []), ...(statement.NotResource ?? [])]
        .filter((resource) => resource.includes('${'))
        .map((resource) => `policy variables are not implemented by the local cloud (${resource})`)[0] ??
      (statement.Action === undefined && statement.NotAction === undefined
        ? 'a statement names no action'
        : undefined);
    if (problem !== undefined) throw new Error(`${where}: ${problem}.`);
    return {
      effect: statement.Effect,
      actions: statement.Action ?? statement.NotAction ?? [],
      notActions: statement.Action === undefined,
      // A trust policy names no resource, and means the role itself.
      resources: statement.Resource ?? statement.NotResource ?? ['*'],
      notResources: statement.Resource === undefined && statement.NotResource !== undefined,
      conditions,
      principals: principalsOf(statement.Principal),
    };
  });
}

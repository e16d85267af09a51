import { type ConditionContext, conditionHolds } from './conditions.ts';
import type { Principals, Statement } from './policy.ts';
import { matchesWildcard } from './wildcard.ts';

/** Who asks. */
export type Asker =
  | { readonly kind: 'role'; readonly roleArn: string }
  | { readonly kind: 'service'; readonly principal: string };

export interface Question {
  readonly asker: Asker;
  /** `sqs:SendMessage`; compared without regard to case, as IAM does. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly context: ConditionContext;
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly explicit: boolean; readonly by: 'identity' | 'resource' };

function concerns(principals: Principals | undefined, asker: Asker, effect: Statement['effect']): boolean {
  // An identity policy names nobody: it belongs to the asker.
  if (principals === undefined || principals.everybody) return true;
  if (asker.kind === 'service') return principals.services.includes(asker.principal);
  if (principals.aws.includes(asker.roleArn)) return true;
  // The account's root in a resource policy hands the question to the identity policies: alone it allows nothing, but
  // what it is denied, nobody in the account may do.
  return effect === 'Deny' && principals.aws.some((principal) => /^\d{12}$|:root$/.test(principal));
}

function applies(statement: Statement, question: Question): boolean {
  const action = statement.actions.some((pattern) => matchesWildcard(pattern, question.action, true));
  if (action === statement.notActions) return false;
  const resource = statement.resources.some((pattern) => matchesWildcard(pattern, question.resource));
  if (resource === statement.notResources) return false;
  return (
    concerns(statement.principals, question.asker, statement.effect) &&
    statement.conditions.every((condition) => conditionHolds(condition, question.context))
  );
}

/**
 * IAM's rule within one account: an explicit deny anywhere wins; otherwise an allow in either the asker's own policies
 * or the resource's is enough; otherwise no.
 *
 * @param identity statements of the asker's role; empty for a service
 * @param resource statements of the resource's policy
 */
export function evaluate(
  identity: readonly Statement[],
  resource: readonly Statement[],
  question: Question,
): Verdict {
  let allowed = false;
  for (const [by, statements] of [['identity', identity] as const, ['resource', resource] as const]) {
    for (const statement of statements) {
      if (!applies(statement, question)) continue;
      if (statement.effect === 'Deny') return { allowed: false, explicit: true, by };
      allowed = true;
    }
  }
  if (allowed) return { allowed: true };
  return { allowed: false, explicit: false, by: question.asker.kind === 'role' ? 'identity' : 'resource' };
}

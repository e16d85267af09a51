import * as z from 'zod';
import type { Case } from '../../shared/domain/case.ts';
import { claimCase, releaseCase } from '../../shared/domain/claim.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { CaseOutcome } from '../../shared/domain/lifecycle.ts';
import { reopenCase, resolveCase } from '../../shared/domain/resolution.ts';
import { answer, type HttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import { caseIdOf, visibleCase } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { refuseStep } from './meanwhile.ts';
import { changedMeanwhile } from './refusals.ts';
import { caseView } from './views.ts';

/** POST /cases/{caseId}/claim: the right to answer; again: for longer. */
export function claim(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  const { claimMinutes } = dependencies;
  const { agentId, supervisor } = agent;
  return changeCase(event, agent, dependencies, ({ subject, now }) =>
    claimCase({ case: subject, agent: agentId, now, claimMinutes, supervisor }),
  );
}

/** POST /cases/{caseId}/release: given back. */
export function release(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  const { agentId, supervisor } = agent;
  return changeCase(event, agent, dependencies, ({ subject, now }) =>
    releaseCase({ case: subject, agent: agentId, now, supervisor }),
  );
}

const resolveBody = z.strictObject({ answers: z.int().min(0).optional() });

/** POST /cases/{caseId}/resolve: closed, and the customer waits no longer. */
export async function resolve(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  const body = event.body ? readBody(event, resolveBody) : answer<z.output<typeof resolveBody>>({});
  if (!body.ok) return body;
  const { answers: seen } = body.body;
  const { agentId, supervisor } = agent;
  return changeCase(
    event,
    agent,
    dependencies,
    ({ subject, customer, now }) =>
      resolveCase({
        case: subject,
        customer,
        agent: agentId,
        now,
        supervisor,
        ...(seen !== undefined && { seen }),
      }),
    seen,
  );
}

/** POST /cases/{caseId}/reopen: open again, and routed anew. */
export function reopen(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  return changeCase(event, agent, dependencies, ({ subject, customer, now }) =>
    reopenCase({ case: subject, customer, agent: agent.agentId, now }),
  );
}

interface Situation {
  readonly subject: Case;
  readonly customer: Customer;
  /** ISO time. */
  readonly now: string;
}

/** A case that somebody else changed between reading and writing comes back with the refusal and is decided again. */
const ROUNDS = 2;

async function changeCase(
  event: HttpEvent,
  agent: Agent,
  dependencies: AgentApiDependencies,
  decide: (situation: Situation) => CaseOutcome,
  seen = 0,
) {
  const caseId = caseIdOf(event);
  if (!caseId.ok) return caseId;
  const { stores, newId } = dependencies;
  const now = dependencies.now().toISOString();
  const commit = newId();
  let current = await stores.caseAndCustomer(caseId.body);
  for (let round = 0; round < ROUNDS; round += 1) {
    const visible = visibleCase(agent, current.case);
    if (!visible.ok) return visible;
    if (!current.customer) throw new Error('A case has no customer.');
    const outcome = decide({ subject: visible.body, customer: current.customer, now });
    if (outcome.kind === 'refused')
      return refuseStep(outcome.refusal, { ...visible.body, seen }, dependencies);
    const result = answer({ case: caseView(outcome.case, { agentId: agent.agentId, now }) });
    if (outcome.kind === 'unchanged') return result;
    const saved = await stores.save({
      case: { previous: visible.body, next: outcome.case },
      outbox: { commit, at: now, events: outcome.events },
      ...(outcome.customer && { customer: { previous: current.customer, next: outcome.customer } }),
    });
    if (saved.kind === 'saved') return result;
    if (saved.kind !== 'conflict' || (!saved.case && !saved.customer)) break;
    current = { ...current, ...saved };
  }
  return changedMeanwhile();
}

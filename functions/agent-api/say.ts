import type { Case } from '../../shared/domain/case.ts';
import { hashOf } from '../../shared/domain/identity.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { CaseOutcome } from '../../shared/domain/lifecycle.ts';
import { type Answer, answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import { visibleCase } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { refuseStep } from './meanwhile.ts';
import { changedMeanwhile, refusalOf } from './refusals.ts';

/** Something an agent wants to put on the thread. */
export interface Saying {
  readonly caseId: string;
  /** Made of the request, so that a repeated one is the same. */
  readonly interactionId: string;
  /** Newest arrival the agent has read. */
  readonly seen: number;
  /** What it means to the case. */
  readonly decide: (subject: Case, now: string) => CaseOutcome;
  readonly interaction: (subject: Case, now: string) => Interaction;
  /** The contact point it leaves for, if it leaves. */
  readonly leavesFor?: (subject: Case) => string;
}

/** A case that somebody else changed between reading and writing comes back with the refusal and is decided again. */
const ROUNDS = 2;

/**
 * Puts something on the thread once, in one transaction with what it means to the case. A repeated request finds the
 * marker of the first and gets what became of it, whatever the case looks like by now.
 */
export async function say(
  saying: Saying,
  agent: Agent,
  dependencies: AgentApiDependencies,
): Promise<Answer<Interaction>> {
  const { stores, newId } = dependencies;
  const now = dependencies.now().toISOString();
  const hash = hashOf('said', saying.interactionId);
  const commit = newId();
  const found = await stores.caseAndMarker(saying.caseId, hash);
  let subject = found.case;
  for (let round = 0; round < ROUNDS; round += 1) {
    const visible = visibleCase(agent, subject);
    if (!visible.ok) return visible;
    const interaction = saying.interaction(visible.body, now);
    if (found.marker) return answer((await stores.interaction(found.marker)) ?? interaction);
    const outcome = saying.decide(visible.body, now);
    if (outcome.kind === 'refused') {
      return refuseStep(outcome.refusal, { ...visible.body, seen: saying.seen }, dependencies);
    }
    const { interactionId, at: interactionAt, customerId, caseId } = interaction;
    const saved = await stores.save({
      case: { previous: visible.body, next: outcome.case },
      outbox: { commit, at: now, events: outcome.kind === 'changed' ? outcome.events : [] },
      said: { interaction, marker: { hash, interactionId, interactionAt, customerId, caseId } },
      ...(saying.leavesFor && { leavesFor: saying.leavesFor(visible.body) }),
    });
    switch (saved.kind) {
      case 'saved':
        return answer(interaction);
      case 'said-before':
        return answer((await stores.interaction(saved.marker)) ?? interaction);
      case 'opted-out':
        return refusalOf({
          reason: 'opted-out',
          sentence: 'The customer has opted out; nothing may be sent to this address.',
        });
      case 'conflict':
        if (!saved.case) return changedMeanwhile();
        subject = saved.case;
    }
  }
  return changedMeanwhile();
}

/** The caller's own name for the request, so that it may say the same words twice on purpose. */
export function idempotencyKeyOf(event: HttpEvent): Answer<string | undefined> {
  const key = event.headers['idempotency-key'];
  return key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)
    ? answer(key)
    : refuse(
        'bad-request',
        'bad-idempotency-key',
        'Idempotency-Key must be 1 to 128 visible ASCII characters.',
      );
}

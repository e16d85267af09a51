import type { Interaction } from '../../shared/domain/interaction.ts';
import type { Refusal as DomainRefusal } from '../../shared/domain/lifecycle.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { newerArrival, refusalOf } from './refusals.ts';

/** Of the newest so many interactions of the thread, those that came in the case since are shown. */
const LOOK_BACK = 25;

/**
 * The refusal of a step, with what the customer wrote after the arrival the agent has read where that is what stands
 * in the way.
 */
export async function refuseStep(
  refusal: DomainRefusal,
  {
    caseId,
    customerId,
    seen,
  }: { readonly caseId: string; readonly customerId: string; readonly seen: number },
  { stores }: Pick<AgentApiDependencies, 'stores'>,
) {
  if (refusal.reason !== 'newer-arrival') return refusalOf(refusal);
  const { interactions } = await stores.thread(customerId, { limit: LOOK_BACK });
  const cameSince = ({ arrival, ...each }: Interaction) => each.caseId === caseId && (arrival ?? 0) > seen;
  return newerArrival(refusal, interactions.filter(cameSince).toReversed());
}

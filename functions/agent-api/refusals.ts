import type { Interaction } from '../../shared/domain/interaction.ts';
import type { Refusal as DomainRefusal } from '../../shared/domain/lifecycle.ts';
import { refuse } from '../../shared/runtime/http-routes.ts';
import { interactionView } from './views.ts';

/** A refusal of the domain as the API says it. */
export function refusalOf({ reason, sentence, agent, until, newest }: DomainRefusal) {
  const kind = reason === 'opted-out' ? 'not-possible' : 'conflict';
  const details = {
    ...(agent !== undefined && { agent }),
    ...(until !== undefined && { until }),
    ...(newest !== undefined && { newest }),
  };
  const message = until === undefined ? sentence : `${sentence.replace(/\.$/, '')} until ${until}.`;
  return refuse(kind, reason, message, Object.keys(details).length > 0 ? details : undefined);
}

/** The customer has written since: the refusal brings what came meanwhile, oldest first. */
export function newerArrival(refusal: DomainRefusal, meanwhile: readonly Interaction[]) {
  const { kind, code, message, details } = refusalOf(refusal).refusal;
  return refuse(kind, code, message, { ...details, meanwhile: meanwhile.map(interactionView) });
}

/** Two changes of one case met, twice in a row. */
export function changedMeanwhile() {
  return refuse(
    'conflict',
    'changed-meanwhile',
    'The case changed at the same moment; look at it and try again.',
  );
}

import { decideEnd } from '../domain/delivery.ts';
import type { Interaction } from '../domain/interaction.ts';
import { TransientFailure } from '../runtime/failure.ts';
import type { Replies } from './replies.ts';
import { type SettleDependencies, settle } from './settle.ts';

export interface EndMessageDependencies extends SettleDependencies {
  readonly replies: SettleDependencies['replies'] & Pick<Replies, 'move'>;
}

/**
 * Ends a message that nobody is to send any more: one that has not left fails for this reason, one that may have left
 * becomes unknown.
 *
 * @throws TransientFailure when another may be at work on it.
 */
export async function endMessage(
  interaction: Interaction,
  reason: string,
  dependencies: EndMessageDependencies,
): Promise<void> {
  const { replies, now, log } = dependencies;
  const { delivery, interactionId, caseId } = interaction;
  if (!delivery) return;
  const at = now().toISOString();
  const decision = decideEnd(delivery, at);
  switch (decision.do) {
    case 'nothing':
      return;
    case 'wait':
      throw new TransientFailure('Another may be at work on this message.');
    case 'give-up':
      return settle({ interaction }, { kind: 'unknown', attempt: decision.attempt }, dependencies);
    case 'fail': {
      // Not settled: whoever takes it in this very moment knows better what becomes of it.
      const { kind } = await replies.move({ interaction, next: { state: 'failed', reason, at } });
      if (kind === 'conflict') throw new TransientFailure('Another sender has taken this message.');
      return log('TL4002', { interactionId, caseId, reason });
    }
  }
}

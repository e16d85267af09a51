import type { Interaction } from '../domain/interaction.ts';
import { TransientFailure } from '../runtime/failure.ts';
import type { Outside } from '../runtime/outside.ts';
import type { Replies } from './replies.ts';

/**
 * Writes the attempt down; only then may a queued message be sent. When the answer to that write is lost, the stored
 * attempt tells whether it applied: so neither nobody sends nor two do.
 *
 * @throws TransientFailure when another has taken the message.
 */
export async function beginSending(
  interaction: Interaction,
  attempt: string,
  { replies, now }: { readonly replies: Pick<Replies, 'move' | 'reread'> } & Pick<Outside, 'now'>,
): Promise<Interaction> {
  const next = { state: 'sending', attempt, since: now().toISOString() } as const;
  const outcome = await replies.move({ interaction, next }).catch(async (error: unknown) => {
    const { interaction: stored } = await replies.reread(interaction);
    const { delivery } = stored ?? {};
    if (delivery?.state === 'sending' && delivery.attempt === attempt) return { kind: 'applied' } as const;
    throw error;
  });
  if (outcome.kind === 'conflict') throw new TransientFailure('Another sender has taken this message.');
  return { ...interaction, delivery: next };
}

import type { Interaction } from './interaction.ts';
import type { ReplyFacts } from './outbox.ts';

/** What is told of an agent's reply; undefined of what answers no arrival, such as a receipt or a survey question. */
export function replyFactsOf(interaction: Interaction): ReplyFacts | undefined {
  const { interactionId, at, answers, agent, channel } = interaction;
  if (answers === undefined || agent === undefined) return undefined;
  return { interactionId, interactionAt: at, answers, agent, via: channel };
}

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { HandOverRef } from '../domain/hand-over.ts';

/** All in one group: the drainer runs once at a time, however many cases come. */
const ONE_AT_A_TIME = 'drain';

/** Body of a message to the drainer. */
export const pokeSchema = z.object({ caseId: z.string(), routeSequence: z.int() });

/** Tells the drainer of a hand-over. */
export interface Pokes {
  /** @param occasion a message of the same hand-over and occasion is the same message for five minutes. */
  poke(ref: HandOverRef, occasion: string): Promise<void>;
}

export function drainQueue(sqs: SQSClient, queueUrl: string): Pokes {
  return {
    async poke({ caseId, routeSequence }, occasion) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({ caseId, routeSequence }),
          MessageGroupId: ONE_AT_A_TIME,
          MessageDeduplicationId: `${caseId}-${routeSequence}-${occasion}`,
        }),
      );
    },
  };
}

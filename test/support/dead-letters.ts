import type { OwnedCloud } from '../../local/index.ts';
import { listDeadLetterQueues, moveBack, peek } from '../../web/console/aws-calls.ts';

/** A dead letter as an operator finds it. */
export interface DeadLetter {
  /** Name of the queue it died in. */
  readonly queue: string;
  /** Attribute that a function put on it; none on what was only tried too often. */
  readonly reason: string | undefined;
  readonly body: string;
}

/** The first ten dead letters of every queue, left where they are. */
export async function deadLettersOf(cloud: OwnedCloud): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const { sourceArn, deadLetterUrl } of await listDeadLetterQueues(cloud)) {
    const queue = sourceArn.split(':').at(-1) ?? '';
    for (const { MessageAttributes, Body } of await peek(cloud, deadLetterUrl)) {
      letters.push({ queue, reason: MessageAttributes.reason?.StringValue, body: Body });
    }
  }
  // What was looked at becomes visible again by a task of the scheduler.
  await cloud.scheduler.quiet();
  return letters;
}

/** Sends every dead letter back to the queue it was meant for, as the runbook says. */
export async function redriveAll(cloud: OwnedCloud): Promise<void> {
  for (const { sourceArn, deadLetterArn } of await listDeadLetterQueues(cloud)) {
    await moveBack(cloud, deadLetterArn, sourceArn);
  }
}

import { parseArgs } from 'node:util';
import { eventBus } from '../../shared/gateways/event-bus.ts';
import { eventBridge, s3 } from '../../shared/runtime/aws-clients.ts';
import { errorName } from '../../shared/runtime/failure.ts';
import type { PublishEventsDependencies } from './dependencies.ts';
import { type FailedBatches, failedBatchesIn } from './failed-batches.ts';
import { publishEvents } from './publish-events.ts';

/** What became of the batches: how many are published and gone, and which are left, with the name of the error. */
export interface Republished {
  readonly published: number;
  readonly left: readonly { readonly key: string; readonly error: string }[];
}

/**
 * Publishes what `publish-events` had to leave in S3, oldest first, and deletes each batch once it is published. Run
 * it as often as you like: events have the ids they had, and consumers know those they have seen.
 */
export async function republish(
  batches: FailedBatches,
  dependencies: PublishEventsDependencies,
): Promise<Republished> {
  let published = 0;
  const left: { key: string; error: string }[] = [];
  for (const key of await batches.list()) {
    try {
      await publishEvents(await batches.read(key), dependencies);
      await batches.remove(key);
      published += 1;
    } catch (error) {
      left.push({ key, error: errorName(error) });
    }
  }
  return { published, left };
}

const USAGE = `Usage: npm run republish -- --bucket <bucket of unpublished events> --bus <event bus name>
Both are outputs of the stacks. Credentials and region come from the environment, as for the AWS CLI.`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { bucket: { type: 'string' }, bus: { type: 'string' } } });
  const bucket = values.bucket ?? process.env.UNPUBLISHED_EVENTS_BUCKET;
  const bus = values.bus ?? process.env.BUS_NAME;
  if (!bucket || !bus) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const { published, left } = await republish(failedBatchesIn(s3({}), bucket), {
    bus: eventBus(eventBridge({}), bus),
    log: () => undefined,
  });
  console.log(`${published} batches published.`);
  for (const { key, error } of left) console.error(`Left in place: ${key} (${error}).`);
  if (left.length > 0) process.exitCode = 1;
}

if (import.meta.main) await main();

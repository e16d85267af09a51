import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type CallInfo, smsVoiceOf, startCloud } from '../../local/index.ts';
import { loadBundle, outsideOf } from '../support/load-bundle.ts';
import { atLeast, type Figure } from './figure.ts';

const MESSAGES = 150;
const STORE_LATENCY = 5;
const GIVE_UP = 120_000;
const CUSTOMER = '+14255550182';
/** What the deployment itself waits for, and what is measured; the rest only takes its messages here. */
const RUNNING = ['activate-rule-set', 'accept-sms', 'record-interaction'];

const isStore = ({ service, caller }: CallInfo) =>
  (service === 'dynamodb' || service === 's3') &&
  caller.kind === 'role' &&
  caller.functionName.endsWith('record-interaction');

/** P4: how many messages of one customer the recorder takes in a second, through the inbox, in real time. */
export async function benchOneCustomer(assembly: string): Promise<Figure> {
  const committed: number[] = [];
  const allCommitted = Promise.withResolvers<void>();
  const running = await startCloud({
    assemblyDirectory: assembly,
    mode: 'live',
    sockets: false,
    seed: 1,
    hooks: {
      async beforeCall(call) {
        if (isStore(call)) await pause(STORE_LATENCY);
      },
      afterCall({ operation }, outcome) {
        if (operation !== 'TransactWriteItems' || !outcome.ok) return;
        committed.push(performance.now());
        if (committed.length === MESSAGES) allCommitted.resolve();
      },
    },
    loadFunction: (description, credentials, cloud) => {
      if (!RUNNING.some((name) => description.name.endsWith(name))) return () => ({ batchItemFailures: [] });
      const outside = outsideOf(cloud, credentials, () => {});
      return loadBundle(description, cloud, { ...outside, now: () => new Date() });
    },
  });
  // The cloud's own timers keep no process alive.
  const giveUp = setTimeout(() => {
    allCommitted.reject(new Error(`Only ${committed.length} of ${MESSAGES} messages were recorded.`));
  }, GIVE_UP);
  try {
    for (let count = 0; count < MESSAGES; count++) {
      smsVoiceOf(running.cloud).receive(running.cloud, { from: CUSTOMER, text: `Message ${count}` });
    }
    await allCommitted.promise;
    const seconds = ((committed.at(-1) ?? 0) - (committed[0] ?? 0)) / 1_000;
    return atLeast(
      'P4',
      (MESSAGES - 1) / seconds,
      'messages/s',
      30,
      `one customer, ${MESSAGES} SMS through the FIFO inbox into the recorder; every call to DynamoDB and S3 takes ${STORE_LATENCY} ms and the local cloud's own work; real time, from first to last commit`,
    );
  } finally {
    clearTimeout(giveUp);
    await running.stop();
  }
}

import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../local/core/random.ts';
import { type Invocation, replayer } from './replay.ts';
import { type ReplayOrder, type ReplayResult, readCall, storeLatency } from './replay-order.ts';

// A process of its own with nothing in it but one bundle, as in Lambda: replays one invocation, first answered at once,
// then with the latency of a store, and prints what each took. The order comes on standard input.

const { invocation, warmUp, runs, delayedRuns, pace }: ReplayOrder = JSON.parse(
  Buffer.concat(await process.stdin.toArray()).toString(),
);

/** Milliseconds of processor time of the whole process; `process.threadCpuUsage` moves in steps of 4 ms. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * What the handler's thread used for one invocation, at most: it cannot have used more than the whole process did, nor
 * more than the time that passed. The first counts other threads that compile and collect, the second the other
 * programs of the machine; the smaller of the two is the closer bound.
 */
async function ownTime(): Promise<number> {
  const [processor, clock] = [processorTime(), performance.now()];
  await run(recorded.event, recorded.context);
  return Math.min(processorTime() - processor, performance.now() - clock);
}

const random = seededRandom('store latency');
let slow = false;
const recorded: Invocation = {
  ...invocation,
  now: new Date(invocation.now),
  calls: invocation.calls.map(readCall),
  kept: invocation.kept.map(readCall),
};
const wait = () => (slow ? setTimeout(storeLatency(random)) : undefined);
const run = await replayer(recorded, { wait, pace });
const result: ReplayResult = { cpu: [], wall: [] };

for (let count = 0; count < warmUp + runs; count++) {
  const took = await ownTime();
  if (count >= warmUp) result.cpu.push(took);
}
slow = true;
for (let count = 0; count < delayedRuns; count++) {
  const start = performance.now();
  await run(recorded.event, recorded.context);
  result.wall.push(performance.now() - start);
}
console.log(JSON.stringify(result));

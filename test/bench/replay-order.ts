import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Invocation, RecordedCall } from './replay.ts';

type WrittenCall = Omit<RecordedCall, 'body'> & { readonly body: string };

/** What a replay process is told. */
export interface ReplayOrder {
  readonly invocation: Omit<Invocation, 'now' | 'calls' | 'kept'> & {
    readonly now: string;
    readonly calls: readonly WrittenCall[];
    readonly kept: readonly WrittenCall[];
  };
  readonly warmUp: number;
  readonly runs: number;
  readonly delayedRuns: number;
  /** Milliseconds between two runs, by the function's clock. */
  readonly pace: number;
}

/** Milliseconds of each run. */
export interface ReplayResult {
  /** Processor time, answered at once. */
  readonly cpu: number[];
  /** From call to result, with the latency of a store. */
  readonly wall: number[];
}

/** Standard deviation of the logarithm that puts the 99th percentile at three times the median. */
const SPREAD = Math.log(3) / 2.3263;

/** Milliseconds, lognormal: half of them within 5, 99 of 100 within 15. */
export function storeLatency(random: { next(): number }): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return 5 * Math.exp(SPREAD * normal);
}

const written = (call: RecordedCall): WrittenCall => ({ ...call, body: call.body.toString('base64') });

export const readCall = (call: WrittenCall): RecordedCall => ({
  ...call,
  body: Buffer.from(call.body, 'base64'),
});

/** Replays a recorded invocation in a fresh process. */
export function replay(invocation: Invocation, counts: Omit<ReplayOrder, 'invocation'>): ReplayResult {
  const order: ReplayOrder = {
    ...counts,
    invocation: {
      ...invocation,
      now: invocation.now.toISOString(),
      calls: invocation.calls.map(written),
      kept: invocation.kept.map(written),
    },
  };
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'replay-process.ts')], {
    input: JSON.stringify(order),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (stdout === '') throw new Error(`The replay of ${invocation.name} failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout);
}

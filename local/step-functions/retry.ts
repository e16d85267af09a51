import type { CarefulState, Retrier } from './definition.ts';
import { give, type Step, type Visit } from './run.ts';
import { meansError, StateError } from './state-error.ts';

/**
 * Runs a state with its Retry and Catch. What its `Output` and `Assign` do wrong counts as its failure too.
 *
 * @param once one try; gets the number of retries before it
 * @param onRetry hears of every retry
 */
export async function withRetries(
  visit: Visit,
  state: CarefulState,
  once: (retryCount: number) => Promise<unknown>,
  onRetry: (visit: Visit) => void,
): Promise<Step> {
  const { line, name, run } = visit;
  const used = new Map<Retrier, number>();
  for (let retryCount = 0; ; retryCount++) {
    try {
      const result = await line.settle(once(retryCount));
      return { ...(await give(visit, state, '', { result, retryCount }, result)), next: state.Next };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const retrier = state.Retry.find(({ ErrorEquals }) => meansError(ErrorEquals, error));
      const retries = retrier === undefined ? 0 : (used.get(retrier) ?? 0);
      if (retrier === undefined || retries >= retrier.MaxAttempts) return caught(visit, state, error);
      used.set(retrier, retries + 1);
      const delayMs = delayBefore(retrier, retries, run.cloud.random.next);
      await line.until(run.cloud.clock.now() + delayMs, `states retry ${run.machineName} ${name}`);
      run.history.checkLength();
      onRetry(visit);
    }
  }
}

/** The wait before a retry, in ms. @param retries how many this retrier has had */
function delayBefore(retrier: Retrier, retries: number, random: () => number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier;
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** retries,
    MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return Math.round(seconds * 1000 * (JitterStrategy === 'FULL' ? random() : 1));
}

async function caught(visit: Visit, state: CarefulState, error: StateError): Promise<Step> {
  const index = state.Catch.findIndex(({ ErrorEquals }) => meansError(ErrorEquals, error));
  const catcher = state.Catch[index];
  if (catcher === undefined) throw error;
  const errorOutput = error.output();
  const given = await give(visit, catcher, `Catch[${index}].`, { errorOutput }, errorOutput);
  return { ...given, next: catcher.Next };
}

import { atMost, type Figure, percentile } from './figure.ts';
import { callsInARow } from './recorded-calls.ts';
import { type Invocation, isKept } from './replay.ts';
import { replay } from './replay-order.ts';
import { invocationsOf, type Way } from './way.ts';

/** Where somebody waits: the edges, and what an agent does with a case. */
const STEPS: Readonly<Record<string, string>> = {
  'accept-sms': 'accept an SMS',
  'GET /work': 'work list',
  'GET /cases/{caseId}': 'read a case',
  'GET /customers/{customerId}/thread': 'read a thread',
  'POST /cases/{caseId}/claim': 'claim',
  'POST /cases/{caseId}/replies': 'reply',
  'POST /webchat/messages': 'write in the chat',
  'GET /webchat/messages': 'read the chat',
};

/** Milliseconds after which a visitor may write again, and go on like that. */
const CHAT_PACE = 2_000;

const COUNTS = { warmUp: 1_000, runs: 1_000, delayedRuns: 300 };

/** The steps of the ways where somebody waits, each with one recorded invocation: the busiest that read no secret, which is kept. */
export function waitingSteps(...ways: readonly Way[]): { step: string; invocation: Invocation }[] {
  const invocations = invocationsOf(...ways);
  return Object.entries(STEPS).map(([key, step]) => {
    const [invocation] = invocations
      .filter(({ name, event, calls }) => (routeOf(event) ?? name) === key && !calls.some(isKept))
      .sort((one, other) => other.calls.length - one.calls.length);
    if (!invocation) throw new Error(`Nothing was recorded of "${step}".`);
    return { step, invocation };
  });
}

const paceOf = ({ name }: Invocation) => (name === 'webchat-api' ? CHAT_PACE : 0);

function routeOf(event: unknown): string | undefined {
  return (event as { routeKey?: string }).routeKey;
}

/** The most DynamoDB calls in a row, or SQS sends, of a step; a send counts as two, since a step may have one or the other. */
export function countedCalls(steps: readonly { step: string; invocation: Invocation }[]): Figure {
  const counts = steps.map(({ step, invocation: { calls } }) => {
    const reads = calls.filter(({ target }) => target.startsWith('DynamoDB.'));
    const sends = calls.filter(({ target }) => target === 'AmazonSQS.SendMessage');
    const others = calls.length - reads.length - sends.length;
    const cost = others > 0 ? Number.POSITIVE_INFINITY : callsInARow(reads) + 2 * sends.length;
    return { cost, text: `${step}: ${callsInARow(reads)} DynamoDB, ${sends.length} SQS` };
  });
  const worst = Math.max(...counts.map(({ cost }) => cost));
  const detail = `DynamoDB calls in a row, one SQS send standing for two; ${counts.map(({ text }) => text).join('; ')}`;
  return atMost('P1', worst, 'calls', 2, detail);
}

/** P1: the steps where somebody waits. */
export function benchWaitingPath(...ways: readonly Way[]): Figure[] {
  const steps = waitingSteps(...ways);
  const measured = steps.map(({ step, invocation }) => ({
    step,
    ...replay(invocation, { ...COUNTS, pace: paceOf(invocation) }),
  }));
  const figure = (of: 'cpu' | 'wall', limit: number, how: string) => {
    const each = measured.map((result) => {
      const [p50, p99] = [percentile(result[of], 0.5), percentile(result[of], 0.99)];
      return { p99, text: `${result.step} ${p99.toFixed(1)} (p50 ${p50.toFixed(1)})` };
    });
    const worst = Math.max(...each.map(({ p99 }) => p99));
    return atMost('P1', worst, 'ms', limit, `${how}; ${each.map(({ text }) => text).join(', ')}`);
  };
  return [
    countedCalls(steps),
    figure(
      'cpu',
      5,
      `own CPU, p99 of ${COUNTS.runs} warm invocations of the deployed bundle in a process of its own, the closer of two upper bounds (processor time of the process, time passed), AWS answers replayed at once from a recording`,
    ),
    figure(
      'wall',
      35,
      `p99 of ${COUNTS.delayedRuns} with a store latency of 5 ms p50 and 15 ms p99 (lognormal, seeded, real timers)`,
    ),
  ];
}

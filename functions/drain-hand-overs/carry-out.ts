import {
  clientTokenOf,
  type HandOver,
  type HandOverRef,
  type HandOverResult,
  handOverAgeRefusal,
  supersededBy,
} from '../../shared/domain/hand-over.ts';
import type { Task } from '../../shared/gateways/connect-gateway.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import type { DrainHandOversDependencies } from './dependencies.ts';

/** Connect said too many, or nothing at all: the bucket counts as empty, and so much time passes. */
const BACK_OFF_MILLISECONDS = 1_000;

/**
 * The hand-over as it is now, if it is still to be carried out. One whose case has moved on is given up here.
 *
 * @param failedToo whether one that Connect refused counts: delivering its own message again tries again.
 */
export async function whileOpen(
  ref: HandOverRef,
  { handOvers, now, log }: DrainHandOversDependencies,
  { failedToo }: { readonly failedToo: boolean },
): Promise<HandOver | undefined> {
  const { handOver, case: subject } = await handOvers.read(ref);
  const state = handOver?.progress.state;
  if (!handOver || !(state === 'pending' || (failedToo && state === 'failed'))) return undefined;
  const reason = supersededBy(handOver, subject);
  if (!reason) return handOver;
  await handOvers.settle(handOver, { state: 'superseded', at: now().toISOString(), reason });
  log('TL3004', { caseId: ref.caseId, reason });
  return undefined;
}

/**
 * Starts the task and writes down what came of it. A start that is repeated, because the writing down was lost,
 * finds the same contact through its token; one so old that it might not is refused.
 *
 * @param own the hand-over the present message is about: only that one's refusal is the message's failure.
 */
export async function carryOut(
  handOver: HandOver,
  own: HandOver,
  dependencies: DrainHandOversDependencies,
): Promise<'through' | 'later'> {
  const { connect, bucket, now, sleep, log } = dependencies;
  const { caseId, queue, priority } = handOver;
  const tooOld = handOverAgeRefusal(handOver, now().toISOString());
  if (tooOld) return refuse('too-old', tooOld);
  const outcome = await connect.startTask(taskOf(handOver));
  switch (outcome.kind) {
    case 'started':
      await settle({ state: 'done', at: now().toISOString(), contactId: outcome.contactId });
      log('TL3003', { caseId, queue, count: priority });
      return 'through';
    case 'refused':
      return refuse(outcome.reason, `Amazon Connect refused the hand-over: ${outcome.reason}`);
    case 'quota':
      log('TL3007', { caseId });
      throw new TransientFailure('The quota of open tasks in Amazon Connect is used up.');
    case 'throttled':
    case 'unknown':
      log(outcome.kind === 'throttled' ? 'TL3005' : 'TL3008', { caseId });
      await bucket.empty(now().getTime());
      await sleep(BACK_OFF_MILLISECONDS);
      return 'later';
  }

  /** Fails the present message only by its own hand-over; another one's message comes by itself. */
  async function refuse(reason: string, sentence: string): Promise<'through'> {
    await settle({ state: 'failed', at: now().toISOString(), reason });
    log('TL3006', { caseId, reason });
    if (handOver.caseId !== own.caseId || handOver.routeSequence !== own.routeSequence) return 'through';
    throw new PermanentFailure(`${sentence}.`);
  }

  async function settle(progress: HandOverResult): Promise<void> {
    await dependencies.handOvers.settle(handOver, progress);
  }
}

/** What agents and the flow get to see: ids and names of ours, nothing a customer said. */
function taskOf(handOver: HandOver): Task {
  const { caseId, customerId, channel, queue, priority, rule } = handOver;
  return {
    clientToken: clientTokenOf(handOver),
    name: `${channel} case ${caseId}`,
    description: `Queue ${queue}, priority ${priority}, by the rule ${rule}.`,
    attributes: { caseId, customerId, channel, queue, priority: String(priority) },
  };
}

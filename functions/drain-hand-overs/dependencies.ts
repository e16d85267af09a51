import type { Case } from '../../shared/domain/case.ts';
import type { HandOver, HandOverRef, HandOverResult } from '../../shared/domain/hand-over.ts';
import { type ConnectGateway, connectGateway } from '../../shared/gateways/connect-gateway.ts';
import { drainQueue, type Pokes } from '../../shared/gateways/drain-queue.ts';
import { connect, dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import {
  pendingHandOvers,
  readHandOver,
  type ShownHandOver,
  settleHandOver,
} from '../../shared/stores/hand-over-store.ts';
import { type SharedBucket, sharedBucket } from '../../shared/stores/rate-bucket-store.ts';
import { drainHandOversEnvironment } from './environment.ts';

/** Destination in the routing table whose hand-overs this function carries out. */
const DESTINATION = 'connect-task';

/** How many of the most urgent are looked at before a start; settled ones that the index still shows are among them. */
const LOOK_AT = 10;

export interface DrainHandOversDependencies extends Tools, Pick<Outside, 'now' | 'newId' | 'sleep'> {
  readonly handOvers: {
    /** The most urgent ones by the index, which may lag. */
    pending(): Promise<readonly ShownHandOver[]>;
    /** As they are now. */
    read(ref: HandOverRef): Promise<{ readonly handOver?: HandOver; readonly case?: Case }>;
    settle(handOver: HandOver, next: HandOverResult): Promise<void>;
  };
  readonly bucket: SharedBucket;
  readonly connect: ConnectGateway;
  readonly pokes: Pokes;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, drainHandOversEnvironment);
  const outside = outsideWith(overrides);
  const queues = sqs(outside);
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  const limit = { perSecond: settings.CONNECT_CALLS_PER_SECOND, burst: settings.CONNECT_CALLS_BURST };
  const { now, newId, sleep } = outside;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    sleep,
    handOvers: {
      pending: () => pendingHandOvers(table, DESTINATION, LOOK_AT),
      read: (ref: HandOverRef) => readHandOver(table, ref),
      settle: (handOver: HandOver, next: HandOverResult) =>
        settleHandOver(table, handOver, next, outboxOf(handOver, next, newId())),
    },
    bucket: sharedBucket(table, 'StartTaskContact', limit),
    connect: connectGateway(connect(outside), {
      instanceId: settings.CONNECT_INSTANCE_ID,
      taskFlowId: settings.CONNECT_TASK_FLOW_ID,
    }),
    pokes: drainQueue(queues, settings.HAND_OVER_DRAIN_QUEUE_URL),
    deadLetters: deadLettersIn(() => queues, settings),
  };
}

/** Only a hand-over that came through is told to others. */
function outboxOf({ routeSequence, queue, destination }: HandOver, next: HandOverResult, commit: string) {
  if (next.state !== 'done') return { commit, at: next.at, events: [] };
  const { at, contactId } = next;
  return {
    commit,
    at,
    events: [{ type: 'CaseHandedOver', routeSequence, queue, destination, contactId } as const],
  };
}

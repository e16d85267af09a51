import { compiled } from '../../shared/config/compiled.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { Marker } from '../../shared/domain/marker.ts';
import { type ArchiveLinks, archiveLinks } from '../../shared/gateways/archive-links.ts';
import { dynamoDb, endpointOf } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, type Log } from '../../shared/runtime/log.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import {
  type AgentChange,
  type AgentStepOutcome,
  readCaseAndMarker,
  saveAgentStep,
} from '../../shared/stores/agent-step-store.ts';
import { readInteraction, readThread, type ThreadPage } from '../../shared/stores/interaction-store.ts';
import { readQueues } from '../../shared/stores/queue-store.ts';
import { readCaseAndCustomer, readCustomerWithCases } from '../../shared/stores/snapshot-store.ts';
import { readWorkLists, type WorkListPage } from '../../shared/stores/work-list-store.ts';
import { agentApiEnvironment } from './environment.ts';
import type { Page } from './page.ts';

/** Cases of a customer that are looked at to decide who may read the thread. */
const CASES_OF_A_CUSTOMER = 50;

/** Each is one call to DynamoDB, or several at the same time; no request makes more than two of them in a row. */
export interface AgentStores {
  /** Every queue that is or was configured. */
  queues(): Promise<readonly string[]>;
  workLists(queues: readonly string[], page: Page): Promise<WorkListPage>;
  caseAndCustomer(caseId: string): Promise<{ readonly case?: Case; readonly customer?: Customer }>;
  caseAndMarker(
    caseId: string,
    markerHash: string,
  ): Promise<{ readonly case?: Case; readonly marker?: Marker }>;
  customerAndCases(
    customerId: string,
  ): Promise<{ readonly customer?: Customer; readonly cases: readonly Case[] }>;
  thread(customerId: string, page: Page): Promise<ThreadPage>;
  interaction(marker: Marker): Promise<Interaction | undefined>;
  save(change: AgentChange): Promise<AgentStepOutcome>;
}

export interface AgentApiDependencies extends Pick<Outside, 'now' | 'newId'> {
  readonly stores: AgentStores;
  /** Ids of the configured queues. */
  readonly queues: readonly string[];
  readonly claimMinutes: number;
  readonly groupsClaim: string;
  readonly linkTo: ArchiveLinks;
  readonly log: Log;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>): AgentApiDependencies {
  const settings = readEnvironment(environment, agentApiEnvironment);
  const outside = outsideWith(overrides);
  const client = dynamoDb(outside);
  const table = { client, name: settings.TABLE_NAME };
  return {
    linkTo: archiveLinks(client.config, {
      bucket: settings.ARCHIVE_BUCKET,
      endpoint: endpointOf(outside) ?? settings.AWS_ENDPOINT_URL,
      now: outside.now,
    }),
    log: createLog(settings.POWERTOOLS_SERVICE_NAME, outside.sink),
    now: outside.now,
    newId: outside.newId,
    queues: compiled.queues.map(({ id }) => id),
    claimMinutes: compiled.claims.lapseAfterMinutes,
    groupsClaim: settings.GROUPS_CLAIM,
    stores: {
      queues: () => readQueues(table),
      workLists: (queues, page) => readWorkLists(table, queues, page),
      caseAndCustomer: (caseId) => readCaseAndCustomer(table, caseId),
      caseAndMarker: (caseId, markerHash) => readCaseAndMarker(table, caseId, markerHash),
      customerAndCases: (customerId) => readCustomerWithCases(table, customerId, CASES_OF_A_CUSTOMER),
      thread: (customerId, page) => readThread(table, customerId, page),
      interaction: ({ customerId, interactionAt, interactionId }) =>
        readInteraction(table, { customerId, at: interactionAt, interactionId }),
      save: (change) => saveAgentStep(table, change),
    },
  };
}

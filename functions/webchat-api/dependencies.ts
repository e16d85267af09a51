import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { type Inbox, inboxQueue } from '../../shared/gateways/inbox.ts';
import { type TokenKeySource, tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type FloodGate, floodGate } from '../../shared/runtime/flood-gate.ts';
import { createLog, type Log } from '../../shared/runtime/log.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { readContactPoint } from '../../shared/stores/contact-point-store.ts';
import { readThreadSince } from '../../shared/stores/interaction-store.ts';
import { readCustomerWithCases } from '../../shared/stores/snapshot-store.ts';
import { webchatApiEnvironment } from './environment.ts';

export interface WebchatStores {
  contactPoint(contactPointId: string): Promise<ContactPoint | undefined>;
  cases(customerId: string): Promise<readonly Case[]>;
  thread(
    customerId: string,
    page: { readonly since?: string | undefined; readonly limit: number },
  ): Promise<readonly Interaction[]>;
}

export interface WebchatApiDependencies extends Pick<Outside, 'now' | 'newId'>, TokenKeySource {
  readonly origins: readonly string[];
  readonly liveUpdatesUrl: string;
  readonly inbox: Inbox;
  readonly stores: WebchatStores;
  /** One each: who writes a lot must still be able to read. */
  readonly gates: {
    readonly sessions: FloodGate;
    readonly messages: FloodGate;
    readonly reads: FloodGate;
  };
  readonly log: Log;
}

export function dependenciesOf(
  environment: Environment,
  overrides?: Partial<Outside>,
): WebchatApiDependencies {
  const settings = readEnvironment(environment, webchatApiEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  const keys = tokenKeySource(secretsManager(outside), { secretId: settings.TOKEN_KEYS_SECRET, now });
  return {
    ...keys,
    now,
    newId,
    origins: settings.ALLOWED_ORIGINS,
    liveUpdatesUrl: settings.LIVE_ENDPOINT.replace(/^http/, 'ws'),
    inbox: inboxQueue(sqs(outside), settings.INBOX_QUEUE_URL),
    stores: {
      contactPoint: (contactPointId) => readContactPoint(table, contactPointId),
      cases: async (customerId) => (await readCustomerWithCases(table, customerId)).cases,
      thread: (customerId, page) => readThreadSince(table, customerId, page),
    },
    gates: {
      // An office behind one address may open twenty chats at once.
      sessions: floodGate({ perSecond: 1 / 3, burst: 20 }, now),
      messages: floodGate({ perSecond: 1 / 2, burst: 10 }, now),
      reads: floodGate({ perSecond: 2, burst: 30 }, now),
    },
    log: createLog(settings.POWERTOOLS_SERVICE_NAME, outside.sink),
  };
}

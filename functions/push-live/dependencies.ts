import type { Case } from '../../shared/domain/case.ts';
import { type LiveGateway, liveGateway } from '../../shared/gateways/live-gateway.ts';
import { dynamoDb, liveConnections, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { readCase } from '../../shared/stores/case-store.ts';
import {
  type LiveConnection,
  type LiveTopic,
  readLiveConnections,
  saveLiveConnection,
} from '../../shared/stores/live-connection-store.ts';
import { pushLiveEnvironment } from './environment.ts';

export interface PushLiveDependencies extends Pick<Outside, 'now'> {
  readonly stores: {
    case(caseId: string): Promise<Case | undefined>;
    connections(topic: LiveTopic): Promise<readonly LiveConnection[]>;
    save(connection: LiveConnection): Promise<void>;
  };
  readonly live: LiveGateway;
  readonly log: Log;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, pushLiveEnvironment);
  const outside = outsideWith(overrides);
  const { now } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    stores: {
      case: async (caseId: string) => (await readCase(table, caseId))?.case,
      connections: (topic: LiveTopic) => readLiveConnections(table, topic, now()),
      save: (connection: LiveConnection) => saveLiveConnection(table, connection),
    },
    live: liveGateway(liveConnections(outside, settings.LIVE_ENDPOINT)),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies PushLiveDependencies & { deadLetters: unknown };
}

import { type TokenKeySource, tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type FloodGate, floodGate } from '../../shared/runtime/flood-gate.ts';
import { createLog, type Log } from '../../shared/runtime/log.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { type LiveConnection, saveLiveConnection } from '../../shared/stores/live-connection-store.ts';
import { liveConnectEnvironment } from './environment.ts';

export interface LiveConnectDependencies extends Pick<Outside, 'now'>, TokenKeySource {
  readonly origins: readonly string[];
  readonly gate: FloodGate;
  save(connection: LiveConnection): Promise<void>;
  readonly log: Log;
}

export function dependenciesOf(
  environment: Environment,
  overrides?: Partial<Outside>,
): LiveConnectDependencies {
  const settings = readEnvironment(environment, liveConnectEnvironment);
  const outside = outsideWith(overrides);
  const { now } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...tokenKeySource(secretsManager(outside), { secretId: settings.TOKEN_KEYS_SECRET, now }),
    now,
    origins: settings.ALLOWED_ORIGINS,
    // A page that reconnects in a loop; one connection lives two hours.
    gate: floodGate({ perSecond: 1 / 6, burst: 10 }, now),
    save: (connection) => saveLiveConnection(table, connection),
    log: createLog(settings.POWERTOOLS_SERVICE_NAME, outside.sink),
  };
}

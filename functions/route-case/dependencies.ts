import { compiled } from '../../shared/config/compiled.ts';
import type { RoutingTable } from '../../shared/domain/route-case.ts';
import { dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { QueueConsumer } from '../../shared/runtime/queue-consumer.ts';
import type { Table } from '../../shared/stores/table.ts';
import { routeCaseEnvironment } from './environment.ts';
import { routingTable } from './routing-table.ts';

export interface RouteCaseDependencies extends Pick<Outside, 'now' | 'newId'> {
  readonly table: Table;
  readonly routing: RoutingTable;
  readonly log: Log;
}

export function buildDependencies(
  environment: Environment,
  outside: Outside,
): RouteCaseDependencies & Pick<QueueConsumer<unknown>, 'deadLetters' | 'count'> {
  const variables = routeCaseEnvironment(environment);
  const { now, newId } = outside;
  return {
    table: { client: dynamoDb(outside), name: variables.TABLE_NAME },
    routing: routingTable(compiled),
    deadLetters: deadLettersIn(() => sqs(outside), variables),
    now,
    newId,
    ...toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside),
  };
}

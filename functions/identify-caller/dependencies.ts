import { compiled } from '../../shared/config/compiled.ts';
import type { RoutingTable } from '../../shared/domain/route-case.ts';
import { dynamoDb } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { Table } from '../../shared/stores/table.ts';
import { promptsIn, type WritePrompt } from '../../shared/texts/spoken/write-prompt.ts';
import { routingTable } from '../route-case/routing-table.ts';
import { identifyCallerEnvironment } from './environment.ts';

export interface IdentifyCallerDependencies extends Pick<Outside, 'now'> {
  readonly table: Table;
  readonly routing: RoutingTable;
  /** Languages that flows speak. */
  readonly languages: readonly string[];
  readonly sharedNumbers: readonly string[];
  readonly writeForAgents: WritePrompt;
  readonly log: Log;
}

export function buildDependencies(environment: Environment, outside: Outside): IdentifyCallerDependencies {
  const variables = readEnvironment(environment, identifyCallerEnvironment);
  const { languages, callers = { languages, sharedNumbers: [] }, texts } = compiled;
  return {
    table: { client: dynamoDb(outside), name: variables.TABLE_NAME },
    routing: routingTable(compiled),
    ...callers,
    writeForAgents: promptsIn(callers.languages[0] ?? 'en', texts),
    now: outside.now,
    log: toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside).log,
  };
}

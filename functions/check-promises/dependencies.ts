import { compiled } from '../../shared/config/compiled.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { ChangedCase } from '../../shared/domain/lifecycle.ts';
import { UNROUTED } from '../../shared/domain/work-list.ts';
import { dynamoDb } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { readCase, saveCase } from '../../shared/stores/case-store.ts';
import { type DuePromises, readDuePromises } from '../../shared/stores/due-promises.ts';
import { rememberQueues } from '../../shared/stores/queue-store.ts';
import { checkPromisesEnvironment } from './environment.ts';

export interface CheckPromisesDependencies extends Tools, Pick<Outside, 'now'> {
  /** Queues whose cases are watched, also those no longer configured, and the place of cases that have none. */
  readonly queues: () => Promise<readonly string[]>;
  readonly promises: {
    /** What is due in a queue by the index, which may lag. */
    due(queue: string, query: { readonly now: string; readonly limit: number }): Promise<DuePromises>;
    /** The case as it is now. */
    read(caseId: string): Promise<Case | undefined>;
    save(previous: Case, change: ChangedCase, at: string): Promise<'saved' | 'conflict'>;
  };
}

export function dependenciesOf(
  environment: Environment,
  overrides?: Partial<Outside>,
): CheckPromisesDependencies {
  const settings = readEnvironment(environment, checkPromisesEnvironment);
  const outside = outsideWith(overrides);
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  const configured = compiled.queues.map(({ id }) => id);
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now: outside.now,
    queues: async () => [...(await rememberQueues(table, configured)), UNROUTED],
    promises: {
      due: (queue, query) => readDuePromises(table, queue, query),
      read: async (caseId) => (await readCase(table, caseId))?.case,
      save: (previous, { case: next, events }, at) =>
        saveCase(table, { previous, next, outbox: { commit: outside.newId(), at, events } }),
    },
  };
}

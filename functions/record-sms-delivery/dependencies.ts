import type { Case } from '../../shared/domain/case.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import {
  type DeliveryStep,
  moveDelivery,
  type ReplyRef,
  readReply,
  type Settlement,
  type StepOutcome,
  settleReply,
} from '../../shared/stores/reply-store.ts';
import { recordSmsDeliveryEnvironment } from './environment.ts';

export interface RecordSmsDeliveryDependencies extends Pick<Tools, 'log'>, Pick<Outside, 'now' | 'newId'> {
  readonly replies: {
    read(ref: ReplyRef): Promise<{ readonly interaction?: Interaction; readonly case?: Case }>;
    move(step: DeliveryStep): Promise<StepOutcome>;
    settle(settlement: Settlement): Promise<StepOutcome>;
  };
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, recordSmsDeliveryEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    replies: {
      read: (ref: ReplyRef) => readReply(table, ref),
      move: (step: DeliveryStep) => moveDelivery(table, step),
      settle: (settlement: Settlement) => settleReply(table, settlement),
    },
    deadLetters: deadLettersIn(sqs(outside), settings),
  } satisfies RecordSmsDeliveryDependencies & { deadLetters: unknown };
}

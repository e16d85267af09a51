import type { RecordedComplaint } from '../../shared/domain/complaint.ts';
import { dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { repliesIn } from '../../shared/sending/replies.ts';
import { saveComplaint } from '../../shared/stores/complaint-store.ts';
import { recordEmailDeliveryEnvironment } from './environment.ts';
import type { RecordEmailDeliveryDependencies } from './record-email-delivery.ts';

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, recordEmailDeliveryEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    replies: repliesIn(table),
    saveComplaint: (complaint: RecordedComplaint, change: { readonly at: string; readonly commit: string }) =>
      saveComplaint(table, complaint, change),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies RecordEmailDeliveryDependencies & { deadLetters: unknown };
}

import { smsGateway } from '../../shared/gateways/sms-gateway.ts';
import { dynamoDb, smsVoice, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { repliesIn } from '../../shared/sending/replies.ts';
import type { SendReplyDependencies } from '../../shared/sending/send-reply.ts';
import { smsSender } from '../../shared/sending/sms-sender.ts';
import { sendSmsEnvironment } from './environment.ts';

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, sendSmsEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    replies: repliesIn({ client: dynamoDb(outside), name: settings.TABLE_NAME }),
    sender: smsSender(smsGateway(smsVoice(outside), settings.SMS_CONFIGURATION_SET)),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies SendReplyDependencies & { deadLetters: unknown };
}

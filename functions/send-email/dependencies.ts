import { compiled } from '../../shared/config/compiled.ts';
import { mailGateway } from '../../shared/gateways/mail-gateway.ts';
import { tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager, ses, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { emailSender } from '../../shared/sending/email-sender.ts';
import { repliesIn } from '../../shared/sending/replies.ts';
import type { SendReplyDependencies } from '../../shared/sending/send-reply.ts';
import { readInteraction } from '../../shared/stores/interaction-store.ts';
import { sendEmailEnvironment } from './environment.ts';

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, sendEmailEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    replies: repliesIn(table),
    sender: emailSender({
      mail: mailGateway(ses(outside), settings.MAIL_CONFIGURATION_SET),
      tokenKeys: tokenKeySource(secretsManager(outside), { secretId: settings.TOKEN_KEYS_SECRET, now }),
      readInteraction: (ref) => readInteraction(table, ref),
      senderName: compiled.email?.senderName ?? compiled.company.name,
    }),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies SendReplyDependencies & { deadLetters: unknown };
}

import { compiled } from '../../shared/config/compiled.ts';
import type { CompiledConfig } from '../../shared/config/config.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import { smsGateway } from '../../shared/gateways/sms-gateway.ts';
import { dynamoDb, smsVoice, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import type { ChannelSender } from '../../shared/sending/channel-sender.ts';
import { type Replies, repliesIn } from '../../shared/sending/replies.ts';
import { smsSender } from '../../shared/sending/sms-sender.ts';
import { webchatSender } from '../../shared/sending/webchat-sender.ts';
import { surveysIn } from '../../shared/stores/survey-store.ts';
import { answerRules } from './answer-rules.ts';
import { takeSurveyAnswerEnvironment } from './environment.ts';
import type { RecordAnswerDependencies } from './record-answer.ts';

export interface TakeSurveyAnswerDependencies extends RecordAnswerDependencies, Tools {
  readonly replies: Replies;
  /** How each channel thanks that is answered on with a number; a channel that is not set up is left out. */
  readonly senders: Readonly<Partial<Record<Channel, ChannelSender>>>;
  readonly company: Pick<CompiledConfig, 'company' | 'languages'>;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, takeSurveyAnswerEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  const { SMS_CONFIGURATION_SET } = settings;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    surveys: surveysIn(table),
    replies: repliesIn(table),
    senders: {
      webchat: webchatSender(),
      ...(SMS_CONFIGURATION_SET && { sms: smsSender(smsGateway(smsVoice(outside), SMS_CONFIGURATION_SET)) }),
    },
    company: compiled,
    rules: answerRules(compiled),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies TakeSurveyAnswerDependencies & { deadLetters: unknown };
}

import { compiled } from '../../shared/config/compiled.ts';
import type { CompiledConfig } from '../../shared/config/config.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import { mailGateway } from '../../shared/gateways/mail-gateway.ts';
import { smsGateway } from '../../shared/gateways/sms-gateway.ts';
import { type GoOn, goOnWith } from '../../shared/gateways/survey-workflow.ts';
import { type TokenKeySource, tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager, ses, smsVoice, stepFunctions } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import type { ChannelSender } from '../../shared/sending/channel-sender.ts';
import { emailSender } from '../../shared/sending/email-sender.ts';
import { type Replies, repliesIn } from '../../shared/sending/replies.ts';
import { smsSender } from '../../shared/sending/sms-sender.ts';
import { webchatSender } from '../../shared/sending/webchat-sender.ts';
import { readInteraction } from '../../shared/stores/interaction-store.ts';
import { type SurveyStore, surveysIn } from '../../shared/stores/survey-store.ts';
import { surveyStepEnvironment } from './environment.ts';

export interface SurveyStepDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly surveys: SurveyStore;
  readonly replies: Replies;
  /** How each channel sends; a channel that is not set up is left out. */
  readonly senders: Readonly<Partial<Record<Channel, ChannelSender>>>;
  readonly goOn: GoOn;
  readonly tokenKeys: TokenKeySource;
  readonly surveyUrl: string;
  readonly config: Pick<CompiledConfig, 'company' | 'languages' | 'survey' | 'email'>;
}

export function dependenciesOf(
  environment: Environment,
  overrides?: Partial<Outside>,
): SurveyStepDependencies {
  const settings = readEnvironment(environment, surveyStepEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  const tokenKeys = tokenKeySource(secretsManager(outside), { secretId: settings.TOKEN_KEYS_SECRET, now });
  const { SMS_CONFIGURATION_SET, MAIL_CONFIGURATION_SET } = settings;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    surveys: surveysIn(table),
    replies: repliesIn(table),
    senders: {
      webchat: webchatSender(),
      ...(SMS_CONFIGURATION_SET && { sms: smsSender(smsGateway(smsVoice(outside), SMS_CONFIGURATION_SET)) }),
      ...(MAIL_CONFIGURATION_SET && {
        email: emailSender({
          mail: mailGateway(ses(outside), MAIL_CONFIGURATION_SET),
          tokenKeys,
          readInteraction: (ref) => readInteraction(table, ref),
          senderName: compiled.email?.senderName ?? compiled.company.name,
        }),
      }),
    },
    goOn: goOnWith(stepFunctions(outside)),
    tokenKeys,
    surveyUrl: settings.SURVEY_URL,
    config: compiled,
  };
}

import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { type SmsGateway, smsGateway } from '../../shared/gateways/sms-gateway.ts';
import { dynamoDb, smsVoice, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { readContactPoint } from '../../shared/stores/contact-point-store.ts';
import {
  type DeliveryStep,
  moveDelivery,
  type ReplyRef,
  readReply,
  type Settlement,
  type StepOutcome,
  settleReply,
} from '../../shared/stores/reply-store.ts';
import { sendSmsEnvironment } from './environment.ts';

interface ReplyAndCase {
  readonly interaction?: Interaction;
  readonly case?: Case;
}

export interface SendSmsDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly replies: {
    read(ref: ReplyRef): Promise<ReplyAndCase>;
    reread(interaction: Interaction): Promise<ReplyAndCase>;
    recipient(contactPointId: string): Promise<ContactPoint | undefined>;
    move(step: DeliveryStep): Promise<StepOutcome>;
    settle(settlement: Settlement): Promise<StepOutcome>;
  };
  readonly sms: SmsGateway;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, sendSmsEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    replies: {
      read: (ref: ReplyRef) => readReply(table, ref),
      reread: ({ at, ...ref }: Interaction) => readReply(table, { ...ref, interactionAt: at }),
      recipient: (contactPointId: string) => readContactPoint(table, contactPointId),
      move: (step: DeliveryStep) => moveDelivery(table, step),
      settle: (settlement: Settlement) => settleReply(table, settlement),
    },
    sms: smsGateway(smsVoice(outside), settings.SMS_CONFIGURATION_SET),
    deadLetters: deadLettersIn(sqs(outside), settings),
  } satisfies SendSmsDependencies & { deadLetters: unknown };
}

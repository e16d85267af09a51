import { compiled } from '../../shared/config/compiled.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import type { PromiseTable } from '../../shared/domain/promise.ts';
import { mailGateway } from '../../shared/gateways/mail-gateway.ts';
import { smsGateway } from '../../shared/gateways/sms-gateway.ts';
import { tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager, ses, smsVoice, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import type { ChannelSender } from '../../shared/sending/channel-sender.ts';
import { emailSender } from '../../shared/sending/email-sender.ts';
import { type Replies, repliesIn } from '../../shared/sending/replies.ts';
import { smsSender } from '../../shared/sending/sms-sender.ts';
import { readInteraction } from '../../shared/stores/interaction-store.ts';
import {
  type ArrivalFacts,
  type ArrivalRef,
  readArrival,
  saveReceipt,
} from '../../shared/stores/receipt-store.ts';
import type { Table } from '../../shared/stores/table.ts';
import { promiseTable } from '../record-interaction/promise-table.ts';
import { giveReceiptEnvironment } from './environment.ts';
import type { CompanyFacts } from './write-receipt.ts';

export interface GiveReceiptDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly receipts: {
    read(ref: ArrivalRef): Promise<ArrivalFacts>;
    save(receipt: Parameters<typeof saveReceipt>[1]): ReturnType<typeof saveReceipt>;
  };
  readonly replies: Replies;
  /** How each channel that gets receipts sends; a channel that is not set up is left out. */
  readonly senders: Readonly<Partial<Record<Channel, ChannelSender>>>;
  readonly promises: PromiseTable;
  readonly company: CompanyFacts;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, giveReceiptEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    receipts: {
      read: (ref: ArrivalRef) => readArrival(table, ref),
      save: (receipt: Parameters<typeof saveReceipt>[1]) => saveReceipt(table, receipt),
    },
    replies: repliesIn(table),
    senders: sendersOf(settings, outside, table),
    promises: promiseTable(compiled),
    company: compiled,
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies GiveReceiptDependencies & { deadLetters: unknown };
}

type Settings = ReturnType<typeof readEnvironment<typeof giveReceiptEnvironment>>;

function sendersOf(
  { SMS_CONFIGURATION_SET, MAIL_CONFIGURATION_SET, TOKEN_KEYS_SECRET }: Settings,
  outside: Outside,
  table: Table,
): GiveReceiptDependencies['senders'] {
  const { now } = outside;
  return {
    ...(SMS_CONFIGURATION_SET && { sms: smsSender(smsGateway(smsVoice(outside), SMS_CONFIGURATION_SET)) }),
    ...(MAIL_CONFIGURATION_SET &&
      TOKEN_KEYS_SECRET && {
        email: emailSender({
          mail: mailGateway(ses(outside), MAIL_CONFIGURATION_SET),
          tokenKeys: tokenKeySource(secretsManager(outside), { secretId: TOKEN_KEYS_SECRET, now }),
          readInteraction: (ref) => readInteraction(table, ref),
          senderName: compiled.email?.senderName ?? compiled.company.name,
        }),
      }),
  };
}

import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Foundation } from '../stacks/foundation.ts';
import type { Email } from './email.ts';
import { EventSubscription } from './event-subscription.ts';
import { allow } from './grants.ts';
import { ServiceFunction } from './service-function.ts';
import type { SmsNumbers } from './sms-numbers.ts';

export interface ReceiptsProps {
  readonly foundation: Foundation;
  /**
   * Numbers that receipts of SMS leave from.
   * @default an SMS gets no receipt
   */
  readonly sms?: SmsNumbers | undefined;
  /**
   * Mailboxes that receipts of mail leave from.
   * @default a mail gets no receipt
   */
  readonly email?: Email | undefined;
}

/** Tells who wrote a mail or an SMS that it has come, and by when it is answered. */
export class Receipts extends Construct {
  constructor(scope: Construct, id: string, { foundation, sms, email }: ReceiptsProps) {
    super(scope, id);
    const { data, bus, tokenKeys } = foundation;
    const failureMeans = 'Customers do not hear that their message has come, nor by when it is answered.';
    const arrivals = new EventSubscription(this, 'Arrivals', {
      bus,
      route: 'give-receipt',
      consumerTimeout: Duration.seconds(20),
      failureMeans,
    });
    const giving = new ServiceFunction(this, 'Give', {
      name: 'give-receipt',
      failureMeans,
      // Nobody waits for it: what half a processor saves is more than its slower start costs.
      memorySize: 256,
      // As few at once as of replies: both leave from the same numbers, and a reply must not wait for receipts.
      consumes: { from: arrivals.work, batchSize: 1, maxConcurrency: 2 },
      environment: {
        TABLE_NAME: data.table.tableName,
        ...(sms && { SMS_CONFIGURATION_SET: sms.receiptsConfigurationSetName }),
        ...(email && {
          MAIL_CONFIGURATION_SET: email.configurationSetName,
          TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
        }),
      },
    });
    data.allow(giving.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    if (sms) allow(giving.function, ['sms-voice:SendTextMessage'], sms.sendingArns);
    if (email) {
      email.allowSending(giving.function);
      tokenKeys.allowReading(giving.function);
    }
  }
}

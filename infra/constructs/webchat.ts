import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WEBCHAT_LIMITS, WEBCHAT_ROUTES } from '../../functions/webchat-api/routes.ts';
import type { Foundation } from '../stacks/foundation.ts';
import type { ChannelsApi } from './channels-api.ts';
import { EventSubscription } from './event-subscription.ts';
import { allowSending } from './grants.ts';
import { LiveUpdates } from './live-updates.ts';
import { ServiceFunction } from './service-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface WebchatProps {
  readonly foundation: Foundation;
  readonly inbox: WorkQueue;
  readonly channelsApi: ChannelsApi;
  /** Origins of pages with the chat. */
  readonly origins: readonly string[];
}

/** The chat on the company's own pages: its routes, its sender, its live updates. */
export class Webchat extends Construct {
  constructor(scope: Construct, id: string, { foundation, inbox, channelsApi, origins }: WebchatProps) {
    super(scope, id);
    const { data, tokenKeys, bus } = foundation;
    const live = new LiveUpdates(this, 'LiveUpdates', { foundation, origins });
    const answering = new ServiceFunction(this, 'Answer', {
      name: 'webchat-api',
      failureMeans: 'Customers cannot write in the chat and do not see what agents answered there.',
      memorySize: 1024,
      environment: {
        TABLE_NAME: data.table.tableName,
        INBOX_QUEUE_URL: inbox.queue.queueUrl,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
        ALLOWED_ORIGINS: origins.join(' '),
        LIVE_ENDPOINT: live.endpoint,
      },
    });
    data.allow(answering.function, ['dynamodb:GetItem', 'dynamodb:Query']);
    tokenKeys.allowReading(answering.function);
    allowSending(answering.function, inbox.queue);
    channelsApi.addRoutes(this, {
      routes: WEBCHAT_ROUTES,
      by: answering.function,
      because: 'A visitor is whoever opens a chat; every further request carries their signed token.',
      limits: WEBCHAT_LIMITS,
    });

    const failureMeans = 'Replies of agents do not appear: customers who wrote in the chat wait for nothing.';
    const replies = new EventSubscription(this, 'Replies', {
      bus,
      route: 'send-webchat',
      consumerTimeout: Duration.seconds(20),
      failureMeans,
    });
    const sending = new ServiceFunction(this, 'Send', {
      name: 'send-webchat',
      failureMeans,
      consumes: { from: replies.work },
      environment: { TABLE_NAME: data.table.tableName },
    });
    data.allow(sending.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  }
}

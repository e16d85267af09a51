import { compiled } from '../../shared/config/compiled.ts';
import type { Mailbox } from '../../shared/domain/mail/recipient.ts';
import { type Inbox, inboxQueue } from '../../shared/gateways/inbox.ts';
import { type TokenKeySource, tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { s3, secretsManager, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { QueueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { acceptEmailEnvironment } from './environment.ts';
import { type MailBuckets, mailBuckets } from './mail-buckets.ts';

export interface AcceptEmailDependencies {
  readonly buckets: MailBuckets;
  readonly tokenKeys: TokenKeySource;
  readonly mailboxes: readonly Mailbox[];
  readonly inbox: Inbox;
  readonly log: Log;
}

export function buildDependencies(
  environment: Environment,
  outside: Outside,
): AcceptEmailDependencies & Pick<QueueConsumer<unknown>, 'deadLetters' | 'count'> {
  const variables = acceptEmailEnvironment(environment);
  const client = sqs(outside);
  return {
    buckets: mailBuckets(s3(outside), { mail: variables.MAIL_BUCKET, archive: variables.ARCHIVE_BUCKET }),
    tokenKeys: tokenKeySource(secretsManager(outside), {
      secretId: variables.TOKEN_KEYS_SECRET,
      now: outside.now,
    }),
    mailboxes: compiled.email?.mailboxes ?? [],
    inbox: inboxQueue(client, variables.INBOX_QUEUE_URL),
    deadLetters: deadLettersIn(() => client, variables),
    ...toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside),
  };
}

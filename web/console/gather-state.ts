import { type OwnedCloud, sesOf } from '../../local/index.ts';
import type { Config } from '../../shared/config/config.ts';
import { listDeadLetterQueues, peek } from './aws-calls.ts';
import { mailsOf } from './mailbox.ts';
import { readTable, type TableContents } from './read-table.ts';
import type { Bill, ConsoleState, DeadLetter, PhoneText } from './state.ts';
import { surveysOf } from './surveys.ts';
import { waysOf } from './ways.ts';

/** Services whose charges are per message or task and dwarf all others. */
const CHANNEL_SERVICES = new Set(['connect', 'ses', 'sms-voice']);

/** Reads everything the page shows. */
export async function gatherState(
  cloud: OwnedCloud,
  outputs: ConsoleState['outputs'],
  { queues, languages, email }: Config,
): Promise<ConsoleState> {
  const contents = await readTable(cloud);
  const smtpPort = sesOf(cloud).smtpPort();
  return {
    now: new Date(cloud.clock.now()).toISOString(),
    outputs,
    queues: queues.map(({ id }) => id),
    languages,
    mailboxes: email?.mailboxes.map(({ address }) => address) ?? [],
    ...(smtpPort !== undefined && { smtpPort }),
    texts: textsOf(cloud, contents),
    mails: email ? mailsOf(cloud, contents) : [],
    ways: waysOf(contents),
    surveys: await surveysOf(cloud, contents),
    deadLetters: await deadLettersOf(cloud),
    bill: billOf(cloud),
  };
}

function textsOf(cloud: OwnedCloud, { interactions, contactPoints }: TableContents): PhoneText[] {
  const received = interactions
    .filter(({ direction, channel }) => direction === 'inbound' && channel === 'sms')
    .map(({ interactionId, at, text, contactPointId = '' }): PhoneText => {
      const phone = contactPoints.get(contactPointId)?.address ?? 'unknown';
      return { id: interactionId, at, phone, direction: 'from-customer', text };
    });
  const sent = cloud.outbox
    .filter(({ channel }) => channel === 'sms')
    .map(({ messageId, at, to, text }): PhoneText => {
      return { id: messageId, at: new Date(at).toISOString(), phone: to, direction: 'to-customer', text };
    });
  return [...received, ...sent].sort((one, other) => one.at.localeCompare(other.at));
}

async function deadLettersOf(cloud: OwnedCloud): Promise<DeadLetter[]> {
  const pairs = await listDeadLetterQueues(cloud);
  const letters = await Promise.all(
    pairs.map(async ({ sourceArn, deadLetterArn, deadLetterUrl }) =>
      (await peek(cloud, deadLetterUrl)).map((message): DeadLetter => {
        const reason = message.MessageAttributes.reason ?? message.MessageAttributes.ERROR_MESSAGE;
        return {
          id: message.MessageId,
          queue: sourceArn.slice(sourceArn.lastIndexOf(':') + 1),
          queueArn: deadLetterArn,
          sourceArn,
          at: new Date(Number(message.Attributes.SentTimestamp)).toISOString(),
          reason: reason?.StringValue ?? 'It was delivered as often as its queue allows.',
          body: message.Body,
        };
      }),
    ),
  );
  return letters.flat();
}

/** What the pipeline would pay; calls made as a developer, by this server or the AWS CLI, are left out. */
function billOf(cloud: OwnedCloud): Bill {
  const lines = cloud.meterBook
    .bill()
    .lines.filter(({ caller }) => caller !== 'developer')
    .map(({ service, operation, caller, calls, cost }) => ({
      service,
      operation,
      functionName: caller,
      calls,
      cost,
    }))
    .sort((one, other) => other.cost - one.cost);
  const sumOf = (some: typeof lines) => some.reduce((sum, { cost }) => sum + cost, 0);
  return {
    pipeline: sumOf(lines.filter(({ service }) => !CHANNEL_SERVICES.has(service))),
    channels: sumOf(lines.filter(({ service }) => CHANNEL_SERVICES.has(service))),
    lines,
  };
}

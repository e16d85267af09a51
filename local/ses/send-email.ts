import type { Cloud } from '../core/cloud.ts';
import { AwsError, type CallContext, type Caller, type Operation, type Permission } from '../core/service.ts';
import { domainOf, isAddress } from './addresses.ts';
import { type ConfigurationSet, configurationSetArn } from './configuration-set.ts';
import { badRequest, notFound, parse, rejected } from './errors.ts';
import { type FinishedMail, finishMail } from './finish-mail.ts';
import { addressesIn, addressIn, headerOf, splitMail } from './headers.ts';
import { identityArn, identityOf, isVerified } from './identities.ts';
import { postMail } from './post-mail.ts';
import { LARGEST_MAIL } from './receive-mail.ts';
import { type SendEmailInput, sendEmailInput } from './send-email-input.ts';
import { isSimulator } from './simulator.ts';
import type { Store } from './store.ts';

const MOST_RECIPIENTS = 50;
const SECOND_MS = 1_000;

/** `SendEmail` of API v2. Not modelled: daily quotas, signing, feedback by mail, virus scanners but for the test file. */
export function sendEmail(store: Store): Operation {
  return {
    permissions: (input, { cloud }) => permissionsFor(store, cloud, parse(sendEmailInput, input)),
    run: (input, context) => ({ MessageId: send(store, parse(sendEmailInput, input), context) }),
    usage(input) {
      const { Destination, Content } = parse(sendEmailInput, input);
      const named = Object.values(Destination ?? {}).reduce((sum, list) => sum + list.length, 0);
      const attached = Content.Simple?.Attachments.reduce(
        (sum, { RawContent }) => sum + RawContent.length,
        0,
      );
      return {
        'ses.request': 1,
        'ses.sent': named || rawRecipients(Content.Raw?.Data).length,
        'ses.sent-gb': (Content.Raw?.Data.length ?? attached ?? 0) / 1024 ** 3,
      };
    },
  };
}

function rawRecipients(data: Uint8Array | undefined): string[] {
  const { headers } = splitMail(data ?? new Uint8Array());
  return ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(headerOf(headers, name)));
}

function senderOf({ FromEmailAddress, Content }: SendEmailInput): string {
  if (FromEmailAddress !== undefined) return addressIn(FromEmailAddress);
  return addressIn(headerOf(splitMail(Content.Raw?.Data ?? new Uint8Array()).headers, 'from'));
}

/** Raw content asks for `ses:SendRawEmail` in this API too; both ask for the configuration set beside the identity. */
function permissionsFor(store: Store, cloud: Cloud, input: SendEmailInput): Permission[] {
  const sender = senderOf(input);
  const action = input.Content.Raw ? 'ses:SendRawEmail' : 'ses:SendEmail';
  const context = { 'ses:FromAddress': sender };
  const identity = identityOf(store, sender)?.name ?? domainOf(sender);
  const set = setNameOf(store, input, sender);
  return [
    { action, resource: identityArn(cloud, identity), context },
    ...(set === undefined ? [] : [{ action, resource: configurationSetArn(cloud, set), context }]),
  ];
}

const setNameOf = (store: Store, { ConfigurationSetName }: SendEmailInput, sender: string) =>
  ConfigurationSetName ?? identityOf(store, sender)?.configurationSet;

function send(store: Store, input: SendEmailInput, { cloud, caller }: CallContext): string {
  const sender = senderOf(input);
  const set = setOf(store, setNameOf(store, input, sender));
  const messageId = newMessageId(cloud);
  const mail = finishMail(cloud, input, messageId);
  check(store, cloud, mail);
  if (set && !set.sending) {
    throw new AwsError('SendingPausedException', `Sending is paused for the configuration set ${set.name}.`);
  }
  countRate(store, cloud, mail.recipients.length);
  postMail(cloud, store, {
    ...mail,
    messageId,
    sentAt: cloud.clock.now(),
    sender,
    recipients: mail.recipients.map(addressIn),
    set,
    tags: tagsOf(input, set, sender, caller),
  });
  return messageId;
}

function setOf(store: Store, name: string | undefined): ConfigurationSet | undefined {
  const set = store.configurationSets.get(name ?? '');
  if (name !== undefined && !set) throw notFound(`Configuration set <${name}> does not exist.`);
  return set;
}

/** Like SES's: the time and some randomness, 60 characters. */
const newMessageId = ({ clock, random }: Cloud): string =>
  `0100${clock.now().toString(16).padStart(12, '0')}-${random.uuid()}-000000`;

function check(store: Store, cloud: Cloud, { recipients, data, from }: FinishedMail): void {
  if (recipients.length === 0) throw badRequest('There is no recipient.');
  if (recipients.length > MOST_RECIPIENTS) throw badRequest(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  const written = addressesIn(headerOf(splitMail(data).headers, 'from'));
  const senders = [...new Set([addressIn(from), ...written])];
  for (const address of [...senders, ...recipients.map(addressIn)]) {
    if (!isAddress(address)) throw badRequest(`${address} is no e-mail address that SES takes.`);
  }
  if (data.length > LARGEST_MAIL) {
    throw badRequest(`Message length is more than ${LARGEST_MAIL} bytes long: '${data.length}'.`);
  }
  const failing = senders.filter((address) => !isVerified(store, address));
  if (store.options.sandbox) {
    const foreign = recipients.map(addressIn).filter((address) => !isSimulator(address));
    failing.push(...foreign.filter((address) => !identityOf(store, address)));
  }
  if (failing.length > 0) {
    throw rejected(
      `Email address is not verified. The following identities failed the check in region ${cloud.region.toUpperCase()}: ${failing.join(', ')}`,
    );
  }
}

function countRate(store: Store, cloud: Cloud, recipients: number): void {
  const now = cloud.clock.now();
  const lately = store.sentAt.filter((at) => at > now - SECOND_MS);
  const { sendingRate = Number.POSITIVE_INFINITY } = store.options;
  if (lately.length + recipients > sendingRate) {
    throw new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
  }
  store.sentAt = [...lately, ...Array<number>(recipients).fill(now)];
  store.sent += recipients;
}

function tagsOf(
  { EmailTags }: SendEmailInput,
  set: ConfigurationSet | undefined,
  sender: string,
  caller: Caller,
): Record<string, string[]> {
  const identity =
    caller.kind === 'role' ? caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1) : caller.kind;
  return {
    ...(set && { 'ses:configuration-set': [set.name] }),
    'ses:source-ip': ['127.0.0.1'],
    'ses:from-domain': [domainOf(sender)],
    'ses:caller-identity': [identity],
    ...Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]])),
  };
}

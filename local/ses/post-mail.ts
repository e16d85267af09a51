import type { Cloud } from '../core/cloud.ts';
import { answerAutomatically } from './automatic-reply.ts';
import type { ConfigurationSet } from './configuration-set.ts';
import type { FinishedMail } from './finish-mail.ts';
import { headerOf, splitMail } from './headers.ts';
import { identityOf } from './identities.ts';
import { readText } from './read-text.ts';
import { acceptsRecipient, receiveMail } from './receive-mail.ts';
import * as events from './sending-events.ts';
import { fateOf, isSimulator } from './simulator.ts';
import type { Store } from './store.ts';

/** A mail that SES has accepted. */
export interface PostedMail extends FinishedMail {
  readonly messageId: string;
  readonly sentAt: number;
  /** Bare address of the sender. */
  readonly sender: string;
  /** Bare addresses. */
  readonly recipients: readonly string[];
  readonly set: ConfigurationSet | undefined;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** How long after sending. Made up; AWS's own times depend on who receives. */
const DELIVERED_MS = 1_000;
const BOUNCED_MS = 2_000;
const COMPLAINED_MS = 10_000;
const DELAYED_MS = 60_000;
const AT_LAST_MS = 600_000;

/** The test file that every virus scanner knows, cut in two so that none finds it here. */
const TEST_VIRUS = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
/** As it is and in base64, of which the first line must do. */
const VIRUS_MARKS = [TEST_VIRUS, Buffer.from(TEST_VIRUS).toString('base64').slice(0, 60)];

/** Sends an accepted mail on its way to every recipient and plans the events that tell of it. */
export function postMail(cloud: Cloud, store: Store, mail: PostedMail): void {
  const detail = { messageId: mail.messageId, to: mail.recipients };
  cloud.trace({ service: 'ses', what: 'sent', resource: mail.sender, detail });
  const report = reporter(cloud, store, mail);
  report(0, 'send', () => events.sent());
  if (VIRUS_MARKS.some((mark) => mail.data.includes(mark))) {
    return report(DELIVERED_MS, 'reject', () => events.rejected());
  }
  for (const recipient of mail.recipients) deliver(cloud, store, mail, recipient, report);
}

type Report = ReturnType<typeof reporter>;

/** Plans an event; what was under way before a reset goes no further. */
function reporter(cloud: Cloud, store: Store, mail: PostedMail) {
  const { generation } = store;
  return (afterMs: number, type: events.SendingEventType, body: () => object): void => {
    cloud.scheduler.after(afterMs, `ses report ${type}`, async () => {
      if (store.generation === generation) await events.putEvent(cloud, mail, type, body);
    });
  };
}

function deliver(cloud: Cloud, store: Store, mail: PostedMail, recipient: string, report: Report): void {
  const delivered = (afterMs: number) =>
    report(afterMs, 'delivery', () => events.delivered(cloud, recipient, afterMs));
  const reason = store.suppressed.get(recipient);
  const suppresses = mail.set?.suppresses ?? ['BOUNCE', 'COMPLAINT'];
  if (reason !== undefined && suppresses.includes(reason)) {
    return report(BOUNCED_MS, 'bounce', () =>
      events.suppressed(cloud, recipient, 'OnAccountSuppressionList'),
    );
  }
  const suppress = (why: 'BOUNCE' | 'COMPLAINT') => {
    if (!isSimulator(recipient)) store.suppressed.set(recipient, why);
  };
  switch (fateOf(store, recipient)) {
    case 'suppressed':
      return report(BOUNCED_MS, 'bounce', () => events.suppressed(cloud, recipient, 'Suppressed'));
    case 'reject':
      return report(DELIVERED_MS, 'reject', () => events.rejected());
    case 'bounce':
      return report(BOUNCED_MS, 'bounce', () => {
        suppress('BOUNCE');
        return events.bounced(cloud, recipient, 'Permanent');
      });
    case 'bounce-for-now':
      return report(BOUNCED_MS, 'bounce', () => events.bounced(cloud, recipient, 'Transient'));
    case 'delay':
      report(DELAYED_MS, 'deliveryDelay', () => events.delayed(cloud, recipient));
      return later(cloud, store, AT_LAST_MS, () => {
        putInMailbox(cloud, store, mail, recipient);
        delivered(0);
      });
    case 'complain':
      putInMailbox(cloud, store, mail, recipient);
      delivered(DELIVERED_MS);
      return report(COMPLAINED_MS, 'complaint', () => {
        suppress('COMPLAINT');
        return events.complained(cloud, recipient);
      });
    case 'reply':
      putInMailbox(cloud, store, mail, recipient);
      delivered(DELIVERED_MS);
      return later(cloud, store, DELIVERED_MS, () => answerAutomatically(cloud, store, mail, recipient));
    case 'deliver':
      putInMailbox(cloud, store, mail, recipient);
      return delivered(DELIVERED_MS);
  }
}

function later(cloud: Cloud, store: Store, ms: number, act: () => void): void {
  const { generation } = store;
  cloud.scheduler.after(ms, 'ses deliver', () => {
    if (store.generation === generation) act();
  });
}

/** The recipient has the mail; one that a receipt rule of this cloud covers comes in again, in all honour. */
function putInMailbox(cloud: Cloud, store: Store, mail: PostedMail, recipient: string): void {
  const { headers } = splitMail(mail.data);
  const envelopeFrom = `${mail.messageId}@${bounceDomain(cloud, store, mail.sender)}`;
  const text = readText(mail.data);
  store.mailboxes.set(recipient, [
    ...(store.mailboxes.get(recipient) ?? []),
    {
      at: cloud.clock.now(),
      messageId: mail.messageId,
      envelopeFrom,
      from: headerOf(headers, 'from'),
      to: recipient,
      subject: headerOf(headers, 'subject'),
      headers,
      text,
      data: mail.data,
    },
  ]);
  cloud.outbox.push({
    at: cloud.clock.now(),
    channel: 'email',
    from: mail.sender,
    to: recipient,
    text,
    messageId: mail.messageId,
  });
  if (acceptsRecipient(store, recipient)) {
    receiveMail(cloud, store, { from: envelopeFrom, to: [recipient], data: mail.data, verdicts: {} });
  }
}

/** Where bounces go: the identity's own MAIL FROM domain, else SES's. */
const bounceDomain = ({ region }: Cloud, store: Store, sender: string): string =>
  identityOf(store, sender)?.mailFromDomain ??
  (region === 'us-east-1' ? 'amazonses.com' : `${region}.amazonses.com`);

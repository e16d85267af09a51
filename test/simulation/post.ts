import { sesOf } from '../../local/index.ts';
import type { MailboxMail, Verdicts } from '../../local/ses/index.ts';
import { type MachineMark, type MailStep, type Plan, SECRET, type VerdictName } from './plan.ts';
import { ask } from './web.ts';
import type { World } from './world.ts';

/** A mail that was handed in, as the invariants know it. */
export interface Mailed extends Pick<MailStep, 'id' | 'customer' | 'from' | 'verdict'> {
  /** It says that a machine sent it. */
  readonly isMarked: boolean;
  /** It holds a token or an id out of a mail of ours to the customer. */
  readonly points: boolean;
}

const VERDICTS: Readonly<Record<VerdictName, Verdicts>> = {
  pass: {},
  'gray, signed': { dmarc: 'GRAY', dkim: 'PASS' },
  'gray, unsigned': { dmarc: 'GRAY', dkim: 'GRAY' },
  'processing failed': { dmarc: 'PROCESSING_FAILED', dkim: 'PROCESSING_FAILED' },
  fail: { dmarc: 'FAIL', dkim: 'FAIL', dmarcPolicy: 'none' },
  'two senders': {},
  spam: { spam: 'FAIL' },
  virus: { virus: 'FAIL' },
};

/** How soon a scanner fetches a link, and a machine answers a mail (ms). */
const SCANNED_MS = 40;
const ANSWERED_MS = 1_500;

const LINK = /https?:\/\/\S+\/survey\/[a-z2-7]+/g;

/** The links of surveys in a text. */
export const linksIn = (text: string): string[] => [...text.matchAll(LINK)].map(([link]) => link);

interface Letter extends Omit<MailStep, 'at' | 'does' | 'again' | 'takes'> {
  readonly subject: string;
  /** The mail of ours that it answers, and what it takes from that. */
  readonly answers?: { readonly mail: MailboxMail; readonly takes: MailStep['takes'] } | undefined;
}

/** The world's mail servers: people who write, machines that answer, and scanners that open what we send. */
export class Post {
  readonly mailed: Mailed[] = [];
  readonly #world: World;
  readonly #plan: Plan;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    for (const { fate, addresses } of plan.customers) {
      for (const { address } of addresses) if (fate) sesOf(world.cloud).setFate(address, fate);
    }
  }

  write(step: MailStep): void {
    const newest = this.#mailboxOf(step.customer).at(-1);
    const answers = newest && step.takes !== 'nothing' ? { mail: newest, takes: step.takes } : undefined;
    const subject = answers ? `Re: ${answers.mail.subject}` : `My ${SECRET} order`;
    this.#deliver({ ...step, subject, answers }, step.again);
  }

  /** @returns ends the listening */
  listen(): () => void {
    const { cloud } = this.#world;
    return cloud.traces.listen(({ service, what, detail }) => {
      if (what !== 'sent' || (service !== 'ses' && service !== 'sms-voice')) return;
      const messageId = String(detail?.messageId);
      if (this.#plan.scanned) {
        cloud.scheduler.after(SCANNED_MS, 'a scanner comes', () => this.#scan(messageId));
      }
      if (service === 'ses' && this.#plan.customers.some(({ machine }) => machine)) {
        cloud.scheduler.after(ANSWERED_MS, 'a machine answers', () => this.#answer(messageId));
      }
    });
  }

  async #scan(messageId: string): Promise<void> {
    const { cloud } = this.#world;
    const found = cloud.outbox.find((message) => message.messageId === messageId);
    for (const url of linksIn(found?.text ?? '')) {
      await ask(cloud, { method: 'HEAD', url });
      await ask(cloud, { method: 'GET', url });
    }
  }

  #answer(messageId: string): void {
    for (const [customer, { machine }] of this.#plan.customers.entries()) {
      const mail = machine && this.#mailboxOf(customer).find((each) => each.messageId === messageId);
      if (!mail) continue;
      this.#deliver({
        customer,
        from: mail.to,
        text: `Your ${SECRET} mail has come; we read it soon.`,
        id: `machine-${this.mailed.length}-${this.#plan.seed}@example.org`,
        verdict: 'pass',
        ...(machine === 'marked' && { mark: 'auto-replied' }),
        subject: `Automatic: ${mail.subject}`,
        answers: { mail, takes: 'both' },
      });
    }
  }

  #mailboxOf(customer: number): readonly MailboxMail[] {
    const address = this.#plan.customers[customer]?.addresses.find(({ channel }) => channel === 'email');
    return address ? sesOf(this.#world.cloud).mailbox(address.address) : [];
  }

  #deliver(letter: Letter, again: readonly number[] = []): void {
    const { cloud, running } = this.#world;
    const { id, customer, from, verdict, mark, answers } = letter;
    const replyTo = answers && headerIn(answers.mail, 'Reply-To');
    const hasToken = answers?.takes !== 'thread' && replyTo?.includes('+');
    const to = (hasToken ? replyTo : undefined) ?? running.outputs.SupportEmailAddress ?? '';
    const thread = answers && answers.takes !== 'token' ? headerIn(answers.mail, 'Message-ID') : undefined;
    const lines = [
      `From: ${SECRET} person <${from}>${verdict === 'two senders' ? ', other@example.org' : ''}`,
      `To: ${to}`,
      `Date: ${new Date(cloud.clock.now()).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${id}>`,
      `Subject: ${letter.subject}`,
      ...(thread === undefined ? [] : [`In-Reply-To: ${thread}`, `References: ${thread}`]),
      ...markLines(mark),
    ];
    const data = Buffer.from([...lines, '', letter.text, ''].join('\r\n'));
    const envelope = mark === 'nobody' ? '' : from;
    const deliver = () =>
      sesOf(cloud).receiveMail(cloud, { from: envelope, to: [to], data, verdicts: VERDICTS[verdict] });
    const points = Boolean(hasToken) || thread !== undefined;
    this.mailed.push({ id, customer, from, verdict, isMarked: mark !== undefined, points });
    deliver();
    for (const later of again) cloud.scheduler.after(later, 'a mail comes again', () => void deliver());
  }
}

function markLines(mark: MachineMark | undefined): string[] {
  if (mark === 'auto-replied') return ['Auto-Submitted: auto-replied'];
  return mark === 'bulk' ? ['Precedence: bulk'] : [];
}

export function headerIn(mail: MailboxMail, name: string): string | undefined {
  return mail.headers.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;
}

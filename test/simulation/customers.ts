import { smsVoiceOf } from '../../local/index.ts';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { contactPointWrite } from '../../shared/stores/contact-point-store.ts';
import { customerWrite } from '../../shared/stores/customer-store.ts';
import { toAttributes } from '../../shared/stores/table.ts';
import type { CustomerStep, Plan, RateStep, SimulatedAddress, SmsStep } from './plan.ts';
import { linksIn, Post } from './post.ts';
import { Visitors } from './visitors.ts';
import { type Answer, ask, insist } from './web.ts';
import type { World } from './world.ts';

const DEVELOPER = { kind: 'developer' } as const;

/** An answer that a customer gave on the page of a survey, and what the page said, each time. */
export interface Rated {
  readonly customer: number;
  readonly score: number;
  readonly answers: Answer[];
}

/** Customers with several addresses, as linking leaves them: every contact point leads to the one customer. */
export async function introduce({ cloud, tableName }: World, { customers }: Plan): Promise<void> {
  const at = new Date(cloud.clock.now()).toISOString();
  for (const [index, { addresses }] of customers.entries()) {
    if (addresses.length < 2) continue;
    const customerId = `linkedcust0${String(index + 1).padStart(5, '0')}`;
    const mailbox = addresses.find(({ channel }) => channel === 'email');
    const profile = {
      customerId,
      version: 0,
      openCases: [],
      lastCaseNumber: 0,
      createdAt: at,
      ...(mailbox && { mail: contactPointIdOf(mailbox) }),
    };
    const writes = [
      customerWrite(undefined, profile),
      ...addresses.map((address) =>
        contactPointWrite(undefined, {
          ...address,
          contactPointId: contactPointIdOf(address),
          owner: customerId,
          head: customerId,
          firstSeenAt: at,
        }),
      ),
    ];
    for (const { item } of writes) {
      await cloud.call('dynamodb', 'PutItem', { TableName: tableName, Item: toAttributes(item) }, DEVELOPER);
    }
  }
}

/** All who are no agents, each at the edge of the product where they stand. */
export class Customers {
  readonly post: Post;
  readonly visitors: Visitors;
  readonly rated: Rated[] = [];
  readonly #world: World;
  readonly #plan: Plan;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    this.post = new Post(world, plan);
    this.visitors = new Visitors(world);
  }

  /** Ids of the contact points from which a customer may have written, proven or not. */
  contactPointsOf(customer: number): string[] {
    return this.#addressesOf(customer).flatMap((address) => {
      if (address.channel === 'webchat') return this.visitors.contactPointOf(customer) ?? [];
      const unproven = contactPointIdOf({ ...address, proof: 'unproven' });
      return address.channel === 'email'
        ? [contactPointIdOf(address), unproven]
        : [contactPointIdOf(address)];
    });
  }

  /** Does what a step says, at its time. */
  act(step: CustomerStep): void | Promise<void> {
    switch (step.does) {
      case 'mails':
        return this.post.write(step);
      case 'chats':
      case 'reads':
      case 'returns':
        return this.visitors.act(step);
      case 'rates':
        return this.#rate(step);
      default:
        return this.#text(step);
    }
  }

  #text(step: SmsStep): void {
    const { cloud, running } = this.#world;
    const voice = smsVoiceOf(cloud);
    if (step.does === 'sends-garbage') {
      const input = { TopicArn: running.outputs.InboundSmsTopicArn, Message: step.body };
      void cloud.call('sns', 'Publish', input, DEVELOPER);
      return;
    }
    const from = this.#addressesOf(step.customer)[step.phone]?.address ?? '';
    if (step.does === 'opts-out-elsewhere') {
      const OptOutListName = voice.numbers()[0]?.optOutListName ?? 'Default';
      void cloud.call('sms-voice', 'PutOptedOutNumber', { OptOutListName, OptedOutNumber: from }, DEVELOPER);
      return;
    }
    const { text, id, threaded } = step;
    const deliver = () =>
      void voice.receive(cloud, { from, text, inboundMessageId: id, ...(!threaded && { inReplyTo: null }) });
    deliver();
    for (const later of step.again) cloud.scheduler.after(later, 'the provider delivers again', deliver);
  }

  async #rate({ customer, score, comment, again }: RateStep): Promise<void> {
    const { cloud } = this.#world;
    const url = await this.#newestLink(customer);
    if (url === undefined) return;
    const rated: Rated = { customer, score, answers: [] };
    this.rated.push(rated);
    const body = { csat: score, ...(comment !== '' && { comment }) };
    const confirm = async () => {
      await ask(cloud, { method: 'GET', url });
      const once = () => ask(cloud, { method: 'POST', url, body });
      await insist(cloud, once, (answer) => void rated.answers.push(answer));
    };
    for (const later of again) cloud.scheduler.after(later, 'a customer confirms again', confirm);
    await confirm();
  }

  async #newestLink(customer: number): Promise<string | undefined> {
    const addresses = this.#addressesOf(customer).map(({ address }) => address);
    const sent = this.#world.cloud.outbox.filter(({ to }) => addresses.includes(to)).map(({ text }) => text);
    const seen = await this.visitors.read(customer);
    const read: { text: string }[] = seen?.answer.body?.messages ?? [];
    return [...sent, ...read.map(({ text }) => text)].flatMap(linksIn).at(-1);
  }

  #addressesOf(customer: number): readonly SimulatedAddress[] {
    return this.#plan.customers[customer]?.addresses ?? [];
  }
}

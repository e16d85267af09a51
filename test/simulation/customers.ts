import { smsVoiceOf } from '../../local/index.ts';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { contactPointWrite } from '../../shared/stores/contact-point-store.ts';
import { customerWrite } from '../../shared/stores/customer-store.ts';
import { toAttributes } from '../../shared/stores/table.ts';
import type { CustomerStep, Plan, SimulatedCustomer } from './plan.ts';
import type { World } from './world.ts';

const DEVELOPER = { kind: 'developer' } as const;

export const contactPointOf = (phone: string) => contactPointIdOf({ channel: 'sms', address: phone });

/** Customers with several phones, as linking leaves them: every contact point leads to the one customer. */
export async function introduce({ cloud, tableName }: World, { customers }: Plan): Promise<void> {
  const at = new Date(cloud.clock.now()).toISOString();
  for (const [index, { phones }] of customers.entries()) {
    if (phones.length < 2) continue;
    const customerId = `linkedcust0${String(index + 1).padStart(5, '0')}`;
    const profile = { customerId, version: 0, openCases: [], lastCaseNumber: 0, createdAt: at };
    const writes = [
      customerWrite(undefined, profile),
      ...phones.map((address) =>
        contactPointWrite(undefined, {
          channel: 'sms',
          address,
          contactPointId: contactPointOf(address),
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

/** Does what a customer's step says, at its time. */
export function act(world: World, customers: readonly SimulatedCustomer[], step: CustomerStep): void {
  const { cloud, running } = world;
  const voice = smsVoiceOf(cloud);
  switch (step.does) {
    case 'writes': {
      const from = phoneOf(customers, step);
      const deliver = () =>
        void voice.receive(cloud, {
          from,
          text: step.text,
          inboundMessageId: step.id,
          ...(!step.threaded && { inReplyTo: null }),
        });
      deliver();
      for (const later of step.again) cloud.scheduler.after(later, 'the provider delivers again', deliver);
      return;
    }
    case 'sends-garbage': {
      const input = { TopicArn: running.outputs.InboundSmsTopicArn, Message: step.body };
      void cloud.call('sns', 'Publish', input, DEVELOPER);
      return;
    }
    case 'opts-out-elsewhere': {
      const OptOutListName = voice.numbers()[0]?.optOutListName ?? 'Default';
      const input = { OptOutListName, OptedOutNumber: phoneOf(customers, step) };
      void cloud.call('sms-voice', 'PutOptedOutNumber', input, DEVELOPER);
    }
  }
}

function phoneOf(
  customers: readonly SimulatedCustomer[],
  { customer, phone }: { readonly customer: number; readonly phone: number },
): string {
  return customers[customer]?.phones[phone] ?? '';
}

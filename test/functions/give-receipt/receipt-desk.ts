import {
  dependenciesOf,
  type GiveReceiptDependencies,
} from '../../../functions/give-receipt/dependencies.ts';
import { giveReceipt } from '../../../functions/give-receipt/give-receipt.ts';
import type { Case } from '../../../shared/domain/case.ts';
import type { ContactPoint } from '../../../shared/domain/contact-point.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { receiptRefOf } from '../../../shared/domain/receipt.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import { smsSender } from '../../../shared/sending/sms-sender.ts';
import { readContactPoint } from '../../../shared/stores/contact-point-store.ts';
import { readInteraction } from '../../../shared/stores/interaction-store.ts';
import { ago, CUSTOMER_ID, customer, HOUR, NOW, openCase } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

export const CASE_ID = `${CUSTOMER_ID}-1`;
export const SENT = { kind: 'sent', providerMessageId: 'provider-1' } as const;

export interface Scene {
  readonly interaction?: Partial<Interaction>;
  readonly case?: Partial<Case>;
  readonly contactPoint?: Partial<ContactPoint>;
  readonly customer?: Partial<Customer>;
  /** What the provider answers, in turn. */
  readonly outcomes?: readonly (SendOutcome | (() => Promise<SendOutcome>))[];
}

/** A message that has just come, on its case, and a provider that counts what it is asked. */
export async function receiptDesk({ outcomes = [SENT], ...scene }: Scene = {}) {
  const it = productTable();
  const interaction = arrival(1, { at: ago(1_000), ...scene.interaction });
  const { interactionId, at } = interaction;
  const message = { interactionId, interactionAt: at };
  const promise = { due: ago(-HOUR), warnAt: ago(-HOUR / 2), state: 'standing' } as const;
  await it.seed({
    cases: [openCase({ promise, newest: message, ...scene.case })],
    customers: [customer(scene.customer)],
    contactPoints: [contactPoint(scene.contactPoint)],
    interactions: [interaction],
  });
  const answers = [...outcomes];
  const asked: { readonly from: string; readonly to: string; readonly text: string }[] = [];
  const sender = smsSender({
    send: async ({ from, to, text }) => {
      asked.push({ from, to, text });
      const answer = answers.shift();
      if (!answer) throw new Error('The provider was asked once too often.');
      return typeof answer === 'function' ? answer() : answer;
    },
  });
  const real = dependenciesOf({ ...it.environment, SMS_CONFIGURATION_SET: 'set' }, it.outside);
  const dependencies: GiveReceiptDependencies = { ...real, senders: { sms: sender, email: sender } };
  const event = {
    ...{ eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, caseId: CASE_ID },
    ...{ caseVersion: 3, opening: 1, channel: 'sms' as const, reason: 'first-message', ...message },
  };
  const ref = receiptRefOf(CASE_ID, message, NOW);
  return {
    ...it,
    asked,
    dependencies,
    event,
    give: (changed: Partial<GiveReceiptDependencies> = {}) =>
      giveReceipt(event, { ...dependencies, ...changed }),
    receipt: () =>
      readInteraction(it.table, {
        customerId: CUSTOMER_ID,
        at: ref.interactionAt,
        interactionId: ref.interactionId,
      }),
    address: () => readContactPoint(it.table, 'c0'.repeat(32)),
    /** Minutes pass. */
    wait: (minutes: number) => {
      it.clock.now += minutes * 60_000;
    },
  };
}

import * as z from 'zod';
import { idIn } from '../../instance.ts';
import { actionKind, error, FAILED, LEADING, NEXT } from '../action-kind.ts';
import { isE164 } from '../phone-numbers.ts';
import { isPath } from '../values.ts';
import { queueNamed } from './queues.ts';

const updateContactCallbackNumber = actionKind({
  type: 'UpdateContactCallbackNumber',
  parameters: z.strictObject({
    CallbackNumber: z.string().refine(isPath, 'must be one path, such as $.StoredCustomerInput'),
  }),
  legalIn: LEADING,
  transitions: { next: 'required', required: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'] },
  run({ CallbackNumber }, run) {
    const number = run.text(CallbackNumber);
    if (!isE164(number)) return error('InvalidCallbackNumber');
    if (!run.centre.phones.canDial(number)) return error('CallbackNumberNotDialable');
    run.contact.callbackNumber = number;
    return NEXT;
  },
});

/** At most three days. */
const delay = z.coerce.number().int().min(1).max(259_200);

const createCallbackContact = actionKind({
  type: 'CreateCallbackContact',
  parameters: z.strictObject({
    QueueId: z.string().min(1).optional(),
    InitialCallDelaySeconds: delay,
    MaximumConnectionAttempts: z.coerce.number().int().min(1),
    RetryDelaySeconds: delay,
    ContactFlowId: z.string().min(1).optional(),
  }),
  legalIn: LEADING,
  transitions: { next: 'required', required: ['NoMatchingError'] },
  run(given, run) {
    const { contact, centre } = run;
    const number = contact.callbackNumber ?? contact.customer?.address;
    const own = contact.targetQueue ?? contact.queue;
    const queue = given.QueueId === undefined ? own : queueNamed(run, given.QueueId);
    if (number === undefined || !queue || centre.queues.isFull(queue)) return FAILED;
    const flowId = given.ContactFlowId && idIn(run.text(given.ContactFlowId));
    if (flowId !== undefined && !contact.instance.flows.has(flowId)) return FAILED;
    centre.callbacks.create(contact, {
      number,
      queue,
      flowId,
      plan: {
        initialDelayMs: given.InitialCallDelaySeconds * 1_000,
        attempts: given.MaximumConnectionAttempts,
        retryDelayMs: given.RetryDelaySeconds * 1_000,
      },
    });
    return NEXT;
  },
});

export const callbackActions = [updateContactCallbackNumber, createCallbackContact];

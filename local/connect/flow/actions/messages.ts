import * as z from 'zod';
import { actionKind, FAILED, LEADING, NEXT } from '../action-kind.ts';
import { say, saying, sayingsIn } from './said.ts';

const ONE = 'needs exactly one of Text, SSML, PromptId';

const messageParticipant = actionKind({
  type: 'MessageParticipant',
  parameters: z.strictObject(saying),
  legalIn: [...LEADING, 'CUSTOMER_WHISPER', 'AGENT_WHISPER', 'OUTBOUND_WHISPER'],
  transitions: { next: 'required', optional: ['NoMatchingError'] },
  mistake: (parameters) => (sayingsIn(parameters) === 1 ? undefined : ONE),
  run(parameters, run) {
    const lasts = say(parameters, run);
    // What is said may be empty: a path that points to nothing.
    if (lasts === 0) return NEXT;
    run.after(lasts, () => run.resume(NEXT));
    return undefined;
  },
});

/**
 * Prompts in a loop, for calls; other contacts take the error branch. The loop is heard once and then until it is
 * interrupted, without being written down again and again.
 */
const messageParticipantIteratively = actionKind({
  type: 'MessageParticipantIteratively',
  parameters: z.strictObject({
    Messages: z.array(z.strictObject(saying)).min(1),
    InterruptFrequencySeconds: z.coerce.number().int().positive().optional(),
  }),
  legalIn: ['CUSTOMER_QUEUE', 'CUSTOMER_HOLD', 'AGENT_HOLD'],
  transitions: {
    next: 'optional',
    optional: ['NoMatchingError'],
    conditions: { operators: ['Equals'], operands: ['MessagesInterrupted'] },
  },
  mistake: ({ Messages }) => (Messages.every((one) => sayingsIn(one) === 1) ? undefined : `${ONE} a message`),
  run({ Messages, InterruptFrequencySeconds }, run) {
    if (run.contact.channel !== 'VOICE') return FAILED;
    for (const message of Messages) say(message, run);
    if (InterruptFrequencySeconds !== undefined) {
      run.after(InterruptFrequencySeconds * 1_000, () =>
        run.resume({ to: 'condition', value: 'MessagesInterrupted' }),
      );
    }
    return undefined;
  },
});

export const messageActions = [messageParticipant, messageParticipantIteratively];

import * as z from 'zod';
import { actionKind, NEXT } from '../action-kind.ts';

/** What changes how a call is recorded, logged or spoken has no effect here. */
const updateContactTextToSpeechVoice = actionKind({
  type: 'UpdateContactTextToSpeechVoice',
  parameters: z.strictObject({
    TextToSpeechVoice: z.string().min(1),
    TextToSpeechEngine: z.enum(['Standard', 'Neural', 'Generative']).optional(),
    TextToSpeechStyle: z.enum(['None', 'Conversational', 'Newscaster']).optional(),
  }),
  transitions: { next: 'required', optional: ['NoMatchingError'] },
  run: () => NEXT,
});

const updateFlowLoggingBehavior = actionKind({
  type: 'UpdateFlowLoggingBehavior',
  parameters: z.strictObject({ FlowLoggingBehavior: z.enum(['Enabled', 'Disabled']) }),
  transitions: { next: 'required' },
  run: () => NEXT,
});

export const settingActions = [updateContactTextToSpeechVoice, updateFlowLoggingBehavior];

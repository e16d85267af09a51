import * as z from 'zod';
import { actionKind, LEADING } from '../action-kind.ts';

const disconnectParticipant = actionKind({
  type: 'DisconnectParticipant',
  parameters: z.strictObject({}),
  legalIn: LEADING,
  transitions: { next: 'none' },
  run: () => ({ to: 'end', how: 'disconnected' }),
});

const endFlowExecution = actionKind({
  type: 'EndFlowExecution',
  parameters: z.strictObject({}),
  legalIn: ['CUSTOMER_WHISPER', 'AGENT_WHISPER', 'OUTBOUND_WHISPER', 'CUSTOMER_QUEUE'],
  transitions: { next: 'none' },
  run: () => ({ to: 'end', how: 'done' }),
});

export const endActions = [disconnectParticipant, endFlowExecution];

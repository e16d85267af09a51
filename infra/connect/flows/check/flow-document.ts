import * as z from 'zod';

const condition = z.object({
  NextAction: z.string(),
  Condition: z.object({ Operator: z.string(), Operands: z.array(z.string()) }),
});

/** The flow language as far as every action has it. */
const document = z.object({
  Version: z.literal('2019-10-30'),
  StartAction: z.string(),
  Actions: z.array(
    z.object({
      Identifier: z.string(),
      Type: z.string(),
      Parameters: z.record(z.string(), z.unknown()),
      Transitions: z.object({
        NextAction: z.string().optional(),
        Errors: z.array(z.object({ ErrorType: z.string(), NextAction: z.string() })).default([]),
        Conditions: z.array(condition).default([]),
      }),
    }),
  ),
});

export type FlowDocument = z.output<typeof document>;
export type Action = FlowDocument['Actions'][number];

/** @throws Error when the content is no flow at all */
export const readDocument = (content: string): FlowDocument => {
  const parsed = document.safeParse(JSON.parse(content));
  if (!parsed.success) throw new Error(`This is no flow: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/** Flow types that voice uses, as `AWS::Connect::ContactFlow` spells them. */
export const FLOW_TYPES = [
  'CONTACT_FLOW',
  'CUSTOMER_QUEUE',
  'CUSTOMER_HOLD',
  'CUSTOMER_WHISPER',
  'AGENT_HOLD',
  'AGENT_WHISPER',
  'OUTBOUND_WHISPER',
  'AGENT_TRANSFER',
  'QUEUE_TRANSFER',
] as const;

export type FlowType = (typeof FLOW_TYPES)[number];

export const named = ({ Identifier, Type }: Action): string => `"${Identifier}" (${Type})`;

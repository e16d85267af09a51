import * as z from 'zod';

const attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.instanceof(Uint8Array).optional(),
});

const message = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  MD5OfBody: z.string(),
  Body: z.string(),
  Attributes: z.record(z.string(), z.string()).default({}),
  MD5OfMessageAttributes: z.string().optional(),
  MessageAttributes: z.record(z.string(), attribute).default({}),
});

export type QueueMessage = z.output<typeof message>;

const received = z.object({ Messages: z.array(message).default([]) });

/** The messages in an answer of `ReceiveMessage`. */
export const receivedMessages = (answer: unknown): readonly QueueMessage[] =>
  received.parse(answer ?? {}).Messages;

/** A message as a record of the function's event. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS". */
export function queueRecord(received: QueueMessage, queueArn: string, region: string) {
  const messageAttributes = Object.fromEntries(
    Object.entries(received.MessageAttributes).map(([name, value]) => [
      name,
      {
        ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
        ...(value.BinaryValue && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
        dataType: value.DataType,
      },
    ]),
  );
  return {
    messageId: received.MessageId,
    receiptHandle: received.ReceiptHandle,
    body: received.Body,
    attributes: received.Attributes,
    messageAttributes,
    md5OfBody: received.MD5OfBody,
    ...(received.MD5OfMessageAttributes && { md5OfMessageAttributes: received.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

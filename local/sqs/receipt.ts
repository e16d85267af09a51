import { AwsError } from '../core/service.ts';

export interface Receipt {
  readonly queue: string;
  readonly messageId: string;
  /** Counts the receives of the queue, so that every receive has its own handle. */
  readonly receipt: number;
}

/** A receipt handle carries what it stands for, so that one of a message already gone is still known as ours. */
export function writeHandle(queue: string, messageId: string, receipt: number): string {
  return Buffer.from(`${queue} ${messageId} ${receipt}`, 'utf8').toString('base64');
}

/** @throws AwsError ReceiptHandleIsInvalid for what `writeHandle` did not write for this queue */
export function readHandle(queueName: string, handle: string): Receipt {
  const text = Buffer.from(handle, 'base64').toString('utf8');
  const match = /^(?<queue>[\w.-]+) (?<messageId>[0-9a-f-]{36}) (?<receipt>\d+)$/.exec(text);
  const { queue = '', messageId = '', receipt = '' } = match?.groups ?? {};
  if (queue === queueName) return { queue, messageId, receipt: Number(receipt) };
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

/** A handle that is ours and good for nothing any more. */
export function badHandle(handle: string, reason: string): AwsError {
  return new AwsError(
    'InvalidParameterValueException',
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`,
  );
}

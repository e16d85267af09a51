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

/** @returns undefined for what `writeHandle` did not write */
export function openHandle(handle: string): Receipt | undefined {
  const text = Buffer.from(handle, 'base64').toString('utf8');
  const match = /^(?<queue>[\w.-]+) (?<messageId>[0-9a-f-]{36}) (?<receipt>\d+)$/.exec(text);
  if (!match?.groups) return undefined;
  const { queue = '', messageId = '', receipt = '' } = match.groups;
  return { queue, messageId, receipt: Number(receipt) };
}

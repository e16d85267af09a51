import { compilePattern } from '../../shared/event-pattern/index.ts';
import type { Notification } from './topic.ts';

/** Whether a subscription wants a notification. */
export type FilterPolicy = (notification: Notification) => boolean;

/**
 * Subscription filter policies speak the language of event patterns, over the message's attributes or its JSON body.
 * Source: Amazon SNS Developer Guide, "Amazon SNS subscription filter policies".
 *
 * @throws InvalidEventPattern for an operator that does not exist
 */
export function filterPolicy(policy: unknown, scope: 'MessageAttributes' | 'MessageBody'): FilterPolicy {
  const pattern = compilePattern(policy);
  if (scope === 'MessageAttributes') return (notification) => pattern.matches(attributeValues(notification));
  return (notification) => {
    const body = parseJson(notification.texts.default);
    return typeof body === 'object' && body !== null && pattern.matches(body);
  };
}

function attributeValues({ attributes }: Notification): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    if (DataType === 'String.Array') values[name] = parseJson(StringValue);
    else values[name] = DataType.startsWith('Number') ? Number(StringValue) : StringValue;
  }
  return values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

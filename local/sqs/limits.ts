import { AwsError } from '../core/service.ts';
import type { QueueAttributes } from './attributes.ts';
import { type MessageAttributes, type NewMessage, sizeOf } from './message.ts';

/** Largest message, and largest sum of a batch, in bytes of UTF-8 (1 MiB; Amazon SQS quotas, 2026). */
export const MAX_BYTES = 1_048_576;
const MAX_ATTRIBUTES = 10;
const MAX_VISIBILITY_SECONDS = 43_200;

const REFUSED_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ID = /^[\w!-/:-@[-`{-~]{1,128}$/;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(String|Number|Binary)(\..{1,249})?$/;

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The request must contain the parameter ${name}.`);

/** Throws what SQS answers to a message it does not take: size, characters, ids, attributes, delay. */
export function checkMessage(queue: QueueAttributes, message: NewMessage): void {
  if (message.body === '') throw missingParameter('MessageBody');
  checkCharacters(message.body, 'message body');
  checkAttributes(message.attributes);
  if (sizeOf(message.body, message.attributes) > queue.maximumMessageSize) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.maximumMessageSize} bytes.`,
    );
  }
  for (const name of Object.keys(message.systemAttributes)) {
    if (name !== 'AWSTraceHeader')
      throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
  }
  checkId('MessageGroupId', message.groupId);
  checkId('MessageDeduplicationId', message.deduplicationId);
  const { delaySeconds } = message;
  if (queue.fifo) {
    if (message.groupId === undefined) throw missingParameter('MessageGroupId');
    // A delay that says nothing new is tolerated, as by AWS.
    if (delaySeconds !== undefined && delaySeconds !== 0) {
      throw invalidParameter(
        `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      );
    }
    return;
  }
  if (message.deduplicationId !== undefined) {
    throw invalidParameter(
      'The request include parameter MessageDeduplicationId which is not valid for this queue type',
    );
  }
  if (delaySeconds !== undefined && (delaySeconds < 0 || delaySeconds > 900)) {
    throw invalidParameter(
      `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
}

/** Seconds of a visibility timeout: 0 to 12 hours. */
export function checkVisibilityTimeout(seconds: number | undefined): void {
  if (seconds === undefined || (seconds >= 0 && seconds <= MAX_VISIBILITY_SECONDS)) return;
  throw invalidParameter(
    `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and ${MAX_VISIBILITY_SECONDS}.`,
  );
}

export function checkRange(name: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

function checkId(name: string, id: string | undefined): void {
  if (id === undefined || ID.test(id)) return;
  throw invalidParameter(
    `Value ${id} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function checkCharacters(text: string, where: string): void {
  const refused = REFUSED_CHARACTER.exec(text)?.[0];
  if (refused === undefined) return;
  const code = `#x${refused.codePointAt(0)?.toString(16)}`;
  throw new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '${code}' was found in the ${where}, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
  );
}

function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of entries) {
    if (!ATTRIBUTE_NAME.test(name)) {
      throw invalidParameter(
        `The message attribute name '${name}' is invalid. Attribute names can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters, no longer than 256 characters, and must not start with 'AWS.' or 'Amazon.'.`,
      );
    }
    if (!DATA_TYPE.test(attribute.DataType)) {
      throw invalidParameter(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    const value = attribute.DataType.startsWith('Binary') ? attribute.BinaryValue : attribute.StringValue;
    if (value === undefined || value.length === 0) {
      throw invalidParameter(
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${attribute.DataType}'.`,
      );
    }
    if (typeof value === 'string') checkCharacters(value, `message attribute '${name}' value`);
    if (attribute.DataType.startsWith('Number') && !Number.isFinite(Number(value))) {
      throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
    }
  }
}

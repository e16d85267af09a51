import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Caller } from '../core/service.ts';
import { StateError } from './state-error.ts';

/** A service that a Task can call. */
export interface Integration {
  /** `lambda`, `sqs`, `events`. */
  readonly resourceType: string;
  /** `invoke`, `sendMessage.waitForTaskToken`. */
  readonly resource: string;
  readonly waitsForToken: boolean;
  /** @throws StateError as Step Functions names the failure of that service */
  call(cloud: Cloud, role: Caller, input: unknown, executionArns: readonly string[]): Promise<unknown>;
}

type Call = Integration['call'];

const invokeInput = z.strictObject({
  FunctionName: z.string(),
  InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse'),
  Payload: z.unknown().optional(),
});
const invokeOutput = z.object({
  StatusCode: z.number(),
  ExecutedVersion: z.string().optional(),
  FunctionError: z.string().optional(),
  Payload: z.instanceof(Uint8Array).optional(),
});
const functionError = z.object({ errorType: z.string().optional() });
const messageInput = z.looseObject({ QueueUrl: z.string(), MessageBody: z.unknown() });
const eventsInput = z.strictObject({
  Entries: z.array(
    z.looseObject({ Detail: z.unknown().optional(), Resources: z.array(z.string()).default([]) }),
  ),
});
const eventsOutput = z.looseObject({ FailedEntryCount: z.number(), Entries: z.unknown() });

const invoke: Call = async (cloud, role, input) => {
  const { Payload, ...request } = read('Lambda', invokeInput, input);
  const body = { ...request, Payload: JSON.stringify(Payload ?? {}) };
  const output = invokeOutput.parse(await asked(cloud, 'lambda', 'Invoke', body, role, lambdaError));
  const text = new TextDecoder().decode(output.Payload);
  if (output.FunctionError !== undefined) {
    throw new StateError(functionError.safeParse(JSON.parse(text)).data?.errorType ?? 'Exception', text);
  }
  return {
    ...(output.ExecutedVersion !== undefined && { ExecutedVersion: output.ExecutedVersion }),
    Payload: text === '' ? '' : JSON.parse(text),
    ...sdkParts(cloud, output.StatusCode),
    StatusCode: output.StatusCode,
  };
};

const sendMessage: Call = async (cloud, role, input) => {
  const request = read('SQS', messageInput, input);
  const { MessageBody } = request;
  const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody);
  const output = await asked(
    cloud,
    'sqs',
    'SendMessage',
    { ...request, MessageBody: body },
    role,
    (error) => [
      'SQS',
      'AmazonSQSException',
      error.code === 'QueueDoesNotExist' && 'QueueDoesNotExistException',
    ],
  );
  return { ...z.looseObject({}).parse(output), ...sdkParts(cloud, 200) };
};

const putEvents: Call = async (cloud, role, input, executionArns) => {
  const { Entries } = read('EventBridge', eventsInput, input);
  const request = {
    Entries: Entries.map((entry) => ({
      ...entry,
      Detail: typeof entry.Detail === 'string' ? entry.Detail : JSON.stringify(entry.Detail),
      Resources: [...entry.Resources, ...executionArns],
    })),
  };
  const output = eventsOutput.parse(
    await asked(cloud, 'events', 'PutEvents', request, role, () => [
      'EventBridge',
      'AmazonEventBridgeException',
    ]),
  );
  if (output.FailedEntryCount > 0) throw new StateError('EventBridge.FailedEntry', JSON.stringify(output));
  return { ...output, ...sdkParts(cloud, 200) };
};

const CALLS: Readonly<Record<string, Call>> = {
  'lambda:invoke': invoke,
  'sqs:sendMessage': sendMessage,
  'events:putEvents': putEvents,
};

/** The integration that a Task's `Resource` names; undefined when it is not implemented. */
export function integrationOf(arn: string): Integration | undefined {
  const [, service = '', action = '', token] =
    /^arn:aws:states:::([a-z]+):([A-Za-z]+)(\.waitForTaskToken)?$/.exec(arn) ?? [];
  const name = `${service}:${action}`;
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (call === undefined) return undefined;
  const waitsForToken = token !== undefined;
  return { resourceType: service, resource: action + (token ?? ''), waitsForToken, call };
}

/** Prefix, general name and, where the service has one, the particular name of an error. */
type ErrorNames = readonly [prefix: string, general: string, particular?: string | false];

/** Lambda's own errors by name; what its client does not know, e.g. a refusal, is an `AWSLambdaException`. */
function lambdaError({ code, status }: AwsError): ErrorNames {
  if (status >= 500) return ['Lambda', 'ServiceException'];
  const isOwn = /^(ResourceNotFound|TooManyRequests|InvalidRequestContent|RequestTooLarge)Exception$/.test(
    code,
  );
  return ['Lambda', 'AWSLambdaException', isOwn && code];
}

async function asked(
  cloud: Cloud,
  service: string,
  operation: string,
  input: unknown,
  role: Caller,
  name: (error: AwsError) => ErrorNames,
): Promise<unknown> {
  try {
    return await cloud.call(service, operation, input, role);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const [prefix, general, particular] = name(error);
    throw new StateError(
      `${prefix}.${particular || general}`,
      `${error.message} (Service: ${prefix}, Status Code: ${error.status}, Error Code: ${error.code})`,
    );
  }
}

function read<Schema extends z.ZodType>(service: string, schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StateError(
    'States.Runtime',
    `The Arguments are no request of ${service}: ${issue?.path.map(String).join('.')}: ${issue?.message}.`,
  );
}

function sdkParts(cloud: Cloud, HttpStatusCode: number): object {
  return {
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode },
    SdkResponseMetadata: { RequestId: cloud.random.uuid() },
  };
}

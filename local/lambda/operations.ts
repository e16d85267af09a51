import * as z from 'zod';
import { restJsonProtocol } from '../core/protocols.ts';
import { AwsError, type Operation, type Protocol } from '../core/service.ts';
import type { AsynchronousInvocations } from './asynchronous.ts';
import type { FunctionHost } from './function-host.ts';

/** A function with what runs it. */
export interface RunningFunction {
  readonly host: FunctionHost;
  readonly asynchronous: AsynchronousInvocations;
}

/** Finds a function by name, ARN or qualified ARN. @throws AwsError ResourceNotFoundException */
export type FindFunction = (name: string) => RunningFunction;

const invokeInput = z.object({
  FunctionName: z.string(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  LogType: z.enum(['None', 'Tail']).default('None'),
  Payload: z.union([z.instanceof(Uint8Array), z.string()]).optional(),
});

/** Answer of Invoke; `Payload` is the function's JSON. */
export interface InvokeOutput {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
}

const routes = '/2015-03-31/functions';
const rest = restJsonProtocol([
  {
    operation: 'Invoke',
    method: 'POST',
    path: `${routes}/{FunctionName}/invocations`,
    headers: { 'x-amz-invocation-type': 'InvocationType', 'x-amz-log-type': 'LogType' },
    query: { Qualifier: 'Qualifier' },
    payload: 'Payload',
    answer: {
      payload: 'Payload',
      headers: {
        'x-amz-function-error': 'FunctionError',
        'x-amz-executed-version': 'ExecutedVersion',
        'x-amz-log-result': 'LogResult',
      },
    },
  },
  { operation: 'GetFunctionConfiguration', method: 'GET', path: `${routes}/{FunctionName}/configuration` },
  { operation: 'GetFunction', method: 'GET', path: `${routes}/{FunctionName}` },
  { operation: 'ListFunctions', method: 'GET', path: routes },
]);

/** Lambda's own status (202 for an event, 204 for a dry run) stands in the answer. */
export const lambdaProtocol: Protocol = {
  ...rest,
  encode(operation, output, requestId) {
    const response = rest.encode(operation, output, requestId);
    const status = z.object({ StatusCode: z.number() }).safeParse(output);
    if (!status.success || operation !== 'Invoke') return response;
    const hasBody = status.data.StatusCode === 200;
    return { ...response, status: status.data.StatusCode, body: hasBody ? response.body : '' };
  },
};

/** The API of the Lambda service as far as callers of functions use it. */
export function lambdaOperations(
  find: FindFunction,
  all: () => readonly RunningFunction[],
): Record<string, Operation> {
  const named = (input: { FunctionName: string }) => find(input.FunctionName).host.configuration;
  const read = (action: string, of: (input: { FunctionName: string }) => unknown): Operation => ({
    permissions: (input) => [{ action, resource: named(input).description.arn }],
    run: of,
    usage: () => null,
  });
  return {
    Invoke: {
      permissions: (input) => [{ action: 'lambda:InvokeFunction', resource: named(input).description.arn }],
      run: (input) => invoke(find, invokeInput.parse(input)),
      usage: () => null,
    },
    GetFunctionConfiguration: read('lambda:GetFunctionConfiguration', (input) =>
      describe(find(input.FunctionName)),
    ),
    GetFunction: read('lambda:GetFunction', (input) => ({
      Configuration: describe(find(input.FunctionName)),
    })),
    ListFunctions: {
      permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
      run: () => ({ Functions: all().map(describe) }),
      usage: () => null,
    },
  };
}

async function invoke(find: FindFunction, input: z.output<typeof invokeInput>): Promise<InvokeOutput> {
  const { host, asynchronous } = find(input.FunctionName);
  const event = readPayload(input.Payload);
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  if (input.InvocationType === 'Event') {
    asynchronous.accept(event);
    return { StatusCode: 202 };
  }
  const before = host.logs.length;
  const result = await host.run(event);
  const answer = result.ok
    ? result.value
    : { errorType: result.errorType, errorMessage: result.errorMessage, trace: [] };
  const tail = host.logs.slice(before).map(({ line }) => line);
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    ...(!result.ok && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: lastBytes(tail.join('\n')) }),
    Payload: new TextEncoder().encode(JSON.stringify(answer ?? null)),
  };
}

function readPayload(payload: Uint8Array | string | undefined): unknown {
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
}

/** The last 4 KB, as `LogType: Tail` gives them. */
const lastBytes = (text: string) => Buffer.from(text).subarray(-4096).toString('base64');

function describe({ host }: RunningFunction) {
  const { description, runtime, architecture } = host.configuration;
  return {
    FunctionName: description.name,
    FunctionArn: description.arn,
    Runtime: runtime,
    Role: description.roleArn,
    Handler: description.handler,
    Timeout: description.timeoutMs / 1000,
    MemorySize: description.memoryMb,
    Version: '$LATEST',
    State: 'Active',
    Architectures: [architecture],
  };
}

import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';

export interface InvokeRequest {
  /** Name of the API, for the scheduler's labels. */
  readonly apiName: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Behind `arn:aws:execute-api:<region>:<account>:`, as the function's permission names it. */
  readonly source: string;
  readonly event: object;
}

/** Calls the function with API Gateway's own permission, and for no longer than the integration waits. */
export async function invokeFunction(
  cloud: Cloud,
  { apiName, functionArn, timeoutMs, source, event }: InvokeRequest,
): Promise<InvocationResult | 'timed out'> {
  const sourceArn = `arn:aws:execute-api:${cloud.region}:${cloud.accountId}:${source}`;
  const caller = { kind: 'service', principal: 'apigateway.amazonaws.com', sourceArn } as const;
  const input = { FunctionName: functionArn, Payload: JSON.stringify(event) };
  return new Promise((resolve, reject) => {
    const timer = cloud.scheduler.background(cloud.clock.now() + timeoutMs, `api timeout ${apiName}`, () =>
      resolve('timed out'),
    );
    cloud
      .call('lambda', 'Invoke', input, caller)
      .then(resultOf, (error: unknown) => {
        if (!(error instanceof AwsError)) throw error;
        return { ok: false, errorType: error.code, errorMessage: error.message } as const;
      })
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}

function resultOf(output: unknown): InvocationResult {
  const payload: unknown = Reflect.get(Object(output), 'Payload');
  const value: unknown = payload instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(payload)) : null;
  if (Reflect.get(Object(output), 'FunctionError') === undefined) return { ok: true, value };
  const member = (name: string) => String(Reflect.get(Object(value), name) ?? '');
  return { ok: false, errorType: member('errorType'), errorMessage: member('errorMessage') };
}

/** `…:lambda:path/2015-03-31/functions/<arn>/invocations` or the ARN itself → the ARN */
export const functionArnIn = (uri: string): string =>
  /arn:aws:lambda:[^/]+:function:[^/]+/.exec(uri)?.[0] ?? uri;

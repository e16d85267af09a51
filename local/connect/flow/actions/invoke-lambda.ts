import * as z from 'zod';
import { AwsError, type Caller } from '../../../core/service.ts';
import { actionKind, FAILED, NEXT, type Outcome } from '../action-kind.ts';
import type { FlowRun } from '../flow-run.ts';
import { lambdaEvent } from '../lambda-event.ts';
import { isPath } from '../values.ts';

/** An answer may have so many bytes of UTF-8. */
const ANSWER_BYTES = 32 * 1_024;

/** Functions one after the other, without anything being said between them, may take so long together. */
const CHAIN_MS = 20_000;

/** Tries after the first, within the time limit; the waits between them are documented nowhere and a guess. */
const RETRY_DELAYS_MS = [250, 500, 1_000];

const parameters = z.strictObject({
  LambdaFunctionARN: z.string().min(1),
  InvocationTimeLimitSeconds: z.coerce.number().int().min(1).max(8),
  InvocationType: z.enum(['SYNCHRONOUS', 'ASYNCHRONOUS']).default('SYNCHRONOUS'),
  LambdaInvocationAttributes: z.record(z.string(), z.json()).default({}),
  ResponseValidation: z
    .strictObject({ ResponseType: z.enum(['STRING_MAP', 'JSON']) })
    .default({ ResponseType: 'STRING_MAP' }),
});

type Parameters = z.output<typeof parameters>;

/**
 * Invokes a function that is associated with the instance and lets connect.amazonaws.com call it. Errors are tried again
 * within the time limit, so a function may run several times for one step, also after an attempt that was too late.
 */
const invokeLambdaFunction = actionKind({
  type: 'InvokeLambdaFunction',
  parameters,
  transitions: { next: 'required', required: ['NoMatchingError'] },
  needs: ({ LambdaFunctionARN }) => (isPath(LambdaFunctionARN) ? {} : { functionArn: LambdaFunctionARN }),
  run(given, run) {
    const { cloud } = run.centre;
    const arn = run.text(given.LambdaFunctionARN);
    run.external = undefined;
    if (!run.contact.instance.functions.has(arn)) {
      refused(run, arn, 'no integration association links it to the instance');
      return FAILED;
    }
    const startedAt = cloud.clock.now();
    const limit = Math.min(given.InvocationTimeLimitSeconds * 1_000, CHAIN_MS - run.functionsMs);
    if (limit <= 0) {
      refused(run, arn, 'functions took more than 20 seconds together');
      return FAILED;
    }
    const { turn } = run;
    run.after(limit, () => {
      run.functionsMs += limit;
      refused(run, arn, `no answer within ${limit / 1_000} seconds`);
      run.resume(FAILED);
    });
    cloud.scheduler.after(0, `connect invoke ${arn}`, async () => {
      const { outcome, external } = await invoke(given, run, arn, startedAt + limit);
      // An answer that comes too late is nobody's.
      if (run.turn !== turn) return;
      run.functionsMs += cloud.clock.now() - startedAt;
      run.external = external;
      run.resume(outcome);
    });
    return undefined;
  },
});

interface Result {
  readonly outcome: Outcome;
  readonly external?: unknown;
}

async function invoke(given: Parameters, run: FlowRun, arn: string, till: number): Promise<Result> {
  const { cloud } = run.centre;
  const caller: Caller = {
    kind: 'service',
    principal: 'connect.amazonaws.com',
    sourceArn: run.contact.instance.arn,
  };
  const event = lambdaEvent(run.contact, parametersOf(given.LambdaInvocationAttributes, run));
  const input = {
    FunctionName: arn,
    InvocationType: given.InvocationType === 'ASYNCHRONOUS' ? 'Event' : 'RequestResponse',
    Payload: JSON.stringify(event),
  };
  for (const delay of [...RETRY_DELAYS_MS, undefined]) {
    const answer = await attempt(() => cloud.call('lambda', 'Invoke', input, caller));
    if (given.InvocationType === 'ASYNCHRONOUS' && answer.kind === 'answered') return { outcome: NEXT };
    if (answer.kind === 'answered') return take(answer.text, given, run, arn);
    refused(run, arn, answer.reason);
    if (answer.kind === 'refused' || delay === undefined || cloud.clock.now() + delay >= till) break;
    await new Promise<void>((resolve) => {
      cloud.scheduler.after(delay, `connect invoke ${arn} again`, resolve);
    });
  }
  return { outcome: FAILED };
}

type Answer =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'failed' | 'refused'; readonly reason: string };

const output = z.object({
  FunctionError: z.string().optional(),
  Payload: z.instanceof(Uint8Array).optional(),
});

async function attempt(call: () => Promise<unknown>): Promise<Answer> {
  try {
    const { FunctionError, Payload } = output.parse(await call());
    const text = new TextDecoder().decode(Payload);
    return FunctionError ? { kind: 'failed', reason: text } : { kind: 'answered', text };
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    const isPassing = failure.status === 429 || failure.status >= 500;
    return { kind: isPassing ? 'failed' : 'refused', reason: failure.message };
  }
}

const stringMap = z.record(z.string(), z.string().nullable());
const anyJson = z.record(z.string(), z.json());

function take(text: string, { ResponseValidation }: Parameters, run: FlowRun, arn: string): Result {
  const isTooLong = Buffer.byteLength(text) > ANSWER_BYTES;
  const schema = ResponseValidation.ResponseType === 'JSON' ? anyJson : stringMap;
  const parsed = isTooLong ? undefined : schema.safeParse(JSON.parse(text));
  if (!parsed?.success) {
    const what = isTooLong ? 'longer than 32 KB' : `no ${ResponseValidation.ResponseType}`;
    refused(run, arn, `its answer is ${what}`);
    return { outcome: FAILED };
  }
  return { outcome: NEXT, external: parsed.data };
}

function parametersOf(value: z.core.util.JSONType, run: FlowRun): unknown {
  if (typeof value === 'string') return run.text(value);
  if (Array.isArray(value)) return value.map((one) => parametersOf(one, run));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, parametersOf(one, run)]));
}

function refused(run: FlowRun, arn: string, reason: string): void {
  const detail = { contactId: run.contact.id, flow: run.flow.name, action: run.action?.id, reason };
  run.centre.cloud.trace({ service: 'connect', what: 'invocation-failed', resource: arn, detail });
}

export const lambdaActions = [invokeLambdaFunction];

import * as z from 'zod';
import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import type { FunctionHost } from './function-host.ts';
import { sendTo } from './targets.ts';

const destination = z.strictObject({ Destination: z.string() });

export const eventInvokeProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z
    .strictObject({ OnSuccess: destination.optional(), OnFailure: destination.optional() })
    .optional(),
});

export type EventInvokeConfiguration = Pick<
  z.output<typeof eventInvokeProperties>,
  'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'
>;

const byDefault: EventInvokeConfiguration = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 };

/** Before the first and the second retry of a function error. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** A throttled event waits from one second to five minutes. */
const THROTTLE_FIRST_MS = 1_000;
const THROTTLE_LONGEST_MS = 300_000;

interface Pending {
  readonly event: unknown;
  readonly acceptedAt: number;
  readonly requestId: string;
  /** Runs that ended with a function error. */
  readonly failures: number;
  readonly throttles: number;
}

/**
 * Asynchronous invocations of one function: at once, two retries a minute and two minutes later, then dead-letter queue
 * and on-failure destination. Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with
 * asynchronous invocation" and "Capturing records of Lambda asynchronous invocations".
 */
export class AsynchronousInvocations {
  readonly #cloud: Cloud;
  readonly #host: FunctionHost;
  #generation = 0;
  configuration: EventInvokeConfiguration = byDefault;

  constructor(cloud: Cloud, host: FunctionHost) {
    this.#cloud = cloud;
    this.#host = host;
  }

  accept(event: unknown): void {
    const { clock, random } = this.#cloud;
    this.#plan(0, { event, acceptedAt: clock.now(), requestId: random.uuid(), failures: 0, throttles: 0 });
  }

  /** Forgets what waits. */
  reset(): void {
    this.#generation++;
  }

  #plan(delayMs: number, pending: Pending): void {
    const generation = this.#generation;
    const { name } = this.#host.configuration.description;
    this.#cloud.scheduler.after(delayMs, `lambda asynchronous ${name}`, async () => {
      if (generation === this.#generation) await this.#attempt(pending);
    });
  }

  async #attempt(pending: Pending): Promise<void> {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = this.configuration;
    const leftMs = pending.acceptedAt + MaximumEventAgeInSeconds * 1000 - this.#cloud.clock.now();
    const generation = this.#generation;
    let result: InvocationResult;
    const ended = this.#cloud.idle.begin(this.#host.configuration.description.arn);
    try {
      result = await this.#host.run(pending.event);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (generation !== this.#generation) return;
      const delay = Math.min(THROTTLE_FIRST_MS * 2 ** pending.throttles, THROTTLE_LONGEST_MS);
      if (delay <= leftMs) return this.#plan(delay, { ...pending, throttles: pending.throttles + 1 });
      return this.#giveUp(pending, 'EventAgeExceeded', undefined);
    }
    if (generation !== this.#generation) return;
    if (result.ok) {
      ended(result.value);
      const target = DestinationConfig?.OnSuccess?.Destination;
      if (target) await this.#deliver('delivered', target, this.#record(pending, 'Success', result));
      return;
    }
    const failed = { ...pending, failures: pending.failures + 1 };
    const delay = RETRY_DELAYS_MS[pending.failures] ?? 0;
    if (failed.failures > MaximumRetryAttempts) return this.#giveUp(failed, 'RetriesExhausted', result);
    if (delay > leftMs) return this.#giveUp(failed, 'EventAgeExceeded', result);
    this.#plan(delay, failed);
  }

  async #giveUp(pending: Pending, condition: string, result: InvocationResult | undefined): Promise<void> {
    const { deadLetterArn } = this.#host.configuration;
    const onFailure = this.configuration.DestinationConfig?.OnFailure?.Destination;
    if (deadLetterArn) {
      await this.#deliver('dead-lettered', deadLetterArn, JSON.stringify(pending.event ?? null), {
        RequestID: pending.requestId,
        ErrorCode: result === undefined ? '429' : '200',
        ErrorMessage: result && !result.ok ? result.errorMessage.slice(0, 1024) : 'Rate Exceeded.',
      });
    }
    if (onFailure) await this.#deliver('dead-lettered', onFailure, this.#record(pending, condition, result));
  }

  #record(pending: Pending, condition: string, result: InvocationResult | undefined): string {
    const { arn } = this.#host.configuration.description;
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(this.#cloud.clock.now()).toISOString(),
      requestContext: {
        requestId: pending.requestId,
        functionArn: `${arn}:$LATEST`,
        condition,
        approximateInvokeCount: pending.failures + (result?.ok ? 1 : 0),
      },
      requestPayload: pending.event,
      ...(result && {
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          ...(!result.ok && { functionError: 'Unhandled' }),
        },
        responsePayload: result.ok
          ? result.value
          : { errorType: result.errorType, errorMessage: result.errorMessage },
      }),
    });
  }

  async #deliver(
    what: string,
    target: string,
    body: string,
    attributes?: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { name } = this.#host.configuration.description;
    try {
      await sendTo(this.#cloud, target, body, this.#host.role, attributes);
      this.#cloud.trace({ service: 'lambda', what, resource: name, detail: { target } });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#cloud.trace({ service: 'lambda', what: 'lost', resource: name, detail: { target, reason } });
    }
  }
}

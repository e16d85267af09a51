import type { Cloud } from '../core/cloud.ts';
import type { Recurrence } from '../core/recurrence.ts';
import { AwsError, type Caller } from '../core/service.ts';
import { errorCode, RETRIED, retryDelay } from '../events/delivery.ts';
import { eventTime } from '../events/event.ts';
import { queueUrl } from '../events/send-to-target.ts';
import type { ScheduleProperties } from './schedule-properties.ts';

/** A schedule of the template. */
export interface Schedule {
  readonly arn: string;
  readonly name: string;
  readonly properties: ScheduleProperties;
  readonly recurrence: Recurrence;
  readonly createdAt: number;
}

/** One time that a schedule fired. */
export interface Invocation {
  readonly schedule: Schedule;
  readonly executionId: string;
  readonly scheduledAt: number;
  /** Tries after the first. */
  readonly retries: number;
}

/** As the calls are billed and told: the role of the schedule in the hands of the service. */
const PRINCIPAL = 'scheduler.amazonaws.com';

/** Calls the target of a schedule with its role, and tries again as its policy says. */
export class Invocations {
  readonly #cloud: Cloud;
  #generation = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Forgets what is to be tried again. */
  reset(): void {
    this.#generation++;
  }

  async invoke(invocation: Invocation): Promise<void> {
    try {
      await this.#send(invocation);
      this.#trace('invoked', invocation);
    } catch (error) {
      await this.#failed(invocation, error);
    }
  }

  #send(invocation: Invocation): Promise<unknown> {
    const { Arn, SqsParameters } = invocation.schedule.properties.Target;
    const text = this.#input(invocation);
    const role = roleOf(invocation.schedule);
    if (Arn.startsWith('arn:aws:lambda:')) {
      const Payload = new TextEncoder().encode(text);
      return this.#cloud.call(
        'lambda',
        'Invoke',
        { FunctionName: Arn, InvocationType: 'Event', Payload },
        role,
      );
    }
    const message = { QueueUrl: queueUrl(this.#cloud, Arn), MessageBody: text, ...SqsParameters };
    return this.#cloud.call('sqs', 'SendMessage', message, role);
  }

  /** The input with its context attributes filled in; without one, an event that names the schedule. */
  #input({ schedule, executionId, scheduledAt, retries }: Invocation): string {
    const { accountId, region } = this.#cloud;
    const attributes: Readonly<Record<string, string>> = {
      'schedule-arn': schedule.arn,
      'scheduled-time': eventTime(scheduledAt),
      'execution-id': executionId,
      'attempt-number': String(retries + 1),
    };
    const { Input } = schedule.properties.Target;
    if (Input === undefined) {
      return JSON.stringify({
        version: '0',
        id: executionId,
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: accountId,
        time: eventTime(scheduledAt),
        region,
        resources: [schedule.arn],
        detail: '{}',
      });
    }
    return Input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole);
  }

  async #failed(invocation: Invocation, error: unknown): Promise<void> {
    const { clock, random, scheduler } = this.#cloud;
    const { schedule, retries, scheduledAt } = invocation;
    const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = schedule.properties.Target.RetryPolicy;
    const reason = error instanceof Error ? error.message : String(error);
    this.#trace('failed', invocation, { reason });
    const code = errorCode(error);
    if (!RETRIED.has(code)) return this.#giveUp(invocation, code, reason);
    if (retries >= MaximumRetryAttempts) {
      return this.#giveUp(invocation, code, reason, 'MaximumRetryAttempts');
    }
    const delay = retryDelay(retries, random);
    if (clock.now() + delay > scheduledAt + MaximumEventAgeInSeconds * 1_000) {
      return this.#giveUp(invocation, code, reason, 'MaximumEventAgeInSeconds');
    }
    const generation = this.#generation;
    scheduler.after(delay, `scheduler retry ${schedule.name}`, async () => {
      if (generation === this.#generation) await this.invoke({ ...invocation, retries: retries + 1 });
    });
  }

  async #giveUp(invocation: Invocation, code: string, reason: string, exhausted?: string): Promise<void> {
    const { schedule, executionId, scheduledAt, retries } = invocation;
    const { Arn, DeadLetterConfig } = schedule.properties.Target;
    if (DeadLetterConfig === undefined) return this.#trace('lost', invocation, { code, reason });
    const attributes = {
      SCHEDULE_ARN: schedule.arn,
      SCHEDULED_TIME: eventTime(scheduledAt),
      EXECUTION_ID: executionId,
      TARGET_ARN: Arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: reason.slice(0, 1_024),
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    const message = {
      QueueUrl: queueUrl(this.#cloud, DeadLetterConfig.Arn),
      MessageBody: this.#input(invocation),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    };
    try {
      await this.#cloud.call('sqs', 'SendMessage', message, roleOf(schedule));
      this.#trace('dead-lettered', invocation, { code, reason });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#trace('lost', invocation, { code, reason, why: error.message });
    }
  }

  #trace(what: string, { schedule, executionId, retries }: Invocation, detail: object = {}): void {
    const target = schedule.properties.Target.Arn;
    this.#cloud.trace({
      service: 'scheduler',
      what,
      resource: schedule.name,
      detail: { executionId, target, retries, ...detail },
    });
  }
}

function roleOf({ properties }: Schedule): Caller {
  return { kind: 'role', roleArn: properties.Target.RoleArn, functionName: PRINCIPAL };
}

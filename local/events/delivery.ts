import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Caller } from '../core/service.ts';
import type { RandomSource } from '../core/time.ts';
import type { BusRule, Target } from './buses.ts';
import type { BusEvent } from './event.ts';
import { queueUrl, sendToTarget } from './send-to-target.ts';
import { InvalidInput } from './target-input.ts';

interface Attempt {
  readonly rule: BusRule;
  readonly target: Target;
  readonly event: BusEvent;
  readonly acceptedAt: number;
  /** Attempts after the first. */
  readonly retries: number;
}

/** Doubling from a second up to eight minutes makes 185 retries take about the 24 hours that AWS states. */
const LONGEST_WAIT_MS = 480_000;

/** How long to wait before the next try. @param retries how many there were */
export function retryDelay(retries: number, random: RandomSource): number {
  return Math.round(Math.min(1_000 * 2 ** retries, LONGEST_WAIT_MS) * (0.9 + 0.2 * random.next()));
}

/**
 * Carries matched events to targets: asynchronously, at least once, in no order, with retries and dead letters
 * (user guide, "How EventBridge retries delivering events" and "Using dead-letter queues").
 */
export class Delivery {
  readonly #cloud: Cloud;
  #generation = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Plans the delivery of an event to every target of a rule that matched it. */
  accept(rule: BusRule, event: BusEvent): void {
    const { clock } = this.#cloud;
    this.#trace('matched', rule, event, { targets: rule.targets.map(({ properties }) => properties.Arn) });
    for (const target of rule.targets) {
      const attempt = { rule, target, event, acceptedAt: clock.now(), retries: 0 };
      const place = { service: 'events', resource: rule.name };
      this.#plan(this.#cloud.fault('reorder', place)?.delayMs ?? 0, attempt);
      const duplicate = this.#cloud.fault('duplicate', place);
      if (duplicate !== undefined) this.#plan(duplicate.delayMs, attempt);
    }
  }

  /** Forgets what is under way. */
  reset(): void {
    this.#generation += 1;
  }

  #plan(delayMs: number, attempt: Attempt): void {
    const generation = this.#generation;
    this.#cloud.scheduler.after(delayMs, `events deliver ${attempt.rule.name}`, async () => {
      if (generation === this.#generation) await this.#try(attempt);
    });
  }

  async #try(attempt: Attempt): Promise<void> {
    const { rule, target, event } = attempt;
    try {
      const text = target.input(event, rule);
      await sendToTarget(this.#cloud, { target: target.properties, text, event, caller: callerFor(attempt) });
    } catch (error) {
      await this.#failed(attempt, error);
      return;
    }
    this.#trace('delivered', rule, event, { target: target.properties.Arn, retries: attempt.retries });
  }

  async #failed(attempt: Attempt, error: unknown): Promise<void> {
    const { rule, target, event, retries } = attempt;
    const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = target.properties.RetryPolicy;
    const reason = error instanceof Error ? error.message : String(error);
    this.#trace('failed', rule, event, { target: target.properties.Arn, retries, reason });
    const code = errorCode(error);
    if (!RETRIED.has(code)) return this.#giveUp(attempt, code, reason);
    if (retries >= MaximumRetryAttempts) {
      return this.#giveUp(attempt, code, reason, 'MaximumRetryAttempts');
    }
    const delay = retryDelay(retries, this.#cloud.random);
    if (this.#cloud.clock.now() + delay > attempt.acceptedAt + MaximumEventAgeInSeconds * 1_000) {
      return this.#giveUp(attempt, code, reason, 'MaximumEventAgeInSeconds');
    }
    this.#plan(delay, { ...attempt, retries: retries + 1 });
  }

  async #giveUp(attempt: Attempt, code: string, reason: string, exhausted?: string): Promise<void> {
    const { rule, target, event, retries } = attempt;
    const deadLetters = target.properties.DeadLetterConfig?.Arn;
    const detail = { target: target.properties.Arn, code, reason };
    if (deadLetters === undefined) return this.#trace('lost', rule, event, detail);
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.properties.Arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: reason.slice(0, 1_024),
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    const message = {
      QueueUrl: queueUrl(this.#cloud, deadLetters),
      MessageBody: JSON.stringify(event),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    };
    try {
      await this.#cloud.call('sqs', 'SendMessage', message, serviceCaller(rule));
      this.#trace('dead-lettered', rule, event, { ...detail, deadLetters });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#trace('lost', rule, event, { ...detail, deadLetters, why });
    }
  }

  #trace(what: string, rule: BusRule, event: BusEvent, detail: Readonly<Record<string, unknown>>): void {
    this.#cloud.trace({
      service: 'events',
      what,
      resource: rule.name,
      detail: { eventId: event.id, detailType: event['detail-type'], bus: rule.bus, ...detail },
    });
  }
}

/** Queues, topics and functions know the rule by their policies; another bus wants the role of the target. */
function callerFor({ rule, target }: Attempt): Caller {
  const { Arn, RoleArn } = target.properties;
  return RoleArn !== undefined && Arn.startsWith('arn:aws:events:')
    ? { kind: 'role', roleArn: RoleArn, functionName: PRINCIPAL }
    : serviceCaller(rule);
}

function serviceCaller(rule: BusRule): Caller {
  return { kind: 'service', principal: PRINCIPAL, sourceArn: rule.arn };
}

const PRINCIPAL = 'events.amazonaws.com';

/** Codes after which EventBridge tries again; any other goes to the dead letters at once. */
export const RETRIED: ReadonlySet<string> = new Set(['THROTTLING', 'ERROR_FROM_TARGET', 'UNKNOWN_ERROR']);

/** EventBridge's name for why a delivery failed. */
export function errorCode(error: unknown): string {
  if (error instanceof InvalidInput) return 'INVALID_JSON';
  if (!(error instanceof AwsError)) return 'UNKNOWN_ERROR';
  if (/AccessDenied|Unauthorized|NotAuthorized/i.test(error.code)) return 'NO_PERMISSIONS';
  if (/NotFound|NonExistent|DoesNotExist/i.test(error.code)) return 'NO_RESOURCE';
  if (/Throttl|TooManyRequests|SlowDown/i.test(error.code)) return 'THROTTLING';
  return error.status >= 500 ? 'ERROR_FROM_TARGET' : 'SDK_CLIENT_ERROR';
}

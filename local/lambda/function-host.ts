import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { AwsError, type Caller } from '../core/service.ts';
import { type Environment, exited, type Outcome, type StartEnvironment } from './environment.ts';
import type { FunctionConfiguration } from './function-kind.ts';

interface Slot {
  readonly environment: Environment;
  invocationId: string | undefined;
}

/** One line a function wrote. */
export interface LogLine {
  readonly at: number;
  readonly functionName: string;
  readonly line: string;
}

/** Lines kept per function; older ones are dropped. */
const LOG_LINES = 2_000;

/** Runs one function: warm environments are used again, concurrency and crashes are seen to here. */
export class FunctionHost {
  readonly configuration: FunctionConfiguration;
  readonly #cloud: Cloud;
  readonly #start: StartEnvironment;
  #idle: Slot[] = [];
  readonly #busy = new Map<string, Slot>();
  #logs: LogLine[] = [];

  constructor(cloud: Cloud, configuration: FunctionConfiguration, start: StartEnvironment) {
    this.#cloud = cloud;
    this.configuration = configuration;
    this.#start = start;
  }

  /** What the function, or AWS on its behalf (queue polls, dead letters), calls with. */
  get role(): Caller {
    const { name, roleArn } = this.configuration.description;
    return { kind: 'role', roleArn, functionName: name };
  }

  get logs(): readonly LogLine[] {
    return this.#logs;
  }

  /**
   * Runs the function once.
   *
   * @param event JSON value
   * @throws AwsError TooManyRequestsException when all of its reserved concurrency is in use
   */
  async run(event: unknown): Promise<InvocationResult> {
    const { description, reservedConcurrency } = this.configuration;
    if (reservedConcurrency !== undefined && this.#busy.size >= reservedConcurrency) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
      });
    }
    const id = this.#cloud.random.uuid();
    const warm = this.#idle.pop();
    const slot = warm ?? this.#newSlot();
    slot.invocationId = id;
    this.#busy.set(id, slot);
    const startedAt = this.#cloud.clock.now();
    const invocation = {
      id,
      event: JSON.stringify(event ?? null),
      deadline: startedAt + description.timeoutMs,
    };
    const outcome = this.#struck(id, slot, await slot.environment.run(invocation));
    this.#busy.delete(id);
    slot.invocationId = undefined;
    if (outcome.alive) this.#idle.push(slot);
    this.#report(id, warm === undefined, startedAt, outcome);
    return outcome.result;
  }

  /** Starts an environment ahead of the first event, so that it is not kept waiting; one that exists is enough. */
  async warm(): Promise<void> {
    if (this.#idle.length + this.#busy.size > 0) return;
    const slot = this.#newSlot();
    this.#idle.push(slot);
    await slot.environment.loaded();
  }

  /** Ends an invocation as if its process had died. False when it is none of this function's. */
  crash(invocationId: string): boolean {
    const slot = this.#busy.get(invocationId);
    slot?.environment.stop();
    return slot !== undefined;
  }

  /** Ends all environments, also those at work. */
  stop(): void {
    for (const slot of [...this.#idle, ...this.#busy.values()]) slot.environment.stop();
    this.#idle = [];
    this.#logs = [];
  }

  #newSlot(): Slot {
    const { description } = this.configuration;
    const slot: { environment?: Environment; invocationId: string | undefined } = { invocationId: undefined };
    const caller: Caller = {
      kind: 'role',
      roleArn: description.roleArn,
      functionName: description.name,
      get invocationId() {
        return slot.invocationId;
      },
    };
    const log = (line: string) => this.#log(line);
    const environment = this.#start({ cloud: this.#cloud, description, caller, log });
    return Object.assign(slot, { environment });
  }

  /** The fault `crash` strikes at the worst moment: the handler has done everything and nobody hears of it. */
  #struck(id: string, slot: Slot, outcome: Outcome): Outcome {
    const { name } = this.configuration.description;
    const fault = this.#cloud.fault('crash', {
      service: 'lambda',
      operation: 'Invoke',
      function: name,
      resource: name,
    });
    if (!fault || !outcome.alive) return outcome;
    slot.environment.stop();
    return exited(id);
  }

  #log(line: string): void {
    const { name } = this.configuration.description;
    this.#logs.push({ at: this.#cloud.clock.now(), functionName: name, line });
    if (this.#logs.length > LOG_LINES) this.#logs = this.#logs.slice(-LOG_LINES / 2);
  }

  #report(invocationId: string, cold: boolean, startedAt: number, outcome: Outcome): void {
    const { description, architecture } = this.configuration;
    // Lambda bills whole milliseconds, at least one.
    const durationMs = Math.max(1, Math.ceil(outcome.durationMs ?? this.#cloud.clock.now() - startedAt));
    const { result } = outcome;
    this.#cloud.meter({
      service: 'lambda',
      operation: 'Invoke',
      resource: description.name,
      usage: {
        'lambda.request': 1,
        [architecture === 'arm64' ? 'lambda.gb-second' : 'lambda.gb-second-x86']:
          (durationMs / 1000) * (description.memoryMb / 1024),
      },
    });
    this.#cloud.trace({
      service: 'lambda',
      what: result.ok ? 'invoked' : 'failed',
      resource: description.name,
      detail: {
        invocationId,
        cold,
        durationMs,
        ...(!result.ok && { errorType: result.errorType, errorMessage: result.errorMessage }),
      },
    });
  }
}

import {
  AwsError,
  type CallHooks,
  type CallInfo,
  type CallOutcome,
  type OwnedCloud,
} from '../../local/index.ts';
import { fraction } from './dice.ts';
import type { CallFault, Place, Plan, PlannedFault } from './plan.ts';

/** No answer within a client's patience: the transport turns it into a timeout, AWS services into a failure. */
export const NO_ANSWER_STATUS = 598;

/** How long clients wait for an answer (the shortest of those that the functions set), ms. */
const PATIENCE_MS = 2_000;

/** A fault that struck, for the story. */
export interface Strike {
  readonly at: number;
  readonly fault: PlannedFault;
  readonly call: string;
}

interface Armed {
  readonly fault: PlannedFault;
  left: number;
}

const before: readonly CallFault[] = [
  'throttled',
  'fails-before',
  'lost-before',
  'dies-before',
  'slow',
  'quota',
];
const after: readonly CallFault[] = ['fails-after', 'lost-after', 'dies-after'];

/** Applies a plan's faults to the calls of a cloud, and gives every call a seeded latency. */
export class Striker {
  readonly strikes: Strike[] = [];
  readonly hooks: CallHooks = {
    beforeCall: (call) => this.#before(call),
    afterCall: (call, outcome) => this.#after(call, outcome),
  };
  readonly #plan: Plan;
  readonly #armed: Armed[];
  readonly #counts = new Map<string, number>();
  readonly #onCall: (line: string) => void;
  #cloud: OwnedCloud | undefined;
  #start = 0;
  #isOver = false;

  /** @param onCall hears of every call and its outcome, for the trace */
  constructor(plan: Plan, onCall: (line: string) => void) {
    this.#plan = plan;
    this.#armed = plan.faults.map((fault) => ({ fault, left: 'times' in fault ? fault.times : Infinity }));
    this.#onCall = onCall;
  }

  /** The run begins; calls made before (resources, fixtures) were left alone. */
  begin(cloud: OwnedCloud): void {
    this.#cloud = cloud;
    this.#start = cloud.clock.now();
    for (const { fault } of this.#armed) {
      if (fault.kind !== 'duplicate' && fault.kind !== 'reorder' && fault.kind !== 'stale-index') continue;
      const { kind, service, times, delayMs } = fault;
      cloud.scheduler.after(fault.at, 'a fault is armed', () => {
        if (!this.#isOver) cloud.faults.add({ kind, service, times, delayMs });
      });
    }
  }

  /** From now on nothing is struck. */
  end(): void {
    this.#isOver = true;
    this.#cloud?.faults.remove();
  }

  async #before(call: CallInfo): Promise<void> {
    const cloud = this.#cloud;
    if (cloud === undefined || this.#isOver || call.caller.kind === 'developer') return;
    const name = nameOf(call);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    await this.#wait(latency(this.#plan.seed, name, count));
    const fault = this.#find(call, before);
    if (fault) await this.#apply(fault, call);
  }

  async #after(call: CallInfo, outcome: CallOutcome): Promise<void> {
    const cloud = this.#cloud;
    if (cloud === undefined) return;
    this.#onCall(`${cloud.clock.now()} ${nameOf(call)} ${outcome.ok ? 'ok' : codeOf(outcome.error)}`);
    if (this.#isOver || !outcome.ok || call.caller.kind === 'developer') return;
    const fault = this.#find(call, after);
    if (fault) await this.#apply(fault, call);
  }

  /** The first armed fault that strikes this call; it is used up by one. */
  #find(call: CallInfo, kinds: readonly CallFault[]): PlannedFault | undefined {
    const time = (this.#cloud?.clock.now() ?? 0) - this.#start;
    const found = this.#armed.find(({ fault, left }) => {
      if (left <= 0 || fault.at > time) return false;
      if (fault.kind === 'outage')
        return kinds === before && fault.service === call.service && time < fault.at + fault.forMs;
      if (!('place' in fault) || !kinds.includes(fault.kind) || !isAt(fault.place, call)) return false;
      return !fault.kind.startsWith('dies') || invocationOf(call) !== undefined;
    });
    if (found === undefined) return undefined;
    found.left -= 1;
    this.strikes.push({ at: time, fault: found.fault, call: nameOf(call) });
    return found.fault;
  }

  async #apply(fault: PlannedFault, call: CallInfo): Promise<void> {
    switch (fault.kind) {
      case 'throttled':
      case 'outage':
        throw throttling(call.service);
      case 'fails-before':
      case 'fails-after':
        throw new AwsError('InternalServerError', 'Internal server error', 500);
      case 'quota':
        throw new AwsError('ServiceQuotaExceededException', 'Too many open tasks', 402);
      case 'lost-before':
      case 'lost-after':
        await this.#wait(PATIENCE_MS);
        throw new AwsError('NoAnswer', 'No answer', NO_ANSWER_STATUS);
      case 'slow':
        return this.#wait(fault.delayMs);
      case 'dies-before':
      case 'dies-after':
        this.#cloud?.lambda.crash(invocationOf(call) ?? '');
        return new Promise(() => undefined);
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cloud?.scheduler.after(ms, 'a call travels', resolve);
    });
  }
}

/** `record-interaction dynamodb:TransactWriteItems` */
function nameOf({ caller, service, operation }: CallInfo): string {
  return `${callerOf(caller)} ${service}:${operation}`;
}

function callerOf(caller: CallInfo['caller']): string {
  if (caller.kind === 'developer') return 'developer';
  return caller.kind === 'service'
    ? caller.principal
    : caller.functionName.replace(/^throughline-[^-]+-/, '');
}

function isAt(place: Place, call: CallInfo): boolean {
  return (
    place.operation === call.operation &&
    place.service === call.service &&
    place.caller === callerOf(call.caller)
  );
}

function invocationOf({ caller }: CallInfo): string | undefined {
  return caller.kind === 'role' ? caller.invocationId : undefined;
}

/** Mostly a few milliseconds, now and then many. */
function latency(seed: string, name: string, count: number): number {
  const drawn = fraction(seed, name, count);
  return drawn < 0.95 ? 1 + Math.floor(drawn * 12) : Math.floor((drawn - 0.95) * 8_000);
}

const THROTTLES: Readonly<Record<string, AwsError>> = {
  connect: new AwsError('TooManyRequestsException', 'Rate exceeded', 429),
  lambda: new AwsError('TooManyRequestsException', 'Rate exceeded', 429),
  s3: new AwsError('SlowDown', 'Please reduce your request rate.', 503),
  sns: new AwsError('Throttled', 'Rate exceeded', 429),
  sqs: new AwsError('RequestThrottled', 'Rate exceeded', 400),
  events: new AwsError('ThrottlingException', 'Rate exceeded', 400),
};

function throttling(service: string): AwsError {
  return THROTTLES[service] ?? new AwsError('ThrottlingException', 'Rate exceeded', 400);
}

function codeOf(error: unknown): string {
  return error instanceof AwsError ? error.code : String(error);
}

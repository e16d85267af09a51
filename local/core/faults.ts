import type { Fault, FaultKind, FaultPlace } from './cloud.ts';
import { AwsError } from './service.ts';
import type { RandomSource } from './time.ts';

export const FAULT_KINDS = [
  'throttle',
  'fail-before',
  'fail-after',
  'delay',
  'duplicate',
  'reorder',
  'crash',
  'stale-index',
] as const satisfies readonly FaultKind[];

/** What somebody asked for. A place member left out matches anything. */
export interface FaultRequest extends Partial<FaultPlace> {
  readonly kind: FaultKind;
  /** Strikes so many times, then no more. */
  readonly times?: number;
  /** Chance at each occasion, 0 to 1. Without `times` and `rate` it strikes every time until it is deleted. */
  readonly rate?: number;
  /** For `delay`; 1000 by default. */
  readonly delayMs?: number;
}

/** A fault that stands, and how often it struck. */
export interface StandingFault extends FaultRequest {
  readonly id: string;
  readonly struck: number;
}

type Standing = FaultRequest & { readonly id: string; struck: number };

const matches = (fault: FaultRequest, place: FaultPlace) =>
  (fault.service === undefined || fault.service === place.service) &&
  (fault.operation === undefined || fault.operation === place.operation) &&
  (fault.function === undefined || fault.function === place.function) &&
  (fault.resource === undefined || fault.resource === place.resource);

/** The faults asked for. */
export class Faults {
  readonly #random: RandomSource;
  #standing: Standing[] = [];
  #number = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  add(request: FaultRequest): StandingFault {
    const fault = { ...request, id: `fault-${++this.#number}`, struck: 0 };
    this.#standing.push(fault);
    return { ...fault };
  }

  list(): readonly StandingFault[] {
    return this.#standing.map((fault) => ({ ...fault }));
  }

  /** Takes one fault away, or all. False when there was none of this id. */
  remove(id?: string): boolean {
    const before = this.#standing.length;
    this.#standing = id === undefined ? [] : this.#standing.filter((fault) => fault.id !== id);
    return id === undefined || this.#standing.length < before;
  }

  /** Forgets all, and how many there were. */
  reset(): void {
    this.#standing = [];
    this.#number = 0;
  }

  /** The first standing fault of this kind that strikes at this place now. */
  strike(kind: FaultKind, place: FaultPlace): Fault | undefined {
    for (const fault of this.#standing) {
      if (fault.kind !== kind || !matches(fault, place)) continue;
      if (fault.times !== undefined && fault.struck >= fault.times) continue;
      if (fault.rate !== undefined && this.#random.next() >= fault.rate) continue;
      fault.struck++;
      return { id: fault.id, kind, delayMs: fault.delayMs ?? 1000 };
    }
    return undefined;
  }
}

const THROTTLES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  connect: ['TooManyRequestsException', 429],
  lambda: ['TooManyRequestsException', 429],
  s3: ['SlowDown', 503],
  sns: ['Throttled', 429],
  sqs: ['RequestThrottled', 400],
};

/** Throttling as the service says it, so that the SDK recognises it. */
export function throttled(service: string, faultId: string): AwsError {
  const [code, status] = THROTTLES[service] ?? ['ThrottlingException', 400];
  return new AwsError(code, `Rate exceeded (asked for by ${faultId})`, status);
}

/** A failure on AWS's side; before or after the call was applied, the caller cannot tell. */
export function internalFailure(faultId: string): AwsError {
  return new AwsError('InternalServerError', `Internal server error (asked for by ${faultId})`, 500);
}

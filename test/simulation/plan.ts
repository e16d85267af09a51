/**
 * Everything that a seed decides, as a list that can be printed, filtered and run again: who does what, and which
 * faults strike where. Times are milliseconds from the start of the run.
 */
export interface Plan {
  readonly seed: string;
  readonly customers: readonly SimulatedCustomer[];
  readonly steps: readonly Step[];
  readonly faults: readonly PlannedFault[];
}

/** A customer of the simulation. One with several phones has been linked before: all of them lead to one customer. */
export interface SimulatedCustomer {
  readonly name: string;
  readonly phones: readonly string[];
}

export type Step = CustomerStep | AgentStep;

export type CustomerStep =
  | {
      readonly at: number;
      readonly does: 'writes';
      readonly customer: number;
      readonly phone: number;
      readonly text: string;
      /** The provider's id of the message. */
      readonly id: string;
      /** When the provider delivers the message once more, in ms after the first time. */
      readonly again: readonly number[];
      /** The provider says which of our messages it answers (the newest), as it does by default. */
      readonly threaded: boolean;
    }
  | {
      readonly at: number;
      /** Something that is no SMS payload arrives at the topic. */
      readonly does: 'sends-garbage';
      readonly body: string;
    }
  | {
      readonly at: number;
      /** The phone opts out at the provider by another way; we are not told. */
      readonly does: 'opts-out-elsewhere';
      readonly customer: number;
      readonly phone: number;
    };

export interface AgentStep {
  readonly at: number;
  readonly does: 'claims' | 'replies' | 'notes' | 'releases' | 'resolves' | 'reopens' | 'looks';
  readonly agent: string;
  /** Whose newest case. */
  readonly customer: number;
  /** Unique, so that what leaves is known by its text. */
  readonly text: string;
  /** The agent has not seen the newest message: answers the one before. */
  readonly overlooks: boolean;
  /** Posts the same request once more so many ms later, though it was answered: a nervous finger, a proxy. */
  readonly again: readonly number[];
}

/** Where a fault strikes: calls of this operation, made by this function or AWS service. */
export interface Place {
  readonly service: string;
  readonly operation: string;
  /** Folder of the function, or the principal of an AWS service. */
  readonly caller: string;
}

/**
 * What a call suffers. `lost-…`: the caller hears nothing and its patience ends; `fails-…`: it hears an error of the
 * other side; `dies-…`: the caller's process ends there. `-before`: nothing was done; `-after`: it was done.
 */
export type CallFault =
  | 'throttled'
  | 'fails-before'
  | 'fails-after'
  | 'lost-before'
  | 'lost-after'
  | 'dies-before'
  | 'dies-after'
  | 'slow'
  | 'quota';

/** What a service does to a message or to a reader by itself. */
export type ServiceFault = 'duplicate' | 'reorder' | 'stale-index';

export type PlannedFault =
  | {
      readonly at: number;
      readonly kind: CallFault;
      readonly place: Place;
      /** Strikes the next so many calls there. */
      readonly times: number;
      /** For `slow`. */
      readonly delayMs: number;
    }
  | {
      readonly at: number;
      readonly kind: ServiceFault;
      readonly service: 'sns' | 'sqs' | 'events' | 'dynamodb';
      readonly times: number;
      readonly delayMs: number;
    }
  | {
      readonly at: number;
      /** A whole service refuses every call for a while. */
      readonly kind: 'outage';
      readonly service: string;
      readonly forMs: number;
    };

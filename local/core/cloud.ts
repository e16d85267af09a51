import type { AwsService, Caller, HttpRequest, HttpResponse, Usage } from './service.ts';
import type { Clock, RandomSource, Scheduler } from './time.ts';

/** What an invocation of a function came to. */
export type InvocationResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Runs functions; implemented in `local/lambda`. */
export interface LambdaHost {
  /** Runs a function once with `event` (JSON) and resolves with its outcome; retries are the caller's. */
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
}

/** One thing that happened, for the console and for tests: an event delivered, a function run, a dead letter. */
export interface TraceEntry {
  readonly at: number;
  /** `sns`, `sqs`, `lambda`, `events`, … */
  readonly service: string;
  /** `delivered`, `invoked`, `failed`, `dead-lettered`, `matched`, … */
  readonly what: string;
  /** Physical name of the resource: queue, function, rule. */
  readonly resource: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A message that left for a customer, as a provider would have received it. */
export interface OutboundMessage {
  readonly at: number;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly messageId: string;
}

/** The local cloud as its services see it. */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  /** Base of the AWS endpoint that queue URLs carry, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Base of the HTTP port, where HTTP APIs and the local issuer are served, e.g. `http://127.0.0.1:3000`. */
  readonly httpEndpoint: string;
  /** The directory of the assembly asset with this object key (`<hash>.zip`); throws when the assembly has none. */
  assetDirectory(objectKey: string): string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly scheduler: Scheduler;
  readonly lambda: LambdaHost;
  readonly services: ReadonlyMap<string, AwsService>;
  /** Everything sent to customers, in order. */
  readonly outbox: OutboundMessage[];
  trace(entry: Omit<TraceEntry, 'at'>): void;
  /**
   * Calls an operation the whole way: faults, permissions (role and resource policies), the operation itself,
   * metering. Throws AwsError. Services reach each other only through this.
   */
  call(service: string, operation: string, input: unknown, caller: Caller): Promise<unknown>;
  /** Counts what is billed but is no API call, e.g. the seconds a function ran. */
  meter(entry: { service: string; operation: string; resource: string; usage: Usage }): void;
  /** The same from a signed HTTP request, without a socket. */
  handle(request: HttpRequest): Promise<HttpResponse>;
}

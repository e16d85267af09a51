import type { IdleBook } from './idle-book.ts';
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
  /** Ends an invocation as if its process had died: nothing of it resumes, its caller sees a function error. */
  crash(invocationId: string): void;
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
  /** What it was sent with. */
  readonly configurationSet?: string;
  /** The provider itself said it, e.g. in answer to STOP. */
  readonly automatic?: true;
}

/** Keys as `AWS_ACCESS_KEY_ID` and its fellows want them; local, worth nothing elsewhere. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Knows the caller behind an access key id. */
export interface CredentialBook {
  /** New keys that stand for `caller`; the Lambda host gives a function its role's this way. */
  give(caller: Caller): Credentials;
  /** The caller of a key given out; any other key is the developer's. */
  callerOf(accessKeyId: string): Caller;
  /** Forgets a key; calls signed with it are refused from then on. */
  withdraw(accessKeyId: string): void;
}

/** A function as the template describes it, for `loadFunction`. */
export interface FunctionDescription {
  readonly arn: string;
  readonly name: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** `aws:cdk:path`, e.g. `dev-channels/AcceptSms/Function/Resource`. */
  readonly path: string;
  /** Directory of the unzipped code asset. */
  readonly codeDirectory: string;
  /** `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** What `loadFunction` gives: called as Lambda calls a handler. */
export type LoadedFunction = (event: unknown, context: unknown) => unknown;

/** How this cloud runs, for the services that care (Lambda host, HTTP API). */
export interface CloudSettings {
  readonly mode: 'live' | 'virtual';
  /** False: no socket is opened, everything goes through `cloud.handle`. */
  readonly sockets: boolean;
  /** Port of the HTTP API front; 0 when there are no sockets. */
  readonly httpPort: number;
  /** Port of the SMTP server that takes mail in, should the template have receipt rules. */
  readonly smtpPort?: number;
  /** Runs functions in this process instead of workers with the bundles; the simulation passes it. */
  readonly loadFunction?: (
    description: FunctionDescription,
    credentials: Credentials,
  ) => LoadedFunction | Promise<LoadedFunction>;
}

/**
 * A fault asked for through `POST /_local/faults`. `throttle`, `fail-before`, `fail-after` and `delay` happen inside
 * `cloud.call`; the others are asked for by the service concerned with `cloud.fault(kind, where)`.
 */
export type FaultKind =
  | 'throttle'
  | 'fail-before'
  | 'fail-after'
  | 'delay'
  | 'duplicate'
  | 'reorder'
  | 'crash'
  | 'stale-index';

/** Where a fault may strike; a member left out of the fault's own description matches anything. */
export interface FaultPlace {
  readonly service: string;
  readonly operation?: string;
  /** Name of the calling or called function. */
  readonly function?: string;
  /** Physical name of the queue, topic, rule, table or index. */
  readonly resource?: string;
}

/** A fault that strikes here and now. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly delayMs: number;
}

/** The local cloud as its services see it. */
export interface Cloud {
  readonly settings: CloudSettings;
  readonly credentials: CredentialBook;
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
  /** Which functions a schedule need not call now. */
  readonly idle: IdleBook;
  readonly services: ReadonlyMap<string, AwsService>;
  /** Everything sent to customers, in order. */
  readonly outbox: OutboundMessage[];
  trace(entry: Omit<TraceEntry, 'at'>): void;
  /** Does a fault of this kind strike here now? Counts down its `times` or draws its `rate`. */
  fault(kind: FaultKind, place: FaultPlace): Fault | undefined;
  /**
   * Awaits work that happens outside the scheduler (thread pool, worker, disk); the cloud is not quiet meanwhile, and a
   * virtual clock stands still.
   */
  outside<T>(work: Promise<T>): Promise<T>;
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

import type { Cloud, LambdaHost } from './cloud.ts';

/** Who calls. A `service` caller is AWS itself acting for a resource, e.g. SNS delivering a topic to a queue. */
export type Caller =
  | { readonly kind: 'developer' }
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly functionName: string;
      /** One invocation of a function; set by the Lambda host, used by faults and traces. */
      readonly invocationId?: string;
    }
  | { readonly kind: 'service'; readonly principal: string; readonly sourceArn: string };

/** An IAM action on a resource, e.g. `sqs:SendMessage` on the queue's ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the call, e.g. `aws:SourceArn`; several values of those that have several. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What a call costs: counts per price unit of `local/core/prices.ts`, e.g. `{ 'dynamodb.wru': 8 }`. */
export type Usage = Readonly<Record<string, number>>;

export interface CallContext {
  readonly cloud: Cloud;
  readonly caller: Caller;
}

/** One API operation. Input and output are the JSON shapes of the AWS API reference; blobs are Uint8Array. */
// biome-ignore lint/suspicious/noExplicitAny: an operation narrows its own input with zod.
export interface Operation<Input = any, Output = any> {
  /** Every permission the call needs; an operation with none says so with an empty list. */
  permissions(input: Input, context: CallContext): readonly Permission[];
  run(input: Input, context: CallContext): Output | Promise<Output>;
  /** Default: one request of the service. `null`: not billed. */
  usage?(input: Input, output: Output): Usage | null;
}

export interface HttpRequest {
  readonly method: string;
  /** Decoded path without the query. */
  readonly path: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-cased names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** How a service's requests and answers look on the wire. `local/core/protocols.ts` has the common ones. */
export interface Protocol {
  decode(request: HttpRequest): { operation: string; input: unknown };
  encode(operation: string, output: unknown, requestId: string): HttpResponse;
  /** @param request for a service whose operations speak more than one protocol */
  encodeError(error: AwsError, requestId: string, request?: HttpRequest): HttpResponse;
}

/** One AWS service of the local cloud. */
export interface AwsService {
  /** Name in the SigV4 credential scope: `sqs`, `dynamodb`, `events`, `sms-voice`. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Kinds of CloudFormation resources this service makes, by type: `AWS::SQS::Queue`. */
  readonly resources: Readonly<Record<string, ResourceKind>>;
  /** The resource policy of one of its resources, as in the template; undefined where it has none. */
  resourcePolicy?(resourceArn: string): unknown;
  /**
   * For what an event source mapping reads (SQS queues, DynamoDB streams): calls `listener` each time the resource may
   * have something new to read, that is when a message becomes visible or a record is written. The mapping then reads by
   * ordinary calls with the function's role (`ReceiveMessage`; `DescribeStream`, `GetShardIterator`, `GetRecords`), so
   * nothing polls and the cloud becomes quiet. Of a stream the listener hears which shard it is.
   */
  watch?(resourceArn: string, listener: (shardId?: string) => void): void;
  /** Set by the one service that runs functions; becomes `cloud.lambda`. */
  readonly lambdaHost?: LambdaHost;
  /** Set by the one service that signs tokens for people (`POST /_local/token`). */
  issueToken?(request: TokenRequest): string | Promise<string>;
  /** Called once, before the template's resources are made. */
  start?(cloud: Cloud): void | Promise<void>;
  /** Called once, after all resources exist: pollers begin, sockets open. A thrown sentence ends the start. */
  ready?(cloud: Cloud): void | Promise<void>;
  /** Called when time begins: once all is ready, and at each restart. Schedules plan their first run. */
  begin?(cloud: Cloud): void;
  /** Ends workers and sockets. */
  stop?(): void | Promise<void>;
  /** Forgets all data but keeps the resources, for `POST /_local/reset`. */
  reset(): void | Promise<void>;
}

/** Body of `POST /_local/token`, already checked. What the claims become is the issuer's matter. */
export interface TokenRequest {
  readonly agent: string;
  readonly queues: readonly string[];
  readonly role: string;
}

export interface ResourceRequest {
  readonly cloud: Cloud;
  readonly stackName: string;
  readonly logicalId: string;
  /** `aws:cdk:path` where the template has it. */
  readonly path: string;
  /** Properties with every intrinsic resolved. Parse them with a strict zod schema: an unknown one is an error. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ResourceResult {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name (`Arn`, `Endpoint.Address`). */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * Addresses that templates put together themselves → where the resource is here, e.g.
   * `https://abc.execute-api.us-east-1.amazonaws.com`. Replaced in everything resolved later.
   */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface ResourceKind {
  create(request: ResourceRequest): ResourceResult | Promise<ResourceResult>;
}

/** An error as AWS would answer it: code, message for people, HTTP status. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members beside the message, e.g. `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { queryProtocol } from '../core/protocols.ts';
import type { AwsService, ResourceKind, ResourceRequest, ResourceResult } from '../core/service.ts';

/** Where functions put what became of a custom resource, on the AWS endpoint. */
const RESPONSES = '/_local/custom-resources/';
/** CloudFormation reads no longer answer. */
const LARGEST_RESPONSE = 4096;

const GENERIC = 'AWS::CloudFormation::CustomResource';

const response = z.object({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string().min(1).max(1024).optional(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  NoEcho: z.boolean().optional(),
  Data: z.record(z.string(), z.unknown()).default({}),
});

const properties = z.looseObject({
  ServiceToken: z.string().startsWith('arn:', 'must be a function of the app'),
});

/** The side of CloudFormation that custom resources see. */
export interface CustomResources extends AwsService {
  /** What makes resources of a type such as `Custom::ActiveRuleSet`. */
  kindOf(type: string): ResourceKind;
  /**
   * Takes a function's answer, as a PUT to its ResponseURL brings it.
   *
   * @throws Error with a sentence when nobody waits at this URL
   */
  respond(url: string, body: string): void;
}

/** Custom resources of `cloud`; throws when it has none. */
export function customResourcesOf(cloud: Cloud): CustomResources {
  const service = cloud.services.get('cloudformation');
  if (!service || !isCustomResources(service)) throw new Error('this local cloud has no custom resources');
  return service;
}

const isCustomResources = (service: AwsService): service is CustomResources =>
  'respond' in service && 'kindOf' in service;

/** The service that stands behind `Custom::*`. It has no API: templates are deployed by the local cloud itself. */
export function createCustomResources(): CustomResources {
  const answers = new Map<string, string | undefined>();

  async function create(request: ResourceRequest, type: string): Promise<ResourceResult> {
    const { cloud, logicalId, stackName } = request;
    const where = `${type} ${stackName}/${logicalId}`;
    const parsed = properties.safeParse(request.properties);
    if (!parsed.success) throw new Error(`${where}: ServiceToken ${parsed.error.issues[0]?.message}.`);
    if (!cloud.settings.sockets && !cloud.settings.loadFunction) {
      throw new Error(`${where}: without sockets its function cannot reach the cloud: pass loadFunction.`);
    }
    const requestId = cloud.random.uuid();
    const event = {
      RequestType: 'Create',
      ServiceToken: parsed.data.ServiceToken,
      ResponseURL: `${cloud.endpoint}${RESPONSES}${requestId}`,
      StackId: `arn:aws:cloudformation:${cloud.region}:${cloud.accountId}:stack/${stackName}/local`,
      RequestId: requestId,
      ResourceType: type,
      LogicalResourceId: logicalId,
      ResourceProperties: asTexts(parsed.data),
    };
    answers.set(requestId, undefined);
    try {
      const result = await cloud.lambda.invoke(parsed.data.ServiceToken, event);
      const answer = answers.get(requestId);
      if (answer !== undefined) return read(where, event, answer);
      throw new Error(
        result.ok
          ? `${where}: its function ended without an answer to ResponseURL.`
          : `${where}: its function failed: ${result.errorType}: ${result.errorMessage}`,
      );
    } finally {
      answers.delete(requestId);
    }
  }

  const kindOf = (type: string): ResourceKind => ({ create: (request) => create(request, type) });
  return {
    name: 'cloudformation',
    protocol: queryProtocol({ namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' }),
    operations: {},
    resources: {
      [GENERIC]: kindOf(GENERIC),
    },
    kindOf,
    respond(url, body) {
      const requestId = url.slice(url.lastIndexOf('/') + 1);
      if (!url.includes(RESPONSES) || !answers.has(requestId)) {
        throw new Error('No custom resource waits for an answer at this URL.');
      }
      // The first answer counts, as the object at a presigned URL is read once.
      answers.set(requestId, answers.get(requestId) ?? body);
    },
    reset() {},
  };
}

interface Asked {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** @throws Error with the function's own reason, or with what is wrong with its answer */
function read(where: string, asked: Asked, text: string): ResourceResult {
  if (Buffer.byteLength(text) > LARGEST_RESPONSE) {
    throw new Error(`${where}: the answer of its function is longer than ${LARGEST_RESPONSE} bytes.`);
  }
  const answer = response.safeParse(jsonOf(text));
  if (!answer.success) {
    const [issue] = answer.error.issues;
    throw new Error(
      `${where}: the answer of its function is wrong at ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
  const { Status, Reason, PhysicalResourceId, Data, ...echo } = answer.data;
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const) {
    if (echo[name] !== asked[name]) {
      throw new Error(`${where}: the answer of its function does not repeat ${name} as it was asked.`);
    }
  }
  if (Status === 'FAILED') throw new Error(`${where}: ${Reason ?? 'its function gave no reason'}`);
  if (PhysicalResourceId === undefined) {
    throw new Error(`${where}: the answer of its function has no PhysicalResourceId.`);
  }
  return { ref: PhysicalResourceId, attributes: Object.fromEntries(attributesIn(Data)) };
}

/** What `Fn::GetAtt` finds; members of members by their path with dots. */
function* attributesIn(data: Readonly<Record<string, unknown>>, path = ''): Iterable<[string, string]> {
  for (const [name, value] of Object.entries(data)) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject) yield* attributesIn({ ...value }, `${path}${name}.`);
    else yield [`${path}${name}`, typeof value === 'string' ? value : JSON.stringify(value)];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** CloudFormation hands numbers and booleans to custom resources as texts. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asTexts(item)]));
  }
  return value === null || value === undefined ? value : String(value);
}

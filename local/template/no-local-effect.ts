import { physicalName } from '../core/names.ts';
import type { ResourceRequest, ResourceResult } from '../core/service.ts';

/** A kind of resource that exists in AWS and does nothing here. */
export interface NoLocalEffect {
  /** Why nothing is lost by leaving it out. */
  readonly reason: string;
  /** What references to it give all the same. */
  readonly result: (request: ResourceRequest) => ResourceResult;
}

const arn = (request: ResourceRequest, service: string, resource: string) =>
  `arn:aws:${service}:${request.cloud.region}:${request.cloud.accountId}:${resource}`;

function text(request: ResourceRequest, property: string): string | undefined {
  const value = request.properties[property];
  return typeof value === 'string' ? value : undefined;
}

const named = (request: ResourceRequest): ResourceResult => ({
  ref: physicalName(request, 120),
  attributes: {},
});

/** A UUID made of the resource's place, so that a key keeps its id from start to start. */
function keyId(request: ResourceRequest): string {
  const digits = Buffer.from(physicalName(request, 13)).toString('hex').padEnd(32, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(12, 24)}`;
}

/** The whole list: a kind that is neither here nor implemented by a service ends the start. */
export const noLocalEffect: Readonly<Record<string, NoLocalEffect>> = {
  'AWS::CDK::Metadata': { reason: 'tells AWS which constructs were used', result: named },
  'AWS::KMS::Key': {
    reason: 'nothing is encrypted at rest in memory; key policies are not checked',
    result: (request) => {
      const id = keyId(request);
      return { ref: id, attributes: { Arn: arn(request, 'kms', `key/${id}`), KeyId: id } };
    },
  },
  'AWS::KMS::Alias': {
    reason: 'a second name for a key without effect',
    result: (request) => ({ ref: text(request, 'AliasName') ?? request.logicalId, attributes: {} }),
  },
  'AWS::Logs::LogGroup': {
    reason: 'log lines go to the screen',
    result: (request) => {
      const name = text(request, 'LogGroupName') ?? physicalName(request, 512);
      return { ref: name, attributes: { Arn: arn(request, 'logs', `log-group:${name}:*`) } };
    },
  },
  'AWS::Logs::LogStream': { reason: 'log lines go to the screen', result: named },
  'AWS::Logs::MetricFilter': { reason: 'there are no metrics here', result: named },
  'AWS::Logs::ResourcePolicy': { reason: 'log lines go to the screen', result: named },
  'AWS::CloudWatch::Alarm': {
    reason: 'there are no metrics here that could alarm',
    result: (request) => {
      const name = text(request, 'AlarmName') ?? physicalName(request, 255);
      return { ref: name, attributes: { Arn: arn(request, 'cloudwatch', `alarm:${name}`) } };
    },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    reason: 'there are no metrics here that could alarm',
    result: (request) => {
      const name = text(request, 'AlarmName') ?? physicalName(request, 255);
      return { ref: name, attributes: { Arn: arn(request, 'cloudwatch', `alarm:${name}`) } };
    },
  },
  'AWS::CloudWatch::Dashboard': { reason: 'there are no metrics here to draw', result: named },
  'AWS::ApplicationInsights::Application': { reason: 'there are no metrics here', result: named },
  'AWS::ResourceGroups::Group': { reason: 'groups resources on AWS screens', result: named },
  'AWS::Budgets::Budget': { reason: 'nothing is charged', result: named },
  'Custom::S3AutoDeleteObjects': {
    reason: 'empties a bucket before its stack is deleted, which never happens here',
    result: named,
  },
};

import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { type Instances, instanceNamed, uuidFor } from '../instance.ts';
import { flag, instanceArn, mistake, tags } from './common.ts';

const instanceProperties = z.strictObject({
  InstanceAlias: z
    .string()
    .regex(/^(?!d-)[\da-zA-Z]+([-]*[\da-zA-Z])*$/)
    .max(45)
    .optional(),
  IdentityManagementType: z.enum(['SAML', 'CONNECT_MANAGED', 'EXISTING_DIRECTORY']),
  DirectoryId: z.string().optional(),
  Attributes: z.strictObject({
    InboundCalls: flag,
    OutboundCalls: flag,
    ContactflowLogs: flag.optional(),
    ContactLens: flag.optional(),
    AutoResolveBestVoices: flag.optional(),
    EarlyMedia: flag.optional(),
  }),
  Tags: tags,
});

export function instanceKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const { InstanceAlias } = parseProperties('AWS::Connect::Instance', request, instanceProperties);
      const { cloud } = request;
      const id = uuidFor(request);
      const arn = `arn:aws:connect:${cloud.region}:${cloud.accountId}:instance/${id}`;
      instanceNamed(instances, arn);
      const ServiceRole = `arn:aws:iam::${cloud.accountId}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_${InstanceAlias ?? id}`;
      const CreatedTime = new Date(cloud.clock.now()).toISOString();
      return {
        ref: arn,
        attributes: { Arn: arn, Id: id, InstanceStatus: 'ACTIVE', ServiceRole, CreatedTime },
      };
    },
  };
}

const associationProperties = z.strictObject({
  InstanceId: instanceArn,
  IntegrationType: z.literal('LAMBDA_FUNCTION'),
  IntegrationArn: z.string().startsWith('arn:aws:lambda:'),
  Tags: tags,
});

/** An instance has so many functions, by default quota. */
const FUNCTIONS = 50;

/** Lets the flows of an instance invoke a function. */
export function integrationAssociationKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::IntegrationAssociation';
      const { InstanceId, IntegrationArn } = parseProperties(type, request, associationProperties);
      const { functions } = instanceNamed(instances, InstanceId);
      if (functions.has(IntegrationArn))
        throw mistake(type, request, `${IntegrationArn} is associated already`);
      if (functions.size >= FUNCTIONS)
        throw mistake(type, request, `an instance has at most ${FUNCTIONS} functions`);
      functions.add(IntegrationArn);
      return {
        ref: `${InstanceId}|LAMBDA_FUNCTION|${IntegrationArn}`,
        attributes: { IntegrationAssociationId: uuidFor(request) },
      };
    },
  };
}

import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import { jsonProtocol } from '../core/protocols.ts';
import { AwsError, type AwsService, type Operation, type ResourceKind } from '../core/service.ts';
import { generateProperties, generateSecret } from './generate.ts';

interface Version {
  readonly id: string;
  readonly text: string | undefined;
  readonly binary: string | undefined;
  readonly createdAt: number;
  readonly stages: readonly string[];
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly createdAt: number;
  /** As the template made it, for a reset. */
  readonly first: readonly Version[];
  /** Oldest first. */
  versions: readonly Version[];
}

const secretProperties = z.strictObject({
  Description: z.string().optional(),
  GenerateSecretString: generateProperties.optional(),
  KmsKeyId: z.string().optional(),
  Name: z.string().optional(),
  SecretString: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

const policyProperties = z.strictObject({
  BlockPublicPolicy: z.boolean().optional(),
  ResourcePolicy: z.unknown(),
  SecretId: z.string(),
});

const getInput = z.object({
  SecretId: z.string(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});
const putInput = z.object({
  SecretId: z.string(),
  ClientRequestToken: z.string().optional(),
  SecretString: z.string().optional(),
  SecretBinary: z.string().optional(),
  VersionStages: z.array(z.string()).min(1).default(['AWSCURRENT']),
});

/** Secrets Manager of a local cloud: secrets of the template with their versions and stages, without rotation. */
export function createSecretsManager(): AwsService {
  const secrets = new Map<string, Secret>();
  const policies = new Map<string, unknown>();

  const find = (id: string): Secret => {
    const found = [...secrets.values()].find(
      ({ arn, name }) => id === arn || id === name || isPartOf(id, arn),
    );
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };

  const operation = (name: string, run: Operation['run']): Operation => ({
    permissions: (input) => [
      { action: `secretsmanager:${name}`, resource: find(String(input?.SecretId)).arn },
    ],
    run,
  });

  return {
    name: 'secretsmanager',
    protocol: jsonProtocol({ version: '1.1' }),
    operations: {
      GetSecretValue: operation('GetSecretValue', (input) => {
        const { SecretId, VersionId, VersionStage } = getInput.parse(input);
        const secret = find(SecretId);
        const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
        const version = secret.versions.find(
          ({ id, stages }) =>
            (VersionId === undefined || id === VersionId) && (stage === undefined || stages.includes(stage)),
        );
        if (!version) {
          const wanted = VersionId ?? stage;
          const sentence = `Secrets Manager can't find the specified secret value for ${wanted}.`;
          throw new AwsError('ResourceNotFoundException', sentence);
        }
        return {
          ...identity(secret),
          VersionId: version.id,
          SecretString: version.text,
          SecretBinary: version.binary,
          VersionStages: version.stages,
          CreatedDate: version.createdAt / 1000,
        };
      }),
      PutSecretValue: operation('PutSecretValue', (input, { cloud }) => {
        const parsed = putInput.parse(input);
        if ((parsed.SecretString === undefined) === (parsed.SecretBinary === undefined)) {
          throw new AwsError('InvalidParameterException', 'Give either SecretString or SecretBinary.');
        }
        return putValue(cloud, find(parsed.SecretId), parsed);
      }),
      DescribeSecret: operation('DescribeSecret', (input) => {
        const secret = find(getInput.parse(input).SecretId);
        return {
          ...identity(secret),
          Description: secret.description,
          KmsKeyId: secret.kmsKeyId,
          CreatedDate: secret.createdAt / 1000,
          VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages])),
        };
      }),
    },
    resources: {
      'AWS::SecretsManager::Secret': makeSecret(secrets),
      'AWS::SecretsManager::ResourcePolicy': {
        create(request) {
          const type = 'AWS::SecretsManager::ResourcePolicy';
          const { SecretId, ResourcePolicy } = parseProperties(type, request, policyProperties);
          policies.set(find(SecretId).arn, ResourcePolicy);
          return { ref: SecretId, attributes: {} };
        },
      },
    },
    resourcePolicy: (arn) => policies.get(arn),
    reset() {
      for (const secret of secrets.values()) secret.versions = secret.first;
    },
  };
}

const identity = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

/** AWS finds a secret by its ARN without the six characters at the end, too. */
const isPartOf = (id: string, arn: string) => id.startsWith('arn:') && arn.slice(0, -7) === id;

function makeSecret(secrets: Map<string, Secret>): ResourceKind {
  const type = 'AWS::SecretsManager::Secret';
  return {
    create(request) {
      const properties = parseProperties(type, request, secretProperties);
      const { cloud, stackName, logicalId } = request;
      if (properties.SecretString !== undefined && properties.GenerateSecretString) {
        throw new Error(
          `${type} ${stackName}/${logicalId}: give SecretString or GenerateSecretString, not both.`,
        );
      }
      const name = properties.Name ?? physicalName(request, 512);
      const arn = `arn:aws:secretsmanager:${cloud.region}:${cloud.accountId}:secret:${name}-${cloud.random.hex(6)}`;
      const generate = properties.GenerateSecretString ?? generateProperties.parse({});
      const text = properties.SecretString ?? generateSecret(cloud.random, generate);
      const createdAt = cloud.clock.now();
      const first = [{ id: cloud.random.uuid(), text, binary: undefined, createdAt, stages: ['AWSCURRENT'] }];
      const { Description: description, KmsKeyId: kmsKeyId } = properties;
      secrets.set(arn, { arn, name, description, kmsKeyId, createdAt, first, versions: first });
      return { ref: arn, attributes: { Id: arn } };
    },
  };
}

/** The new version takes its stages from older ones; what was current becomes `AWSPREVIOUS`. */
function putValue(cloud: Cloud, secret: Secret, input: z.output<typeof putInput>): object {
  const id = input.ClientRequestToken ?? cloud.random.uuid();
  const same = secret.versions.find((version) => version.id === id);
  if (same) {
    if (same.text === input.SecretString && same.binary === input.SecretBinary) {
      return { ...identity(secret), VersionId: id, VersionStages: same.stages };
    }
    throw new AwsError('ResourceExistsException', 'This version exists already with another value.');
  }
  const takesCurrent = input.VersionStages.includes('AWSCURRENT');
  const wasCurrent = secret.versions.find(({ stages }) => stages.includes('AWSCURRENT'));
  const older = secret.versions.map((version) => {
    const kept = version.stages.filter(
      (stage) => !input.VersionStages.includes(stage) && !(takesCurrent && stage === 'AWSPREVIOUS'),
    );
    return { ...version, stages: takesCurrent && version === wasCurrent ? [...kept, 'AWSPREVIOUS'] : kept };
  });
  const version: Version = {
    id,
    text: input.SecretString,
    binary: input.SecretBinary,
    createdAt: cloud.clock.now(),
    stages: input.VersionStages,
  };
  secret.versions = [...older.filter(({ stages }) => stages.length > 0), version];
  return { ...identity(secret), VersionId: id, VersionStages: version.stages };
}

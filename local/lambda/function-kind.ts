import * as z from 'zod';
import type { FunctionDescription } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceRequest } from '../core/service.ts';
import { runtimeVariables } from './variables.ts';

/** Kept by the template and checked, but without an effect on this machine: keys, tags, tracing, disk. */
const withoutLocalEffect = {
  Description: z.string().optional(),
  EphemeralStorage: z.strictObject({ Size: z.number() }).optional(),
  KmsKeyArn: z.string().optional(),
  RecursiveLoop: z.enum(['Allow', 'Terminate']).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
};

const logLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

const functionProperties = z.strictObject({
  ...withoutLocalEffect,
  Architectures: z.tuple([z.enum(['arm64', 'x86_64'])]).optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).optional() }).optional(),
  FunctionName: z.string().max(64).optional(),
  Handler: z.string().regex(/^[^.]+\.[^.]+$/, 'must be module.export'),
  LoggingConfig: z
    .strictObject({
      ApplicationLogLevel: logLevel.optional(),
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      LogGroup: z.string().optional(),
      SystemLogLevel: logLevel.optional(),
    })
    .optional(),
  MemorySize: z.number().int().min(128).max(10_240).default(128),
  ReservedConcurrentExecutions: z.number().int().min(0).optional(),
  Role: z.string(),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js functions run here'),
  Timeout: z.number().int().min(1).max(900).default(3),
});

/** A function of the template with what only the Lambda service needs to know of it. */
export interface FunctionConfiguration {
  readonly description: FunctionDescription;
  readonly architecture: 'arm64' | 'x86_64';
  readonly runtime: string;
  readonly logGroup: string;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetterArn: string | undefined;
}

/** Reads an `AWS::Lambda::Function`. @throws Error naming the property that cannot be had here */
export function readFunction(request: ResourceRequest): FunctionConfiguration {
  const { cloud, stackName, logicalId } = request;
  const properties = parseProperties('AWS::Lambda::Function', request, functionProperties);
  const name = properties.FunctionName ?? physicalName(request, 64);
  const logging = properties.LoggingConfig;
  const logGroup = logging?.LogGroup ?? `/aws/lambda/${name}`;
  const basics = {
    name,
    handler: properties.Handler,
    memoryMb: properties.MemorySize,
    codeDirectory: cloud.assetDirectory(properties.Code.S3Key),
  };
  return {
    description: {
      ...basics,
      arn: `arn:aws:lambda:${cloud.region}:${cloud.accountId}:function:${name}`,
      stackName,
      logicalId,
      path: request.path,
      environment: {
        ...runtimeVariables(cloud, basics, logGroup),
        AWS_LAMBDA_LOG_FORMAT: logging?.LogFormat ?? 'Text',
        ...(logging?.ApplicationLogLevel && { AWS_LAMBDA_LOG_LEVEL: logging.ApplicationLogLevel }),
        ...properties.Environment?.Variables,
      },
      roleArn: properties.Role,
      timeoutMs: properties.Timeout * 1000,
    },
    architecture: properties.Architectures?.[0] ?? 'x86_64',
    runtime: properties.Runtime,
    logGroup,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
  };
}

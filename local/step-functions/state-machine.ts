import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind } from '../core/service.ts';
import type { Definition } from './definition.ts';
import { readDefinition } from './read-definition.ts';

/** A state machine of the template. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: Definition;
  /** The definition as the template has it, with its references resolved. */
  readonly text: string;
  readonly createdAt: number;
}

const TYPE = 'AWS::StepFunctions::StateMachine';

const properties = z.strictObject({
  DefinitionString: z.string().optional(),
  Definition: z.record(z.string(), z.unknown()).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  RoleArn: z.string(),
  StateMachineName: z.string().max(80).optional(),
  StateMachineType: z.literal('STANDARD', 'the local cloud runs standard workflows only').optional(),
  // Accepted, without an effect on this machine: log lines, traces and keys.
  LoggingConfiguration: z
    .strictObject({
      Destinations: z
        .array(z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) }))
        .optional(),
      IncludeExecutionData: z.boolean().optional(),
      Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).optional(),
    })
    .optional(),
  TracingConfiguration: z.strictObject({ Enabled: z.boolean() }).optional(),
  EncryptionConfiguration: z
    .strictObject({
      KmsDataKeyReusePeriodSeconds: z.number().optional(),
      KmsKeyId: z.string().optional(),
      Type: z.enum(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY']),
    })
    .optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** `AWS::StepFunctions::StateMachine`. What its definition says and the local cloud cannot run ends the start. */
export function stateMachineKind(machines: Map<string, StateMachine>): ResourceKind {
  return {
    create(request) {
      const where = `${TYPE} ${request.stackName}/${request.logicalId}`;
      const { cloud } = request;
      const parsed = parseProperties(TYPE, request, properties);
      const given = parsed.DefinitionString ?? (parsed.Definition && JSON.stringify(parsed.Definition));
      if (given === undefined) throw new Error(`${where}: give DefinitionString or Definition.`);
      const text = substitute(given, parsed.DefinitionSubstitutions);
      const name = parsed.StateMachineName ?? physicalName(request, 80);
      const arn = `arn:aws:states:${cloud.region}:${cloud.accountId}:stateMachine:${name}`;
      if (machines.has(arn)) throw new Error(`${where}: the state machine ${name} exists already.`);
      machines.set(arn, {
        arn,
        name,
        roleArn: parsed.RoleArn,
        definition: read(where, text),
        text,
        createdAt: cloud.clock.now(),
      });
      return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: 'INITIAL' } };
    },
  };
}

/** Puts values for `${name}`; what has none stays, as in AWS. */
function substitute(text: string, values: Readonly<Record<string, string | number | boolean>>): string {
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? JSON.stringify(String(values[name])).slice(1, -1) : whole,
  );
}

function read(where: string, text: string): Definition {
  try {
    return readDefinition(text);
  } catch (error) {
    const sentences = error instanceof Error ? error.message.split('\n') : [String(error)];
    throw new Error(sentences.map((sentence) => `${where}: ${sentence}`).join('\n'));
  }
}

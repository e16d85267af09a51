import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { FLOW_TYPES } from '../flow/flow.ts';
import { readFlow } from '../flow/read-flow.ts';
import { type Instances, idIn, instanceNamed } from '../instance.ts';
import { arnResult, mistake, named } from './common.ts';

const contactFlowProperties = z.strictObject({
  ...named,
  Description: z.string().max(500).optional(),
  Type: z.enum(FLOW_TYPES),
  Content: z.string().min(1).max(256_000),
  State: z.enum(['ACTIVE', 'ARCHIVED']).default('ACTIVE'),
});

export function contactFlowKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::ContactFlow';
      const properties = parseProperties(type, request, contactFlowProperties);
      const instance = instanceNamed(instances, properties.InstanceArn);
      const result = arnResult(request, instance, 'contact-flow', 'ContactFlowArn');
      const identity = {
        id: idIn(result.ref),
        arn: result.ref,
        name: properties.Name,
        type: properties.Type,
      };
      try {
        const flow = readFlow(identity, properties.Content);
        if (properties.State === 'ACTIVE') instance.flows.set(flow.id, flow);
      } catch (error) {
        throw mistake(type, request, `property Content: ${error instanceof Error ? error.message : error}`);
      }
      return result;
    },
  };
}

/**
 * What a flow names must be there: an associated function, a flow of the right type. Checked when all resources are made.
 *
 * @throws Error with a sentence that names flow, action and what is missing
 */
export function checkNeeds(instances: Instances): void {
  for (const { flows, functions } of instances.values()) {
    for (const { name, actions } of flows.values()) {
      for (const { id, type, needs } of actions.values()) {
        const where = `Flow "${name}", action "${id}" (${type})`;
        if (needs.functionArn !== undefined && !functions.has(needs.functionArn))
          throw new Error(
            `${where}: no AWS::Connect::IntegrationAssociation lets the instance invoke ${needs.functionArn}.`,
          );
        const named = needs.flow && flows.get(needs.flow.id);
        if (needs.flow && named?.type !== needs.flow.type)
          throw new Error(
            `${where}: ${needs.flow.id} is ${named ? `a flow of type ${named.type}` : 'no flow'}, not of type ${needs.flow.type}.`,
          );
      }
    }
  }
}

import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { type Instances, idIn, instanceNamed } from '../instance.ts';
import { arnResult, mistake, named } from './common.ts';

const queueProperties = z.strictObject({
  ...named,
  Description: z.string().max(250).optional(),
  HoursOfOperationArn: z.string().includes('/operating-hours/'),
  MaxContacts: z.number().int().min(0).optional(),
  Status: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  OutboundCallerConfig: z
    .strictObject({
      OutboundCallerIdName: z.string().min(1).max(255).optional(),
      OutboundCallerIdNumberArn: z.string().includes(':phone-number/').optional(),
      OutboundFlowArn: z.string().includes('/contact-flow/').optional(),
    })
    .default({}),
});

export function queueKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::Queue';
      const properties = parseProperties(type, request, queueProperties);
      const { InstanceArn, Name, MaxContacts, HoursOfOperationArn } = properties;
      const { OutboundCallerIdNumberArn, OutboundFlowArn } = properties.OutboundCallerConfig;
      const instance = instanceNamed(instances, InstanceArn);
      if ([...instance.queues.values()].some(({ name }) => name === Name)) {
        throw mistake(type, request, `there is a queue "${Name}" already`);
      }
      const result = arnResult(request, instance, 'queue', 'QueueArn');
      const id = idIn(result.ref);
      instance.queues.set(id, {
        id,
        arn: result.ref,
        name: Name,
        // Hours outside of the template are unknown.
        hours: instance.hours.get(idIn(HoursOfOperationArn)),
        maxContacts: MaxContacts,
        callerNumberId: OutboundCallerIdNumberArn && idIn(OutboundCallerIdNumberArn),
        outboundWhisperFlow: OutboundFlowArn && idIn(OutboundFlowArn),
      });
      return { ...result, attributes: { ...result.attributes, Type: 'STANDARD' } };
    },
  };
}

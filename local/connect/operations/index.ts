import type { RestRoute } from '../../core/rest-json-protocol.ts';
import type { Operation } from '../../core/service.ts';
import { RequestRate } from '../request-rate.ts';
import type { Api } from './api.ts';
import { describeContact, stopContact } from './existing-contact.ts';
import { getContactMetrics, getCurrentMetricData } from './metrics.ts';
import { OutboundCaller } from './start-outbound-voice-contact.ts';
import { TaskStarter } from './start-task-contact.ts';
import {
  associatePhoneNumberContactFlow,
  getContactAttributes,
  updateContactAttributes,
  updateContactRoutingData,
} from './update-contact.ts';

export const ROUTES: readonly RestRoute[] = [
  { operation: 'StartTaskContact', method: 'PUT', path: '/contact/task' },
  { operation: 'StartOutboundVoiceContact', method: 'PUT', path: '/contact/outbound-voice' },
  { operation: 'StopContact', method: 'POST', path: '/contact/stop' },
  { operation: 'UpdateContactAttributes', method: 'POST', path: '/contact/attributes' },
  {
    operation: 'GetContactAttributes',
    method: 'GET',
    path: '/contact/attributes/{InstanceId}/{InitialContactId}',
  },
  {
    operation: 'UpdateContactRoutingData',
    method: 'POST',
    path: '/contacts/{InstanceId}/{ContactId}/routing-data',
  },
  { operation: 'DescribeContact', method: 'GET', path: '/contacts/{InstanceId}/{ContactId}' },
  { operation: 'GetContactMetrics', method: 'POST', path: '/metrics/contact' },
  { operation: 'GetCurrentMetricData', method: 'POST', path: '/metrics/current/{InstanceId}' },
  {
    operation: 'AssociatePhoneNumberContactFlow',
    method: 'PUT',
    path: '/phone-number/{PhoneNumberId}/contact-flow',
  },
];

/**
 * The API as far as it is simulated, each operation at its rate per account.
 * Source of the rates: Amazon Connect Administrator Guide, "Amazon Connect API throttling quotas".
 */
export function operationsOf(api: Api): {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly reset: () => void;
} {
  const tasks = new TaskStarter(api);
  const calls = new OutboundCaller(api);
  const rates: RequestRate[] = [];
  const rate = (perSecond: number, burst: number) => {
    const made = new RequestRate({ perSecond, burst });
    rates.push(made);
    return made;
  };
  return {
    operations: {
      StartTaskContact: tasks.operation,
      StartOutboundVoiceContact: calls.operation,
      StopContact: stopContact(api, rate(10, 15)),
      DescribeContact: describeContact(api, rate(10, 15)),
      UpdateContactAttributes: updateContactAttributes(api, rate(10, 15)),
      GetContactAttributes: getContactAttributes(api, rate(10, 15)),
      UpdateContactRoutingData: updateContactRoutingData(api, rate(20, 20)),
      GetContactMetrics: getContactMetrics(api, rate(2, 5)),
      GetCurrentMetricData: getCurrentMetricData(api, rate(5, 8)),
      AssociatePhoneNumberContactFlow: associatePhoneNumberContactFlow(api, rate(2, 5)),
    },
    reset() {
      for (const one of [tasks, calls, ...rates]) one.reset();
    },
  };
}

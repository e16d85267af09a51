import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Caller } from '../core/service.ts';
import type { Execution } from './execution.ts';

/** Says that an execution started or ended: to the traces, and to EventBridge, whose default bus hears of it in AWS. */
export function tellChange(cloud: Cloud, execution: Execution, what: string): void {
  const { arn, machine, end } = execution;
  const resource = machine.name;
  const { error, cause } = end ?? {};
  cloud.trace({
    service: 'states',
    what,
    resource,
    detail: { execution: arn, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) },
  });
  if (!cloud.services.has('events')) return;
  const entry = {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Resources: [arn],
    Detail: JSON.stringify(changeOf(execution)),
  };
  const caller: Caller = { kind: 'service', principal: 'states.amazonaws.com', sourceArn: machine.arn };
  cloud.scheduler.after(0, `states tell ${resource}`, async () => {
    try {
      await cloud.call('events', 'PutEvents', { Entries: [entry] }, caller);
    } catch (problem) {
      if (!(problem instanceof AwsError)) throw problem;
      cloud.trace({ service: 'states', what: 'lost', resource, detail: { reason: problem.message } });
    }
  });
}

/** The detail of the event (developer guide, "Automating Step Functions event delivery with EventBridge"). */
function changeOf({ arn, machine, name, status, startedAt, input, end }: Execution): object {
  const { output = null, error = null, cause = null, at = null } = end ?? {};
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: startedAt,
    stopDate: at,
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === null ? null : { included: true },
    error,
    cause,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: end === undefined ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
  };
}

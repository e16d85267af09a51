import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createEvents } from '../../../local/events/index.ts';
import { createStepFunctions } from '../../../local/step-functions/index.ts';
import { functionCloud, type Handlers } from '../lambda/function-cloud.ts';

/** What a state machine here may do unless a test gives less. */
const ALLOWED = [
  {
    Effect: 'Allow',
    Action: ['lambda:InvokeFunction', 'sqs:SendMessage', 'events:PutEvents'],
    Resource: '*',
  },
];

/** A virtual cloud with Step Functions, functions, queues and buses. */
export async function workflowCloud(handlers: Handlers = {}) {
  const stepFunctions = createStepFunctions();
  const events = createEvents();
  const it = functionCloud(handlers, [stepFunctions, events]);
  const { cloud } = it;
  await stepFunctions.start?.(cloud);
  await events.start?.(cloud);
  const sfn = new SFNClient(cloud.client);

  const addRole = (name: string, statements: readonly unknown[]): string => {
    const PolicyDocument = { Version: '2012-10-17', Statement: statements };
    const kind = cloud.services.get('iam')?.resources['AWS::IAM::Role'];
    const made = kind?.create({
      cloud,
      stackName: 'test',
      logicalId: name,
      path: '',
      properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
        ...(statements.length > 0 && { Policies: [{ PolicyName: 'it', PolicyDocument }] }),
      },
    });
    if (made === undefined || made instanceof Promise) throw new Error('roles are made at once');
    return made.attributes['Arn'] ?? '';
  };

  return {
    ...it,
    sfn,
    stepFunctions,
    /** Makes a state machine from its definition; returns its ARN. */
    addMachine(name: string, definition: object, statements: readonly unknown[] = ALLOWED): string {
      const { ref } = cloud.create('AWS::StepFunctions::StateMachine', name, {
        StateMachineName: name,
        RoleArn: addRole(`${name}Role`, statements),
        DefinitionString: JSON.stringify(definition),
      });
      return ref;
    },
    async start(stateMachineArn: string, input: unknown = {}, name?: string): Promise<string> {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      const { executionArn = '' } = await sfn.send(command);
      await cloud.scheduler.quiet();
      return executionArn;
    },
    /** Status and result of an execution, with its output parsed. */
    async result(executionArn: string) {
      const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return {
        status,
        ...(output !== undefined && { output: JSON.parse(output) }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
    },
    /** When the next timer falls due; undefined when there is none. */
    nextTimer: () => ('nextTime' in cloud.scheduler ? cloud.scheduler.nextTime() : undefined),
    async types(executionArn: string): Promise<(string | undefined)[]> {
      const { events: all = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
      return all.map(({ type }) => type);
    },
  };
}

/** A machine of these states in JSONata; it begins with the first. */
export const machineOf = (States: Record<string, object>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

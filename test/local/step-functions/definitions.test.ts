import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';
import { machineOf, workflowCloud } from './support.ts';

const end = { Type: 'Succeed' };
const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };

async function refusal(definition: object): Promise<string> {
  const { addMachine } = await workflowCloud();
  try {
    addMachine('Machine', definition);
    return 'accepted';
  } catch (error) {
    return (error as Error).message.replace('AWS::StepFunctions::StateMachine test/Machine: ', '');
  }
}

test.each([
  [
    'JSONPath',
    { StartAt: 'A', States: { A: end } },
    'State "A": field QueryLanguage: only JSONata is implemented by the local cloud.',
  ],
  [
    'an express workflow field',
    machineOf({ A: { ...pass, ResultPath: '$.a' } }),
    'State "A": field ResultPath belongs to JSONPath, and only JSONata is implemented.',
  ],
  [
    'an unknown field',
    machineOf({ A: { ...pass, Colour: 1 } }),
    'State "A": field Colour is not implemented by the local cloud.',
  ],
  [
    'an unknown kind',
    machineOf({ A: { Type: 'Sing' } }),
    'State "A": field Type: "Sing" is not implemented by the local cloud.',
  ],
  [
    'another service',
    machineOf({ A: { ...task, Resource: 'arn:aws:states:::dynamodb:putItem' } }),
    'State "A": field Resource: arn:aws:states:::dynamodb:putItem is not implemented by the local cloud.',
  ],
  [
    'a function by its ARN',
    machineOf({ A: { ...task, Resource: 'arn:aws:lambda:eu-west-1:1:function:f' } }),
    'State "A": field Resource: arn:aws:lambda:eu-west-1:1:function:f is not implemented by the local cloud.',
  ],
  [
    'a role of its own',
    machineOf({ A: { ...task, Credentials: {} } }),
    'State "A": field Credentials is not implemented by the local cloud.',
  ],
  [
    'a missing state',
    machineOf({ A: { Type: 'Pass', Next: 'B' } }),
    'State "A": field Next: there is no state "B".',
  ],
  [
    'a catcher that leads nowhere',
    machineOf({ A: { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] } }),
    'State "A": field Next: there is no state "B".',
  ],
  ['a missing beginning', { ...machineOf({ A: end }), StartAt: 'B' }, 'StartAt: there is no state "B".'],
  [
    'neither Next nor End',
    machineOf({ A: { Type: 'Pass' } }),
    'State "A": field Next: a state needs either Next or End.',
  ],
  [
    'a Wait for nothing',
    machineOf({ A: { Type: 'Wait', End: true } }),
    'State "A": field Seconds: a Wait needs either Seconds or Timestamp.',
  ],
  [
    'an open expression',
    machineOf({ A: { ...pass, Output: { b: '{% 1' } } }),
    'State "A": field Output.b: an expression that begins with {% must end with %}.',
  ],
  [
    'a syntax error',
    machineOf({ A: { ...pass, Output: '{% 1 + %}' } }),
    'State "A": field Output: Unexpected end of expression.',
  ],
  [
    'syntax of a later JSONata',
    machineOf({ A: { ...pass, Output: '{% $a ?? 1 %}' } }),
    /^State "A": field Output: /,
  ],
  [
    '$eval',
    machineOf({ A: { ...pass, Output: '{% $eval("1") %}' } }),
    'State "A": field Output: $eval does not exist in Step Functions.',
  ],
  [
    'a result that a Pass does not have',
    machineOf({ A: { ...pass, Output: '{% $states.result %}' } }),
    'State "A": field Output: $states.result exists in Output and Assign of Task, Parallel and Map only.',
  ],
  [
    'an error outside Catch',
    machineOf({ A: { ...task, Output: '{% $states.errorOutput %}' } }),
    'State "A": field Output: $states.errorOutput exists in Catch only.',
  ],
  [
    'the reserved variable',
    machineOf({ A: { ...pass, Assign: { states: 1 } } }),
    /states is the reserved variable/,
  ],
  [
    'a variable of the scope around',
    machineOf({
      A: { ...pass, Assign: { x: 1 }, End: undefined, Next: 'P' },
      P: {
        Type: 'Parallel',
        End: true,
        Branches: [{ StartAt: 'I', States: { I: { ...pass, Assign: { x: 2 } } } }],
      },
    }),
    'State "I": field Assign: the variable "x" belongs to a scope around this one.',
  ],
  [
    'a distributed Map',
    machineOf({
      M: {
        Type: 'Map',
        End: true,
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'A', States: { A: end } },
      },
    }),
    /State "M": field ItemProcessor: field ProcessorConfig.Mode/,
  ],
])('%s is refused in one sentence that names state and field', async (_what, definition, sentence) => {
  const said = await refusal(definition);
  if (sentence instanceof RegExp) expect(said.split('\n')[0]).toMatch(sentence);
  else expect(said.split('\n')).toEqual([sentence]);
});

test('all faults of a definition are told at once, also those inside branches', async () => {
  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Next: 'Gone' } } };
  const definition = machineOf({
    A: { ...pass, Colour: 1 },
    P: { Type: 'Parallel', End: true, Branches: [inner] },
  });
  expect((await refusal(definition)).split('\n')).toHaveLength(2);
});

test('an express workflow is refused', async () => {
  const { cloud } = await workflowCloud();
  const properties = { RoleArn: 'r', StateMachineType: 'EXPRESS', DefinitionString: '{}' };
  expect(() => cloud.create('AWS::StepFunctions::StateMachine', 'Machine', properties)).toThrow(
    'property StateMachineType: the local cloud runs standard workflows only.',
  );
});

test('substitutions are put into the definition', async () => {
  const it = await workflowCloud();
  const { ref, attributes } = it.cloud.create('AWS::StepFunctions::StateMachine', 'Machine', {
    RoleArn: 'r',
    DefinitionSubstitutions: { Word: 'so "quoted"', Number: 3 },
    DefinitionString: JSON.stringify(machineOf({ A: { ...pass, Output: '${Word} ${Number} ${Other}' } })),
  });
  expect(attributes['Arn']).toBe(ref);
  expect(await it.result(await it.start(ref))).toMatchObject({ output: 'so "quoted" 3 ${Other}' });
});

test('a workflow as an application writes it is accepted here and by another reader of the language', async () => {
  const definition = machineOf(
    {
      Rest: { Type: 'Wait', Timestamp: '{% $states.input.askAt %}', Next: 'Ask' },
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:ask',
          Payload: { token: '{% $states.context.Task.Token %}', caseId: '{% $states.input.caseId %}' },
        },
        TimeoutSeconds: 604_800,
        HeartbeatSeconds: 86_400,
        Retry: [
          {
            ErrorEquals: ['Lambda.ServiceException'],
            IntervalSeconds: 2,
            MaxAttempts: 6,
            BackoffRate: 2,
            JitterStrategy: 'FULL',
          },
        ],
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Silent', Output: '{% $states.input %}' }],
        Assign: { score: '{% $states.result.score %}' },
        Next: 'Which',
      },
      Which: { Type: 'Choice', Choices: [{ Condition: '{% $score < 3 %}', Next: 'Tell' }], Default: 'Done' },
      Tell: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: {
          Entries: [
            { Source: 'app', DetailType: 'Sad', EventBusName: 'b', Detail: { score: '{% $score %}' } },
          ],
        },
        Next: 'Done',
      },
      Silent: { Type: 'Pass', Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
    { TimeoutSeconds: 2_592_000 },
  );
  expect(await refusal(definition)).toBe('accepted');
  expect(aslValidator(definition).errors).toEqual([]);
});

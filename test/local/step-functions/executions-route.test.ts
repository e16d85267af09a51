import { expect, test } from 'vitest';
import { listExecutions } from '../../../local/control/executions.ts';
import { machineOf, workflowCloud } from './support.ts';

test('the control API says where an execution stands and how it got there, and no payload', async () => {
  const tokens: string[] = [];
  const it = await workflowCloud({
    ask: (event) => {
      tokens.push((event as { token: string }).token);
      return { noted: true };
    },
  });
  const FunctionName = it.addFunction('ask');
  const machine = it.addMachine(
    'Asking',
    machineOf({
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Ask' },
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName, Payload: { token: '{% $states.context.Task.Token %}' } },
        End: true,
      },
    }),
  );
  await it.start(machine, { secret: 'what it was given' });
  await it.cloud.scheduler.advance(60_000);
  const body = String(listExecutions(it.cloud).body);
  expect(JSON.parse(body).executions).toEqual([
    expect.objectContaining({ status: 'RUNNING', currentStates: ['Ask'], statesEntered: 2 }),
  ]);
  const entered = JSON.parse(body).executions[0].events.filter(({ type }: { type: string }) =>
    type.endsWith('StateEntered'),
  );
  expect(entered.map(({ state }: { state: string }) => state)).toEqual(['Rest', 'Ask']);
  expect(tokens).toHaveLength(1);
  expect(body).not.toContain(tokens[0]);
  expect(body).not.toContain('what it was given');
});

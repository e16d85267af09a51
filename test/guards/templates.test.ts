import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cfnLint, stateMachines } from '../check/templates.ts';
import { plant } from './plant.ts';

const machine = (definition: unknown) => ({
  Resources: {
    Survey: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: definition } },
  },
});

const joined = (next: string) => ({
  'Fn::Join': [
    '',
    [
      '{"StartAt":"Ask","QueryLanguage":"JSONata","States":{"Ask":{"Type":"Task","Resource":"',
      { 'Fn::GetAtt': ['Ask', 'Arn'] },
      `","Next":"${next}"},"Done":{"Type":"Succeed"}}}`,
    ],
  ],
});

async function judge(template: unknown, guard = stateMachines) {
  using plot = plant({ 'x.template.json': JSON.stringify(template) });
  const path = join(plot.root, 'x.template.json');
  return await guard({ templates: async () => [path] }).run();
}

describe('the guard of state machines', () => {
  test('fails on a transition to a state that is not there', async () => {
    const outcome = await judge(machine(joined('Nowhere')));
    expect(outcome).toMatchObject({ state: 'failed', summary: 'Survey is invalid' });
  });

  test('passes a sound machine whose ARNs CloudFormation fills in', async () => {
    expect(await judge(machine(joined('Done')))).toMatchObject({
      state: 'passed',
      summary: 'asl-validator: 1 state machines',
    });
  });

  test('says so when the templates hold none', async () => {
    expect(await judge({ Resources: {} })).toMatchObject({
      summary: '1 templates hold no state machine yet',
    });
  });

  test('fails when synthesis failed, instead of passing unseen', async () => {
    expect(await stateMachines({ templates: async () => undefined }).run()).toMatchObject({
      state: 'failed',
    });
  });
});

describe('the guard cfn-lint, where it is installed', () => {
  test('fails on a misspelt property', async () => {
    const outcome = await judge(
      { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueNam: 'x' } } } },
      cfnLint,
    );
    expect(['failed', 'skipped']).toContain(outcome.state);
    if (outcome.state === 'failed') expect(outcome.output).toContain('QueueNam');
  }, 60_000);
});

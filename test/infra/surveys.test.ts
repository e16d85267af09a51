import { beforeAll, describe, expect, inject, test } from 'vitest';
import { SURVEY_ROUTES } from '../../functions/survey-page/routes.ts';
import { surveyDefinition } from '../../infra/constructs/survey-definition.ts';
import example from '../../throughline.config.ts';
import { dependencyCycle, readTemplates, referencesIn, synthesiseInto, type Templates } from './templates.ts';

let dev: Templates;
beforeAll(() => {
  dev = readTemplates(inject('assembly'));
});

const machineOf = ({ of }: Templates) => of('AWS::StepFunctions::StateMachine')[0];
const routesIn = (templates: Templates, stack: string) =>
  templates
    .of('AWS::ApiGatewayV2::Route')
    .filter((route) => route.stack === stack)
    .map(({ properties }) => properties.RouteKey);

describe('the workflow of surveys', () => {
  test('is the one of the page, with the retries that stand there and no others', () => {
    const machine = machineOf(dev);
    const text = machine?.properties.DefinitionString['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'STEP'))
      .join('');
    expect(JSON.parse(text)).toEqual(surveyDefinition('STEP'));
    expect(machine?.properties.StateMachineName).toBe('throughline-dev-surveys');
  });

  test('may call its function and do nothing else', () => {
    const role = referencesIn(machineOf(dev)?.properties.RoleArn);
    const statements = dev
      .of('AWS::IAM::Policy')
      .filter(
        ({ stack, properties }) =>
          stack === 'surveys' && referencesIn(properties.Roles).some((id) => role.includes(id)),
      )
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
    expect(statements).toHaveLength(1);
    expect(statements[0].Action).toBe('lambda:InvokeFunction');
    const [step, ...others] = referencesIn(statements[0].Resource);
    expect(others).toEqual([]);
    expect(step).toMatch(/^Step/);
  });

  test('rings when it fails and when it takes too long', () => {
    const metrics = dev
      .of('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.Namespace === 'AWS/States')
      .map(({ properties }) => properties.MetricName);
    expect(metrics.sort()).toEqual(['ExecutionsFailed', 'ExecutionsTimedOut']);
  });

  test('is reported to only by who takes part in it', () => {
    const reporting = dev
      .of('AWS::IAM::Policy')
      .filter(({ properties }) =>
        JSON.stringify(properties.PolicyDocument).includes('states:SendTaskSuccess'),
      )
      .map(({ id }) => id.replace(/Role.*/, ''));
    expect(reporting.sort()).toEqual(['Step', 'stopsurvey']);
  });
});

describe('the page of surveys', () => {
  test('is open to everybody, HEAD included, and its address is printed', () => {
    expect(routesIn(dev, 'surveys').sort()).toEqual([...SURVEY_ROUTES].sort());
    expect(Object.keys(dev.stacks.get('channels')?.Outputs ?? {})).toContain('SurveyUrl');
  });

  test('has an API of its own where no page has a chat', async () => {
    const { webchat: _, ...channels } = example.channels ?? {};
    const { templates } = await synthesiseInto({ settings: { ...example, channels } });
    expect(routesIn(templates, 'surveys').sort()).toEqual([...SURVEY_ROUTES].sort());
    const apis = templates.of('AWS::ApiGatewayV2::Api').filter(({ stack }) => stack !== 'cases');
    expect(apis.map(({ stack }) => stack)).toEqual(['surveys']);
    const surveys = templates.stacks.get('surveys');
    expect(surveys && dependencyCycle(surveys)).toBeUndefined();
    expect(Object.keys(surveys?.Outputs ?? {})).toContain('SurveyUrl');
  }, 120_000);
});

test('where surveys are switched off nothing of them is there', async () => {
  const { templates } = await synthesiseInto({ settings: { ...example, survey: false } });
  expect(templates.stacks.has('surveys')).toBe(false);
  expect(templates.of('AWS::StepFunctions::StateMachine')).toEqual([]);
}, 120_000);

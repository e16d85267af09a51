import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import { allow } from './grants.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { serviceStackOf } from './service-stack.ts';
import { surveyDefinition } from './survey-definition.ts';

export interface SurveyWorkflowProps {
  /** Does every step. */
  readonly step: LambdaFunction;
}

const FAILURE_MEANS = 'Customers are not asked how we did, or not reminded, and nobody sees why.';

/** A survey from the resolution of a case to its end: one execution each, named after case and opening. */
export class SurveyWorkflow extends Construct {
  /** Said by its name: who takes part in the workflow would otherwise wait for it, and it for them. */
  readonly machineArn: string;

  constructor(scope: Construct, id: string, { step }: SurveyWorkflowProps) {
    super(scope, id);
    const { config } = serviceStackOf(this);
    const name = surveyMachineName(config.environment.name);
    this.machineArn = surveyMachineArn(Stack.of(this), config.environment.name);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': this.machineArn },
        },
      }),
      description: 'Lets the workflow of surveys call survey-step',
    });
    allow(role, ['lambda:InvokeFunction'], [step.functionArn]);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      comment: 'Asks a customer how we did, reminds them once, and ends',
      definitionBody: DefinitionBody.fromString(JSON.stringify(surveyDefinition(step.functionArn))),
      role,
    });
    machine.node.addDependency(role);
    const reason =
      'Step Functions keeps the history of every execution for 90 days; what is wrong is in the log of survey-step.';
    accept(machine, { 'AwsSolutions-SF1': reason, 'AwsSolutions-SF2': reason });
    this.addAlarms(machine);
  }

  /** Lets a function end an execution, and let one go on that waits for it. */
  allowEnding(grantee: LambdaFunction): void {
    const stack = Stack.of(this);
    const executions = `${this.machineArn.replace(':stateMachine:', ':execution:')}:*`;
    allow(grantee, ['states:SendTaskSuccess'], [this.machineArn]);
    allow(grantee, ['states:StopExecution'], [executions]);
    const known = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
    const shown = executions
      .replace(stack.partition, '<AWS::Partition>')
      .replace(stack.region, known(stack.region, 'Region'))
      .replace(stack.account, known(stack.account, 'AccountId'));
    accept(grantee.node.scope ?? grantee, {
      [`AwsSolutions-IAM5[Resource::${shown}]`]: 'Executions are named by case and opening.',
    });
  }

  private addAlarms(machine: StateMachine): void {
    const period = { period: Duration.minutes(5), statistic: 'Sum' };
    const metrics = {
      Failed: machine.metricFailed(period),
      TimedOut: machine.metricTimedOut(period),
    };
    for (const [end, metric] of Object.entries(metrics)) {
      new ServiceAlarm(this, `${end}Alarm`, {
        metric,
        threshold: 1,
        means: FAILURE_MEANS,
        runbook: 'surveys',
      });
    }
  }
}

export const surveyMachineArn = (stack: Stack, environment: string): string =>
  stack.formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: surveyMachineName(environment),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

const surveyMachineName = (environment: string): string => `throughline-${environment}-surveys`;

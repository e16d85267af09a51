import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SURVEY_ROUTES } from '../../functions/survey-page/routes.ts';
import { ChannelsApi } from '../constructs/channels-api.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { allow } from '../constructs/grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceStack, type ServiceStackProps, serviceStackOf } from '../constructs/service-stack.ts';
import { SurveyWorkflow, surveyMachineArn } from '../constructs/survey-workflow.ts';
import type { EventRoute } from '../event-routes.ts';
import type { Channels } from './channels.ts';
import type { Foundation } from './foundation.ts';

export interface SurveysProps extends ServiceStackProps {
  readonly foundation: Foundation;
  readonly channels: Channels;
}

interface ConsumerSettings {
  readonly failureMeans: string;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** @default many at once */
  readonly pace?: { readonly batchSize: number; readonly maxConcurrency: number };
  readonly environment: Readonly<Record<string, string>>;
}

const NOT_ASKED = 'Customers are not asked how we did after their cases are resolved.';
const NOT_STOPPED = 'Customers may be reminded of a survey although they have answered it or wrote again.';
const NOT_RECORDED = 'Answers of customers to surveys are not recorded, and low scores open no case again.';

/** How did we do: after a case is resolved its customer is asked, once, and answers where they read it or on a page. */
export class Surveys extends ServiceStack {
  private readonly api: ChannelsApi;

  constructor(scope: Construct, props: SurveysProps) {
    super(scope, 'surveys', 'Throughline: how customers are asked how we did', props);
    // An API without routes cannot be deployed: where no page has a chat, the only one there is stands here.
    this.api = props.config.webchat ? props.channels.channelsApi : new ChannelsApi(this, 'Api');
    this.addPage(props);
    const workflow = new SurveyWorkflow(this, 'Workflow', { step: this.addStep(props).function });
    this.addStart(props, workflow);
    this.addStop(props, workflow);
    this.addAnswers(props);
  }

  private addPage({ foundation: { data, tokenKeys } }: SurveysProps): void {
    const page = new ServiceFunction(this, 'Page', {
      name: 'survey-page',
      failureMeans: NOT_RECORDED,
      environment: {
        TABLE_NAME: data.table.tableName,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
      },
    });
    data.allow(page.function, ['dynamodb:BatchGetItem', 'dynamodb:PutItem']);
    tokenKeys.allowReading(page.function);
    this.api.addRoutes(page, {
      routes: SURVEY_ROUTES,
      by: page.function,
      because: 'Whoever has the link may answer; it is signed, and answers one survey once.',
    });
    // Printed by the stack that has the API: an output that only repeats another stack's says nothing of its own.
    new CfnOutput(serviceStackOf(this.api), 'SurveyUrl', {
      value: `${this.api.url}/survey`,
      description: 'Where the pages of surveys stand; a link adds its token',
    });
  }

  private addStep({ foundation, channels }: SurveysProps): ServiceFunction {
    const { data, tokenKeys } = foundation;
    const { sms, email } = channels;
    const step = new ServiceFunction(this, 'Step', {
      name: 'survey-step',
      failureMeans: NOT_ASKED,
      timeout: Duration.seconds(20),
      // Nobody waits for it: what half a processor saves is more than its slower start costs.
      memorySize: 256,
      environment: {
        TABLE_NAME: data.table.tableName,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
        SURVEY_URL: this.api.url,
        ...(sms && { SMS_CONFIGURATION_SET: sms.receiptsConfigurationSetName }),
        ...(email && { MAIL_CONFIGURATION_SET: email.configurationSetName }),
      },
    });
    data.allow(step.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:ConditionCheckItem',
    ]);
    tokenKeys.allowReading(step.function);
    if (sms) allow(step.function, ['sms-voice:SendTextMessage'], sms.sendingArns);
    email?.allowSending(step.function);
    // By name: the machine itself waits for this function.
    allow(step.function, ['states:SendTaskSuccess'], [surveyMachineArn(this, this.config.environment.name)]);
    return step;
  }

  private addStart(props: SurveysProps, { machineArn }: SurveyWorkflow): void {
    const { data } = props.foundation;
    const environment = { SURVEY_MACHINE: machineArn };
    const start = this.consumer(props, 'start-survey', { failureMeans: NOT_ASKED, environment });
    data.allow(start.function, ['dynamodb:BatchGetItem', 'dynamodb:PutItem']);
    allow(start.function, ['states:StartExecution'], [machineArn]);
  }

  private addStop(props: SurveysProps, workflow: SurveyWorkflow): void {
    const { data } = props.foundation;
    const environment = { SURVEY_MACHINE: workflow.machineArn };
    const stop = this.consumer(props, 'stop-survey', { failureMeans: NOT_STOPPED, environment });
    data.allow(stop.function, ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    workflow.allowEnding(stop.function);
  }

  private addAnswers(props: SurveysProps): void {
    const { data } = props.foundation;
    const { sms } = props.channels;
    const taking = this.consumer(props, 'take-survey-answer', {
      failureMeans: NOT_RECORDED,
      timeout: Duration.seconds(20),
      // It thanks by SMS: as few at once as of replies, which leave from the same numbers.
      pace: { batchSize: 1, maxConcurrency: 2 },
      environment: { ...(sms && { SMS_CONFIGURATION_SET: sms.receiptsConfigurationSetName }) },
    });
    data.allow(taking.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    if (sms) allow(taking.function, ['sms-voice:SendTextMessage'], sms.sendingArns);
  }

  /** A function that hears the events of its route. */
  private consumer(
    { foundation: { bus, data } }: SurveysProps,
    name: EventRoute,
    { failureMeans, timeout = Duration.seconds(10), pace, environment }: ConsumerSettings,
  ): ServiceFunction {
    const heard = new EventSubscription(this, `${name}-events`, {
      bus,
      route: name,
      consumerTimeout: timeout,
      failureMeans,
    });
    return new ServiceFunction(this, name, {
      name,
      failureMeans,
      memorySize: 256,
      consumes: { from: heard.work, ...pace },
      environment: { TABLE_NAME: data.table.tableName, ...environment },
    });
  }
}

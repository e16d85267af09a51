import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { RUNBOOKS, type Runbook } from '../runbooks.ts';
import { serviceStackOf } from './service-stack.ts';

export interface ServiceAlarmProps {
  readonly metric: IMetric;
  /** The alarm rings at this value and above. */
  readonly threshold: number;
  /**
   * It rings below the threshold instead, and when nothing is reported at all.
   * @default false
   */
  readonly ringsBelow?: boolean;
  /**
   * Periods in a row that must reach it.
   * @default 1
   */
  readonly periods?: number;
  /**
   * It goes on ringing for so many periods in all after one that reached the threshold: for what is not over when it
   * stops happening.
   * @default it ends with the last such period
   */
  readonly ringsOnFor?: number;
  /** What it means to a customer, in one sentence. */
  readonly means: string;
  readonly runbook: Runbook;
}

/** An alarm that says what it means to a customer and which page tells what to do. */
export class ServiceAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.ringsOnFor ?? props.periods ?? 1,
      ...(props.ringsOnFor !== undefined && { datapointsToAlarm: 1 }),
      comparisonOperator: props.ringsBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.ringsBelow ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${sentence(props.means)} What to do: ${RUNBOOKS[props.runbook]}`,
    });
    const { alarmTopic } = serviceStackOf(this);
    if (alarmTopic) alarm.addAlarmAction(new SnsAction(alarmTopic));
  }
}

/** @throws Error unless it is a sentence: an alarm at night must tell its reader why they were woken. */
export const sentence = (text: string): string => {
  if (!/^\p{Lu}.{20,}\.$/u.test(text)) {
    throw new Error(`"${text}" is no sentence; say what the failure means to a customer.`);
  }
  return text;
};

import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../../shared/config/config.ts';
import type { FunctionBundles } from '../bundling/bundle-functions.ts';

export interface ServiceStackProps {
  readonly config: Config;
  readonly bundles: FunctionBundles;
  /**
   * Gets every alarm.
   * @default alarms are only shown in CloudWatch
   */
  readonly alarmTopic?: ITopic;
}

/** A stack of one environment; its constructs find configuration and bundles here. */
export class ServiceStack extends Stack {
  readonly config: Config;
  readonly bundles: FunctionBundles;
  alarmTopic: ITopic | undefined;

  constructor(scope: Construct, part: string, description: string, props: ServiceStackProps) {
    const { environment, tags } = props.config;
    const { account, region } = environment;
    const settings: StackProps = {
      description,
      stackName: `throughline-${environment.name}-${part}`,
      terminationProtection: environment.deletionProtection,
      ...((account || region) && { env: { ...(account && { account }), ...(region && { region }) } }),
    };
    super(scope, `throughline-${environment.name}-${part}`, settings);
    this.config = props.config;
    this.bundles = props.bundles;
    this.alarmTopic = props.alarmTopic;
    for (const [key, value] of Object.entries({ 'throughline:environment': environment.name, ...tags })) {
      Tags.of(this).add(key, value);
    }
  }

  /** Physical name of a function in this environment. */
  functionName(name: string): string {
    return `throughline-${this.config.environment.name}-${name}`;
  }
}

export const serviceStackOf = (construct: Construct): ServiceStack => {
  const stack = Stack.of(construct);
  if (!(stack instanceof ServiceStack)) throw new Error(`${construct.node.path} stands in no ServiceStack.`);
  return stack;
};

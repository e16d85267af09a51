/** What the doctor asks of an AWS account and region. Every method throws what AWS answers when it refuses. */
export interface Account {
  /** Where the credentials lead, and the version of the CDK bootstrap there; undefined when there is none. */
  bootstrap(): Promise<number | undefined>;
  /** Of End User Messaging. */
  smsTier(): Promise<'SANDBOX' | 'PRODUCTION' | undefined>;
  /** A number by its ARN; undefined when it is not there. */
  smsNumber(arn: string): Promise<SmsNumberState | undefined>;
  /** Whether SES sends to everybody. */
  sesProduction(): Promise<boolean>;
  /** A domain or address in SES; undefined when it is not there. */
  mailIdentity(name: string): Promise<{ readonly verified: boolean } | undefined>;
  /** Name of the one receipt rule set that SES works by; undefined when none is active. */
  activeRuleSet(): Promise<string | undefined>;
  connectInstances(): Promise<readonly ConnectInstanceState[]>;
}

export interface SmsNumberState {
  readonly status: string;
  /** Where messages of customers are published; undefined when two-way is off. */
  readonly twoWayTopicArn?: string;
}

export interface ConnectInstanceState {
  readonly arn: string;
  readonly alias: string;
  readonly status: string;
}

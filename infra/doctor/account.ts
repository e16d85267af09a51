/** What the doctor asks of an AWS account and region. Every method throws what AWS answers when it refuses. */
export interface Account {
  /** Where the credentials lead, and the version of the CDK bootstrap there; undefined when there is none. */
  bootstrap(): Promise<number | undefined>;
  /** Of End User Messaging. */
  smsTier(): Promise<'SANDBOX' | 'PRODUCTION' | undefined>;
  /** A number by its ARN; undefined when it is not there. */
  smsNumber(arn: string): Promise<SmsNumberState | undefined>;
  ses(): Promise<{ readonly production: boolean; readonly identities: number }>;
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

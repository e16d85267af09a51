import { ConnectClient, ListInstancesCommand } from '@aws-sdk/client-connect';
import {
  DescribeAccountAttributesCommand,
  DescribePhoneNumbersCommand,
  PinpointSMSVoiceV2Client,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Account } from './account.ts';

/** Of the bootstrap that `cdk bootstrap` makes unless told another qualifier. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** Reads only; two attempts, as somebody is waiting. @param region default: the one of the environment or profile */
export const awsAccount = (region: string | undefined): Account => {
  const settings = { maxAttempts: 2, ...(region && { region }) };
  const sms = new PinpointSMSVoiceV2Client(settings);
  const ses = new SESv2Client(settings);
  return {
    async bootstrap() {
      try {
        const { Parameter } = await new SSMClient(settings).send(
          new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }),
        );
        return Number(Parameter?.Value);
      } catch (error) {
        if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
        throw error;
      }
    },
    async smsTier() {
      const { AccountAttributes = [] } = await sms.send(new DescribeAccountAttributesCommand({}));
      const tier = AccountAttributes.find(({ Name }) => Name === 'ACCOUNT_TIER')?.Value;
      return tier === 'SANDBOX' || tier === 'PRODUCTION' ? tier : undefined;
    },
    async smsNumber(arn) {
      try {
        const { PhoneNumbers = [] } = await sms.send(
          new DescribePhoneNumbersCommand({ PhoneNumberIds: [arn] }),
        );
        const [number] = PhoneNumbers;
        if (!number) return undefined;
        const { Status = 'unknown', TwoWayEnabled, TwoWayChannelArn } = number;
        return {
          status: Status,
          ...(TwoWayEnabled && TwoWayChannelArn && { twoWayTopicArn: TwoWayChannelArn }),
        };
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
    async sesProduction() {
      const { ProductionAccessEnabled = false } = await ses.send(new GetAccountCommand({}));
      return ProductionAccessEnabled;
    },
    async mailIdentity(name) {
      try {
        const { VerifiedForSendingStatus = false } = await ses.send(
          new GetEmailIdentityCommand({ EmailIdentity: name }),
        );
        return { verified: VerifiedForSendingStatus };
      } catch (error) {
        if (error instanceof Error && error.name === 'NotFoundException') return undefined;
        throw error;
      }
    },
    async activeRuleSet() {
      const { Metadata } = await new SESClient(settings).send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name;
    },
    async connectInstances() {
      const { InstanceSummaryList = [] } = await new ConnectClient(settings).send(
        new ListInstancesCommand({}),
      );
      return InstanceSummaryList.map(({ Arn = '', InstanceAlias = '', InstanceStatus = '' }) => ({
        arn: Arn,
        alias: InstanceAlias,
        status: InstanceStatus,
      }));
    },
  };
};

import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CfnContactFlow, CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type VoiceConfig, writePrompts } from '../../shared/config/voice.ts';
import type { FlowType } from '../connect/flows/check/flow-document.ts';
import { type Flow, flowContent } from '../connect/flows/flow.ts';
import type { FlowQueue } from '../connect/flows/queueing.ts';
import { inboundFlow } from '../connect/flows/voice/inbound.ts';
import { queueFlow } from '../connect/flows/voice/queue.ts';
import type { SpokenLanguages } from '../connect/flows/voice/speech.ts';
import { agentWhisperFlow, holdFlow } from '../connect/flows/voice/with-agent.ts';
import type { Foundation } from '../stacks/foundation.ts';
import { ServiceFunction } from './service-function.ts';
import { serviceStackOf } from './service-stack.ts';

export interface VoiceProps {
  readonly foundation: Foundation;
  readonly instanceArn: string;
  readonly queues: readonly FlowQueue[];
  /** Queue of a call whose queue is not known any more. */
  readonly fallback: FlowQueue;
  readonly voice: VoiceConfig;
  /** Names are unique in an instance. */
  readonly named: (name: string) => string;
}

/** Calls: the flow they come into, those that Connect starts later on, and the function that knows the caller. */
export class Voice extends Construct {
  private readonly props: VoiceProps;

  constructor(scope: Construct, id: string, props: VoiceProps) {
    super(scope, id);
    this.props = props;
    const { queues, fallback, voice } = props;
    const stack = serviceStackOf(this);
    const languages = spokenIn(voice, stack.config.texts);
    const callback = voice.callbackNumberArn !== undefined;
    const identifying = this.identifyCaller();
    const queue = this.flow('Queue', 'CUSTOMER_QUEUE', queueFlow({ languages, callback }));
    const whisper = this.flow('Whisper', 'AGENT_WHISPER', agentWhisperFlow(languages));
    const hold = this.flow('Hold', 'CUSTOMER_HOLD', holdFlow(languages));
    const inbound = this.flow(
      'Inbound',
      'CONTACT_FLOW',
      inboundFlow({
        company: stack.config.company.name,
        languages,
        departments: voice.departments,
        queues,
        fallback,
        callback,
        identifyCallerArn: identifying.arn,
        hooks: [
          ['CustomerQueue', queue.attrContactFlowArn],
          ['AgentWhisper', whisper.attrContactFlowArn],
          ['CustomerHold', hold.attrContactFlowArn],
        ],
      }),
    );
    inbound.addResourceDependency(identifying.association);
    new CfnOutput(stack, 'InboundFlowArn', {
      value: inbound.attrContactFlowArn,
      description: 'Flow to give the phone numbers of the Connect instance to',
    });
  }

  private flow(id: string, type: FlowType, flow: Flow): CfnContactFlow {
    const { instanceArn, named } = this.props;
    return new CfnContactFlow(this, id, {
      instanceArn,
      name: named(`voice ${id.toLowerCase()}`),
      description: DESCRIPTIONS[id] ?? '',
      type,
      content: flowContent(flow),
    });
  }

  /** The function, and Connect's right to call it for this instance. */
  private identifyCaller() {
    const { foundation, instanceArn } = this.props;
    const { function: identifying } = new ServiceFunction(this, 'IdentifyCaller', {
      name: 'identify-caller',
      failureMeans: 'Callers are greeted as strangers: in the first language, and without their case.',
      // Somebody hears the line ring meanwhile.
      memorySize: 1024,
      timeout: Duration.seconds(8),
      environment: { TABLE_NAME: foundation.data.table.tableName },
    });
    foundation.data.allow(identifying, ['dynamodb:BatchGetItem', 'dynamodb:Query']);
    identifying.addPermission('Connect', {
      principal: new ServicePrincipal('connect.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
      sourceArn: instanceArn,
    });
    const association = new CfnIntegrationAssociation(this, 'IdentifyCallerAssociation', {
      instanceId: instanceArn,
      integrationArn: identifying.functionArn,
      integrationType: 'LAMBDA_FUNCTION',
    });
    // CloudFormation documents no tags of an association, although CDK writes them.
    association.addPropertyDeletionOverride('Tags');
    return { arn: identifying.functionArn, association };
  }
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Queue: 'Says that the place is secured, and offers a callback that keeps it',
  Whisper: 'Tells the agent in one sentence who calls',
  Hold: 'Says that the call is on hold',
  Inbound: 'Greets callers, asks for the department, and takes them into its queue',
};

const spokenIn = (
  voice: VoiceConfig,
  texts: Parameters<typeof writePrompts>[1]['texts'],
): SpokenLanguages => {
  const [first, ...others] = voice.languages.map((spoken) => ({
    ...spoken,
    write: writePrompts(spoken.language, { texts }),
  }));
  if (!first) throw new Error('Voice speaks no language.');
  return [first, ...others];
};

import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { CfnContactFlow, CfnInstance, CfnQueue, CfnRoutingProfile } from 'aws-cdk-lib/aws-connect';
import type { Construct } from 'constructs';
import { flowContent } from '../connect/flows/flow.ts';
import type { FlowQueue } from '../connect/flows/queueing.ts';
import { taskFlow } from '../connect/flows/task.ts';
import { openingHours } from '../connect/opening-hours.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { allow, allowInside, allowSending } from '../constructs/grants.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceStack, type ServiceStackProps } from '../constructs/service-stack.ts';
import { Voice } from '../constructs/voice.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Foundation } from './foundation.ts';

export interface ConnectProps extends ServiceStackProps {
  readonly foundation: Foundation;
}

interface Instance {
  readonly id: string;
  readonly arn: string;
}

const FAILURE_MEANS = 'Cases reach no agent in Amazon Connect: customers wait although somebody is there.';

/** Amazon Connect: queues with their hours, the flow of tasks, and the paced way of a routed case into it. */
export class Connect extends ServiceStack {
  constructor(scope: Construct, props: ConnectProps) {
    super(scope, 'connect', 'Throughline: Amazon Connect and the hand-over of cases to it', props);
    const instance = this.instance();
    const queues = this.queues(instance);
    const fallback = this.fallbackIn(queues);
    const flow = this.taskFlow(instance, queues, fallback);
    this.addHandOver(props.foundation, instance, flow);
    const { voice } = this.config.connect;
    if (voice) {
      new Voice(this, 'Voice', {
        foundation: props.foundation,
        instanceArn: instance.arn,
        queues,
        fallback,
        voice,
        named: (name) => this.named(name),
      });
    }
  }

  private instance(): Instance {
    const { connect, environment } = this.config;
    if ('instanceArn' in connect) {
      return {
        arn: connect.instanceArn,
        id: connect.instanceArn.slice(connect.instanceArn.lastIndexOf('/') + 1),
      };
    }
    const instance = new CfnInstance(this, 'Instance', {
      instanceAlias: connect.create.alias,
      identityManagementType: 'CONNECT_MANAGED',
      attributes: { inboundCalls: true, outboundCalls: true, contactflowLogs: true },
    });
    // An account may create and delete 100 instances in 30 days, and a deleted one takes its records with it.
    instance.applyRemovalPolicy(
      environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    );
    return { arn: instance.attrArn, id: instance.attrId };
  }

  private queues({ arn: instanceArn }: Instance): FlowQueue[] {
    const { hours, queues, connect } = this.config;
    const outboundCallerIdNumberArn = connect.voice?.callbackNumberArn;
    const opening = new Map(
      [...new Set(queues.map((queue) => queue.hours))].map((name) => [
        name,
        openingHours(this, `Hours-${name ?? 'always'}`, {
          instanceArn,
          name: this.named(name ?? 'always'),
          hours: name === undefined ? undefined : hours[name],
        }).attrHoursOfOperationArn,
      ]),
    );
    const made = queues.map(({ id, name, hours: of }) => {
      const queue = new CfnQueue(this, `Queue-${id}`, {
        instanceArn,
        name: this.named(id),
        description: name,
        hoursOfOperationArn: opening.get(of) ?? '',
        ...(outboundCallerIdNumberArn && { outboundCallerConfig: { outboundCallerIdNumberArn } }),
      });
      return { id, arn: queue.attrQueueArn };
    });
    const channels = connect.voice ? (['TASK', 'VOICE'] as const) : (['TASK'] as const);
    // Who has this profile is offered the tasks, and the calls, of every queue; companies add narrower ones.
    new CfnRoutingProfile(this, 'EveryQueue', {
      instanceArn,
      name: this.named('every queue'),
      description: connect.voice ? 'Tasks and calls of every queue' : 'Tasks of every queue',
      defaultOutboundQueueArn: made[0]?.arn ?? '',
      mediaConcurrencies: channels.map((channel) => ({ channel, concurrency: channel === 'VOICE' ? 1 : 3 })),
      // Of one priority: so a callback keeps the place of the call it came from.
      queueConfigs: channels.flatMap((channel) =>
        made.map(({ arn }) => ({ delay: 0, priority: 1, queueReference: { channel, queueArn: arn } })),
      ),
    });
    return made;
  }

  /** Names are unique in an instance, which several environments may share. */
  private named(name: string): string {
    return `Throughline ${this.config.environment.name} ${name}`;
  }

  /** What is routed nowhere else goes where the last rule sends it. */
  private fallbackIn(queues: readonly FlowQueue[]): FlowQueue {
    const last = this.config.routing.at(-1)?.queue;
    const fallback = queues.find(({ id }) => id === last);
    if (!fallback) throw new Error('The last routing rule names no queue.');
    return fallback;
  }

  private taskFlow(
    { arn: instanceArn }: Instance,
    queues: readonly FlowQueue[],
    fallback: FlowQueue,
  ): Instance {
    const flow = new CfnContactFlow(this, 'TaskFlow', {
      instanceArn,
      name: this.named('task'),
      description: 'Puts a task into the queue of its case, at the priority of its route',
      type: 'CONTACT_FLOW',
      content: flowContent(taskFlow(queues, fallback)),
    });
    const arn = flow.attrContactFlowArn;
    // arn:aws:connect:<region>:<account>:instance/<id>/contact-flow/<id>
    return { arn, id: Fn.select(3, Fn.split('/', arn)) };
  }

  private addHandOver({ data, bus }: Foundation, instance: Instance, flow: Instance): void {
    const drain = new WorkQueue(this, 'HandOverDrain', {
      fifo: true,
      // Thirty seconds of work and a last call to Connect.
      consumerTimeout: Duration.seconds(45),
      failureMeans: FAILURE_MEANS,
      alarmAge: Duration.minutes(30),
    });
    const routed = new EventSubscription(this, 'RoutedCases', {
      bus,
      route: 'queue-hand-over',
      consumerTimeout: Duration.seconds(10),
      failureMeans: FAILURE_MEANS,
    });
    const queueing = new ServiceFunction(this, 'QueueHandOver', {
      name: 'queue-hand-over',
      failureMeans: FAILURE_MEANS,
      consumes: { from: routed.work },
      environment: {
        TABLE_NAME: data.table.tableName,
        HAND_OVER_DRAIN_QUEUE_URL: drain.queue.queueUrl,
      },
    });
    data.allow(queueing.function, ['dynamodb:PutItem']);
    allowSending(queueing.function, drain.queue);

    const draining = new ServiceFunction(this, 'DrainHandOvers', {
      name: 'drain-hand-overs',
      failureMeans: FAILURE_MEANS,
      // The messages are of one group: one at a time, so that Connect's quota is spent by one alone.
      consumes: { from: drain, batchSize: 1 },
      environment: {
        TABLE_NAME: data.table.tableName,
        HAND_OVER_DRAIN_QUEUE_URL: drain.queue.queueUrl,
        CONNECT_INSTANCE_ID: instance.id,
        CONNECT_TASK_FLOW_ID: flow.id,
        CONNECT_CALLS_PER_SECOND: String(this.config.connect.quota.perSecond),
        CONNECT_CALLS_BURST: String(this.config.connect.quota.burst),
      },
    });
    data.allow(draining.function, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem']);
    data.allowDueList(draining.function);
    allowSending(draining.function, drain.queue);
    allow(draining.function, ['connect:StartTaskContact'], [flow.arn]);
    allowInside(
      draining.function,
      ['connect:StartTaskContact'],
      instance.arn,
      '/contact/*',
      'Connect asks for the contact that is about to be made, which has no id yet.',
    );
  }
}

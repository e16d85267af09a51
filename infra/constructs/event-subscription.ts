import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../shared/names.ts';
import { EVENT_ROUTES, type EventRoute, type EventRouteSettings } from '../event-routes.ts';
import { WorkQueue, type WorkQueueProps } from './work-queue.ts';

export interface EventSubscriptionProps extends Pick<WorkQueueProps, 'consumerTimeout' | 'failureMeans'> {
  readonly bus: IEventBus;
  /** The entry of `infra/event-routes.ts` it is built from. */
  readonly route: EventRoute;
  /**
   * What else the event's detail must be like, known only here.
   * @default nothing
   */
  readonly where?: Readonly<Record<string, unknown>>;
}

/** One rule of the page `infra/event-routes.ts`, with the queue it fills. */
export class EventSubscription extends Construct {
  readonly work: WorkQueue;

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id);
    const { of, hears, where, because }: EventRouteSettings = EVENT_ROUTES[props.route];
    const detail = { ...where, ...props.where };
    this.work = new WorkQueue(this, 'Work', props);
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      description: because,
      eventPattern: {
        source: [of ?? EVENT_SOURCE],
        detailType: [...hears],
        ...(Object.keys(detail).length > 0 && { detail }),
      },
      targets: [
        new SqsQueue(this.work.queue, {
          deadLetterQueue: this.work.deadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }
}

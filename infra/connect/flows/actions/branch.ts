import { type Path, type Rendered, transitions } from './rendered.ts';

/** Actions that choose the way on. */
export type BranchAction =
  | {
      /** By an attribute's text. */
      readonly type: 'Compare';
      readonly value: Path;
      readonly cases: readonly { readonly equals: string; readonly then: string }[];
      readonly otherwise: string;
    }
  | {
      readonly type: 'CheckHoursOfOperation';
      /** @default those of the queue set before */
      readonly hoursArn?: string;
      readonly open: string;
      readonly closed: string;
      readonly onError: string;
    }
  | {
      /** Whether such agents are there. */
      readonly type: 'CheckMetricData';
      readonly metric: 'NumberOfAgentsAvailable' | 'NumberOfAgentsStaffed' | 'NumberOfAgentsOnline';
      /** @default the queue set before */
      readonly queueArn?: string;
      readonly some: string;
      readonly none: string;
      readonly onError: string;
    }
  | {
      /** How long the queue, or its longest wait, is. */
      readonly type: 'CheckQueueMetric';
      readonly metric: 'NumberOfContactsInQueue' | 'OldestContactInQueueAgeSeconds';
      /** @default the queue set before */
      readonly queueArn?: string;
      readonly above: number;
      readonly then: string;
      readonly otherwise: string;
      readonly onError: string;
    }
  | {
      readonly type: 'Loop';
      readonly times: number;
      readonly again: string;
      readonly done: string;
    }
  | {
      /** Chat only. */
      readonly type: 'Wait';
      readonly seconds: number;
      readonly then: string;
      /** @default nothing ends it early */
      readonly onReturn?: string;
      readonly onError: string;
    };

export const renderBranch = (action: BranchAction): Rendered => {
  switch (action.type) {
    case 'Compare':
      return {
        Type: action.type,
        Parameters: { ComparisonValue: action.value },
        Transitions: transitions(
          action.otherwise,
          { NoMatchingCondition: action.otherwise },
          action.cases.map(({ equals, then }) => ['Equals', equals, then] as const),
        ),
      };
    case 'CheckHoursOfOperation':
      return {
        Type: action.type,
        Parameters: { ...(action.hoursArn !== undefined && { HoursOfOperationId: action.hoursArn }) },
        Transitions: transitions(action.closed, { NoMatchingError: action.onError }, [
          ['Equals', 'True', action.open],
          ['Equals', 'False', action.closed],
        ]),
      };
    case 'CheckMetricData':
      return metric(action, { above: 0, then: action.some, otherwise: action.none });
    case 'CheckQueueMetric':
      return metric(action, action);
    case 'Loop':
      return {
        Type: action.type,
        Parameters: { LoopCount: String(action.times) },
        Transitions: transitions(action.done, {}, [
          ['Equals', 'ContinueLooping', action.again],
          ['Equals', 'DoneLooping', action.done],
        ]),
      };
    case 'Wait':
      return {
        Type: action.type,
        Parameters: {
          TimeLimitSeconds: String(action.seconds),
          ...(action.onReturn !== undefined && { Events: ['CustomerReturned'] }),
        },
        Transitions: transitions(undefined, { NoMatchingError: action.onError }, [
          ['Equals', 'WaitCompleted', action.then],
          ...(action.onReturn === undefined
            ? []
            : [['Equals', 'CustomerReturned', action.onReturn] as const]),
        ]),
      };
  }
};

const metric = (
  { metric: name, queueArn, onError }: Extract<BranchAction, { readonly metric: string }>,
  { above, then, otherwise }: { readonly above: number; readonly then: string; readonly otherwise: string },
): Rendered => ({
  Type: 'CheckMetricData',
  Parameters: { MetricType: name, ...(queueArn !== undefined && { QueueId: queueArn }) },
  Transitions: transitions(undefined, { NoMatchingError: onError, NoMatchingCondition: otherwise }, [
    ['NumberGreaterThan', String(above), then],
  ]),
});

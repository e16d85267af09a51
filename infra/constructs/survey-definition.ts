/** Longest that one survey may take: 90 days to the question and 90 to its end, and what retries take. */
const LONGEST_SECONDS = 200 * 86_400;

/** Outlasts four hours in which the function fails: about ten tries in the first half hour, then one a quarter. */
const RETRY = [
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 900,
    MaxAttempts: 26,
  },
];

/** `$states.input` of every state: ids, times, and the outcome of Ask. */
const SAME = '{% $states.input %}';

/**
 * The workflow of one survey. A customer who answers the question takes it through four states.
 *
 *   WaitForTheMoment → Ask → AskedOrNot → Over
 *          ↑             ┊         │
 *          └─────────────┊─────────┘ not at this hour
 *                        └┄ no answer ┄→ Remind ┄ no answer ┄→ Expire
 *
 * Ask and Remind are handed a token, and go on when somebody reports with it or their time is over.
 */
export const surveyDefinition = (stepArn: string) => {
  const payload = (todo: 'ask' | 'remind' | 'expire') => ({
    FunctionName: stepArn,
    Payload: {
      do: todo,
      caseId: '{% $states.input.caseId %}',
      opening: '{% $states.input.opening %}',
      ...(todo !== 'expire' && { token: '{% $states.context.Task.Token %}' }),
    },
  });
  const waiting = (todo: 'ask' | 'remind', timeout: string, next: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: payload(todo),
    TimeoutSeconds: timeout,
    Retry: RETRY,
    Catch: [{ ErrorEquals: ['States.Timeout'], Next: next, Output: SAME }],
  });
  return {
    Comment: 'Asks a customer how we did, reminds them once, and ends',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: LONGEST_SECONDS,
    StartAt: 'WaitForTheMoment',
    States: {
      WaitForTheMoment: { Type: 'Wait', Timestamp: '{% $states.input.askAt %}', Next: 'Ask' },
      Ask: {
        ...waiting('ask', '{% $states.input.remindAfter %}', 'Remind'),
        Output: '{% $merge([$states.input, $states.result]) %}',
        Next: 'AskedOrNot',
      },
      AskedOrNot: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $states.input.outcome = 'later' %}", Next: 'WaitForTheMoment' }],
        Default: 'Over',
      },
      Remind: {
        ...waiting(
          'remind',
          '{% $max([1, $states.input.expireAfter - $states.input.remindAfter]) %}',
          'Expire',
        ),
        End: true,
      },
      Expire: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: payload('expire'),
        Retry: RETRY,
        End: true,
      },
      Over: { Type: 'Succeed' },
    },
  };
};

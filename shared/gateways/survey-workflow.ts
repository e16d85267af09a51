import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Survey } from '../domain/survey.ts';
import type { SurveyTimes } from '../domain/survey-decision.ts';

type SurveyRef = Pick<Survey, 'caseId' | 'opening'>;

/** What a step of the workflow came to; the state machine chooses by it. */
export type StepResult =
  | { readonly outcome: 'answered' | 'reopened' | 'expired' | 'gone' }
  | { readonly outcome: 'skipped'; readonly because: string }
  | ({ readonly outcome: 'later' } & SurveyTimes);

/** The workflow of each survey in Step Functions. Its executions hold ids and times only. */
export interface SurveyWorkflow {
  /** Once for each resolution, whatever is asked for again. */
  start(survey: SurveyRef & SurveyTimes): Promise<void>;
  /** Ends it where it stands, if it does. */
  stop(survey: SurveyRef): Promise<void>;
}

/** @param stateMachineArn of the machine in `infra/constructs/survey-workflow.ts` */
export function surveyWorkflow(client: SFNClient, stateMachineArn: string): SurveyWorkflow {
  const nameOf = ({ caseId, opening }: SurveyRef) => `${caseId}-${opening}`;
  const executionsArn = stateMachineArn.replace(':stateMachine:', ':execution:');
  return {
    async start({ caseId, opening, askAt, remindAfter, expireAfter }) {
      const input = JSON.stringify({ caseId, opening, askAt, remindAfter, expireAfter });
      const start = new StartExecutionCommand({ stateMachineArn, name: nameOf({ caseId, opening }), input });
      await unless(client.send(start), ExecutionAlreadyExists);
    },
    async stop(survey) {
      const stop = new StopExecutionCommand({
        executionArn: `${executionsArn}:${nameOf(survey)}`,
        cause: 'The case is open again.',
      });
      await unless(client.send(stop), ExecutionDoesNotExist);
    },
  };
}

/** Lets the workflow that waits with a token go on. One that no longer waits with it has gone on already. */
export type GoOn = (taskToken: string, result: StepResult) => Promise<void>;

export function goOnWith(client: SFNClient): GoOn {
  return (taskToken, result) =>
    unless(
      client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(result) })),
      TaskTimedOut,
      TaskDoesNotExist,
      InvalidToken,
    );
}

/** What these errors say is that it is done. */
async function unless(
  call: Promise<unknown>,
  ...done: readonly (abstract new (
    ...parameters: never[]
  ) => Error)[]
): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!done.some((kind) => error instanceof kind)) throw error;
  }
}

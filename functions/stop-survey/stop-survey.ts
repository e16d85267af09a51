import type { Survey } from '../../shared/domain/survey.ts';
import { stopAsking } from '../../shared/domain/survey-steps.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { endSurveyMessages } from '../../shared/sending/end-survey-messages.ts';
import type { SurveyRef } from '../../shared/stores/survey-store.ts';
import type { StopSurveyDependencies } from './dependencies.ts';
import type { EndingEvent } from './ending-event.ts';

/** Each further round means that somebody has changed the case or the customer in this very moment. */
const ROUNDS = 5;

/**
 * Ends a survey that is over: the workflow of an answered one succeeds; one whose case is open again is stopped where it
 * stands, and so is its workflow. A workflow that has ended, or never was, is no mistake. Either way no step comes back
 * to a message that an earlier one has begun: it is ended here.
 *
 * @throws TransientFailure when others kept changing the case, or a step may be at work on a message.
 */
export async function stopSurvey(
  { type, event }: EndingEvent,
  dependencies: StopSurveyDependencies,
): Promise<void> {
  const { surveys, workflow, goOn, log } = dependencies;
  const { caseId } = event;
  switch (type) {
    case 'answered': {
      const { survey } = await surveys.read({ caseId, opening: event.surveyed });
      if (survey?.taskToken === undefined) return log('TL1006', { caseId, eventId: event.eventId });
      await goOn(survey.taskToken, { outcome: 'answered' });
      return endSurveyMessages(survey, 'answered', dependencies);
    }
    case 'reopened': {
      // An answer has opened it, and ends the workflow by itself.
      if (event.reason === 'low-score') return;
      const resolution = { caseId, opening: event.opening - 1 };
      const survey = await stopWaiting(resolution, dependencies);
      await workflow.stop(resolution);
      if (survey) await endSurveyMessages(survey, 'reopened', dependencies);
      return;
    }
  }
}

/** Where nobody was asked yet there is nothing to write: who would ask finds the case open. */
async function stopWaiting(
  ref: SurveyRef,
  { surveys, now, newId }: StopSurveyDependencies,
): Promise<Survey | undefined> {
  const commit = newId();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { survey, case: subject, customer } = await surveys.read(ref);
    if (!survey || !subject || !customer) return undefined;
    const at = now().toISOString();
    const change = stopAsking({ survey, case: subject, customer, now: at });
    if (!change || (await surveys.save(change, { commit, at })) === 'saved') return survey;
  }
  throw new TransientFailure('Others kept changing the case.');
}

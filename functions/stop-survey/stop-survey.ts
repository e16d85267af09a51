import type { StopSurveyDependencies } from './dependencies.ts';
import type { EndingEvent } from './ending-event.ts';

/**
 * Ends the workflow of a survey that is over: an answered one succeeds, one whose case is open again is stopped where it
 * stands. A workflow that has ended, or never was, is no mistake.
 */
export async function stopSurvey(
  { type, event }: EndingEvent,
  { surveys, workflow, goOn, log }: StopSurveyDependencies,
): Promise<void> {
  const { caseId } = event;
  switch (type) {
    case 'answered': {
      const { survey } = await surveys.read({ caseId, opening: event.surveyed });
      if (survey?.taskToken === undefined) return log('TL1006', { caseId, eventId: event.eventId });
      return goOn(survey.taskToken, { outcome: 'answered' });
    }
    case 'reopened':
      // An answer has opened it, and ends the workflow by itself.
      if (event.reason === 'low-score') return;
      return workflow.stop({ caseId, opening: event.opening - 1 });
  }
}

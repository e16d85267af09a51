import { planSurvey } from '../../shared/domain/survey-decision.ts';
import { skipSurvey } from '../../shared/domain/survey-steps.ts';
import type { CaseResolved } from '../../shared/events/case-resolved.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import type { StartSurveyDependencies } from './dependencies.ts';

/** Each further round means that somebody has changed the case in this very moment. */
const ROUNDS = 5;

/**
 * Starts the survey of a resolution, once: its workflow is named after case and opening. Where it is known already that
 * nobody will be asked, that is written down instead.
 *
 * @throws TransientFailure when others kept changing the case.
 */
export async function startSurvey(event: CaseResolved, dependencies: StartSurveyDependencies): Promise<void> {
  const { surveys, workflow, rules, now, newId, log } = dependencies;
  const { caseId, opening, eventId } = event;
  const ref = { caseId, opening };
  if (!rules) return;
  const commit = newId();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { survey, case: subject, customer } = await surveys.read(ref);
    if (survey) return log('TL1006', { caseId, eventId, reason: survey.state });
    const plan = planSurvey({ case: subject, customer, opening }, rules);
    if (plan.do === 'start') return workflow.start({ ...ref, ...plan.times });
    if (plan.because === 'reopened' || !subject)
      return log('TL1006', { caseId, eventId, reason: 'reopened' });
    const at = now().toISOString();
    const change = skipSurvey({ case: subject, now: at }, plan.because);
    if ((await surveys.save(change, { commit, at })) === 'saved') {
      return log('TL5001', { caseId, reason: plan.because });
    }
  }
  throw new TransientFailure('Others kept changing the case.');
}

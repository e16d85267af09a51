import type { Survey } from '../domain/survey.ts';
import { type EndMessageDependencies, endMessage } from './end-message.ts';
import type { Replies } from './replies.ts';

export interface EndSurveyMessagesDependencies extends EndMessageDependencies {
  readonly replies: EndMessageDependencies['replies'] & Pick<Replies, 'read'>;
}

/**
 * Ends the question and the reminder of a survey that is over: no step comes back to them.
 *
 * @throws TransientFailure when a step may be at work on one.
 */
export async function endSurveyMessages(
  { caseId, customerId, asked, reminded }: Survey,
  reason: 'answered' | 'reopened' | 'expired',
  dependencies: EndSurveyMessagesDependencies,
): Promise<void> {
  for (const message of [asked, reminded]) {
    const { interaction } = message
      ? await dependencies.replies.read({ caseId, customerId, ...message })
      : {};
    if (interaction) await endMessage(interaction, reason, dependencies);
  }
}

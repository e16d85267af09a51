import { begun } from '../../shared/domain/delivery.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { surveyMessageId } from '../../shared/domain/survey-steps.ts';
import { lateThanks, thanksAt, thanksRefusal } from '../../shared/domain/survey-thanks.ts';
import { resumeMessage } from '../../shared/sending/resume-message.ts';
import type { SurveyRef } from '../../shared/stores/survey-store.ts';
import { chooseLanguage } from '../../shared/texts/language.ts';
import { text } from '../../shared/texts/text.ts';
import type { TakeSurveyAnswerDependencies } from './dependencies.ts';
import type { Asked } from './record-answer.ts';

/** An answer that came as a message. */
export interface SaidAnswer {
  readonly ref: SurveyRef;
  /** ISO time of the message. */
  readonly saidAt: string;
  /** Id of this try. */
  readonly attempt: string;
}

/** Our thanks as they are written down with the answer, where it was given; undefined when nobody is thanked. */
export async function composeThanks(
  { saidAt, attempt }: SaidAnswer,
  { survey, customer, at }: Asked,
  { replies, senders, company: { company, languages }, log }: TakeSurveyAnswerDependencies,
): Promise<Interaction | undefined> {
  const { caseId, customerId, opening, channel, contactPointId, account } = survey;
  if (!channel || contactPointId === undefined || account === undefined || !senders[channel])
    return undefined;
  const recipient = await replies.recipient(contactPointId);
  const refusal = thanksRefusal({ saidAt, now: at }, recipient);
  if (refusal) {
    log('TL5004', { caseId, reason: refusal });
    return undefined;
  }
  const language = survey.language ?? chooseLanguage({ profile: customer.language, supported: languages });
  const interactionId = surveyMessageId(caseId, opening, 'thanks');
  return {
    ...{ interactionId, caseId, customerId, channel, contactPointId, account },
    direction: 'outbound',
    kind: 'survey',
    at: thanksAt(saidAt, at),
    recordedAt: at,
    text: text(language, channel === 'sms' ? 'survey.sms.thanks' : 'survey.chat.thanks', {
      company: company.name,
    }),
    delivery: begun({ channel, interactionId }, attempt, at),
  };
}

/**
 * Sends the thanks that were written down with the answer, by this try or one before, once.
 *
 * @throws TransientFailure when the provider did not take them, or another may be at work on them.
 */
export async function sendThanks(
  { ref, saidAt, attempt }: SaidAnswer,
  dependencies: TakeSurveyAnswerDependencies,
): Promise<void> {
  const { surveys, replies, now } = dependencies;
  const { survey } = await surveys.read(ref);
  if (!survey?.thanked) return;
  const { caseId, customerId, thanked } = survey;
  const { interaction } = await replies.read({ caseId, customerId, ...thanked });
  if (!interaction) return;
  const refusal = lateThanks({ saidAt, now: now().toISOString() });
  await resumeMessage({ interaction, attempt, refusal }, dependencies);
}

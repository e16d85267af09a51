import type { Case } from '../../shared/domain/case.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import { begun } from '../../shared/domain/delivery.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { SurveyRecipient } from '../../shared/domain/survey.ts';
import { surveyMessageId } from '../../shared/domain/survey-steps.ts';
import { surveyToken } from '../../shared/domain/tokens.ts';
import { detectLanguage } from '../../shared/texts/detect-language.ts';
import { chooseLanguage } from '../../shared/texts/language.ts';
import { text } from '../../shared/texts/text.ts';
import type { SurveyStepDependencies } from './dependencies.ts';

/** What is asked, of whom, and how long an answer counts. */
export interface SurveyBrief {
  readonly which: 'ask' | 'remind';
  readonly subject: Case;
  /** In which it is said. */
  readonly language: string;
  readonly to: SurveyRecipient;
  /** ISO time. */
  readonly until: string;
  readonly at: string;
}

const DAY_MS = 86_400_000;

const SHORT_TEXTS = {
  sms: { ask: 'survey.sms.ask', remind: 'survey.sms.remind' },
  chat: { ask: 'survey.chat.ask', remind: 'survey.chat.remind' },
} as const;

/** The customer's language, by what they wrote last where their profile does not say it. */
export function languageOf(
  { language: profile }: Customer,
  newest: Pick<Interaction, 'text'> | undefined,
  { languages }: Pick<SurveyStepDependencies['config'], 'languages'>,
): string {
  const detected = newest && detectLanguage(newest.text, languages);
  return chooseLanguage({ profile, detected, supported: languages });
}

/** The message as it is written down before it is sent, with its link. */
export async function composeSurvey(
  brief: SurveyBrief,
  attempt: string,
  { tokenKeys, surveyUrl, config }: Pick<SurveyStepDependencies, 'tokenKeys' | 'surveyUrl' | 'config'>,
): Promise<Interaction> {
  const { which, subject, to, until, at } = brief;
  const { caseId, customerId, opening } = subject;
  const token = surveyToken(await tokenKeys.keys(), { caseId, opening, expiresAt: until });
  const interactionId = surveyMessageId(caseId, opening, which);
  return {
    interactionId,
    caseId,
    customerId,
    ...to,
    direction: 'outbound',
    kind: 'survey',
    at,
    recordedAt: at,
    ...wordsOf(brief, `${surveyUrl}/survey/${token}`, config),
    delivery: begun({ channel: to.channel, interactionId }, attempt, at),
  };
}

function wordsOf(
  { which, language, to, until, at }: SurveyBrief,
  link: string,
  { company: { name: company } }: SurveyStepDependencies['config'],
): Pick<Interaction, 'text' | 'subject'> {
  if (to.channel === 'email') {
    const days = Math.ceil((Date.parse(until) - Date.parse(at)) / DAY_MS);
    return which === 'ask'
      ? {
          subject: text(language, 'survey.email.subject', { company }),
          text: text(language, 'survey.email.ask', { company, link, days }),
        }
      : {
          subject: text(language, 'survey.email.remind.subject', { company }),
          text: text(language, 'survey.email.remind', { company, link, days }),
        };
  }
  const key = SHORT_TEXTS[to.channel === 'sms' ? 'sms' : 'chat'][which];
  return { text: text(language, key, { company, link }) };
}

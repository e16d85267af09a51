import type { Case } from '../../shared/domain/case.ts';
import type { Customer } from '../../shared/domain/customer.ts';
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
  readonly customer: Customer;
  /** What the customer wrote last: its language tells theirs. */
  readonly newest: Pick<Interaction, 'text'> | undefined;
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

/** The message as it is written down before it is sent, with its link, in the customer's language. */
export async function composeSurvey(
  brief: SurveyBrief,
  attempt: string,
  { tokenKeys, surveyUrl, config }: Pick<SurveyStepDependencies, 'tokenKeys' | 'surveyUrl' | 'config'>,
): Promise<Interaction> {
  const { which, subject, to, until, at } = brief;
  const { caseId, customerId, opening } = subject;
  const token = surveyToken(await tokenKeys.keys(), { caseId, opening, expiresAt: until });
  return {
    interactionId: surveyMessageId(caseId, opening, which),
    caseId,
    customerId,
    ...to,
    direction: 'outbound',
    kind: 'survey',
    at,
    recordedAt: at,
    ...wordsOf(brief, `${surveyUrl}/survey/${token}`, config),
    delivery: { state: 'sending', attempt, since: at },
  };
}

function wordsOf(
  { which, customer, newest, to, until, at }: SurveyBrief,
  link: string,
  { company: { name: company }, languages }: SurveyStepDependencies['config'],
): Pick<Interaction, 'text' | 'subject'> {
  const language = chooseLanguage({
    profile: customer.language,
    detected: newest && detectLanguage(newest.text, languages),
    supported: languages,
  });
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

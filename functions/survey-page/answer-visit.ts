import type { SurveyQuestion } from '../../shared/domain/survey.ts';
import { type AnswerRefusal, answerRefusal } from '../../shared/domain/survey-answer.ts';
import { readSurveyToken } from '../../shared/domain/tokens.ts';
import type { HttpResult, PublicHttpEvent } from '../../shared/runtime/http-routes.ts';
import { recordAnswer } from '../take-survey-answer/record-answer.ts';
import type { SurveyPageDependencies } from './dependencies.ts';
import { readAnswer } from './read-answer.ts';
import { type Page, respond } from './respond.ts';
import { wishedLanguage } from './visit.ts';

/**
 * Whoever has the link may answer once. To open it, however often and by whomever, changes nothing: scanners of mail open
 * every link before the customer does.
 */
export async function answerVisit(
  event: PublicHttpEvent,
  dependencies: SurveyPageDependencies,
): Promise<HttpResult> {
  const { surveys, tokenKeys, config, now } = dependencies;
  const { company, languages } = config;
  const at = now().toISOString();
  const verdict = readSurveyToken(await tokenKeys.keys(), event.pathParameters?.token ?? '', at);
  const stranger = { company, language: wishedLanguage(event, languages) };
  if (verdict.kind === 'refused') {
    return respond(event, { kind: verdict.because === 'expired' ? 'expired' : 'wrong-link' }, stranger);
  }
  const { caseId, opening } = verdict.claims;
  const { survey, case: subject, customer } = await surveys.read({ caseId, opening });
  // The customer was erased: the page no longer knows whom it speaks to.
  if (!survey || !subject || !customer) return respond(event, { kind: 'expired' }, stranger);

  const reader = { company, language: wishedLanguage(event, languages, customer.language) };
  const refusal = answerRefusal(survey, at);
  if (refusal) return respond(event, pageAfter(refusal), reader);
  const questions: readonly SurveyQuestion[] = config.survey?.questions ?? ['csat'];
  if (event.requestContext.http.method !== 'POST') {
    return respond(event, { kind: 'form', questions }, reader);
  }
  const read = readAnswer(event, questions);
  if (!read.ok) return respond(event, { kind: 'form', questions, problem: read.problem }, reader);
  const answer = { ...read.answer, via: 'page' };
  const recorded = await recordAnswer({ caseId, opening }, async () => answer, dependencies);
  return respond(event, pageAfter(recorded), reader);
}

function pageAfter(recorded: 'recorded' | 'gone' | AnswerRefusal): Page {
  switch (recorded) {
    case 'recorded':
      return { kind: 'thanks' };
    case 'answered':
      return { kind: 'answered' };
    case 'expired':
    case 'not-asked':
    case 'gone':
      return { kind: 'expired' };
  }
}

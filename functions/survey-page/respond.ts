import type { SurveyQuestion } from '../../shared/domain/survey.ts';
import type { HttpResult, PublicHttpEvent } from '../../shared/runtime/http-routes.ts';
import { STYLE_HASH } from './page-style.ts';
import type { AnswerProblem } from './read-answer.ts';
import { type Reader, renderPage } from './render-page.ts';
import { speaksJson } from './visit.ts';

/** What a visitor sees. */
export type Page =
  | { readonly kind: 'form'; readonly questions: readonly SurveyQuestion[]; readonly problem?: AnswerProblem }
  | { readonly kind: 'thanks' | 'answered' | 'expired' | 'wrong-link' | 'failed' };

/** Nothing is loaded and no script runs, a form is sent only here, and no other page shows this one in a frame. */
const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The address is the right to answer: no cache keeps it, no other site and no search engine learns it. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** The page as HTML for people, as JSON for programs; nothing but its headers for HEAD. */
export function respond(event: PublicHttpEvent, page: Page, reader: Reader): HttpResult {
  const isJson = speaksJson(event);
  const body = isJson ? JSON.stringify(jsonOf(page)) : renderPage(page, reader);
  return {
    statusCode: statusOf(page),
    headers: {
      ...HEADERS,
      'content-type': `${isJson ? 'application/json' : 'text/html'}; charset=utf-8`,
      ...(!isJson && { 'content-language': reader.language }),
    },
    body: event.requestContext.http.method === 'HEAD' ? '' : body,
  };
}

function statusOf(page: Page): number {
  switch (page.kind) {
    case 'form':
      return page.problem?.status ?? 200;
    case 'thanks':
    case 'answered':
      return 200;
    case 'wrong-link':
      return 404;
    case 'expired':
      return 410;
    case 'failed':
      return 500;
  }
}

function jsonOf(page: Page): object {
  const error = (code: string, message: string) => ({ error: { code, message } });
  switch (page.kind) {
    case 'thanks':
      return { outcome: 'recorded' };
    case 'answered':
      return { outcome: 'answered-before' };
    case 'form':
      return page.problem
        ? error('bad-answer', page.problem.sentence)
        : error('no-answer', 'Send the answer with POST.');
    case 'wrong-link':
      return error('no-such-survey', 'This link was not given out here.');
    case 'expired':
      return error('survey-over', 'This survey can no longer be answered.');
    case 'failed':
      return error('unexpected', 'Something went wrong on our side; try again.');
  }
}

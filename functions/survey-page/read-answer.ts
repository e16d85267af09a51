import * as z from 'zod';
import { SCALES, type SurveyQuestion, type SurveyScores } from '../../shared/domain/survey.ts';
import { cleanText } from '../../shared/domain/text.ts';
import { type PublicHttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import { mediaTypeOf, speaksJson } from './visit.ts';

/** The biggest body taken, in bytes: a comment in any script, spelled out as forms do. */
const LARGEST_BODY = 32_768;

/** The longest comment, in UTF-16 units. */
export const LONGEST_COMMENT = 2_000;

/** What a form had, to be shown again beside what is wrong with it. */
export type FormValues = Readonly<Partial<Record<SurveyQuestion | 'comment', string>>>;

export interface GivenAnswer {
  readonly scores: SurveyScores;
  readonly comment?: string | undefined;
}

/** What is wrong with an answer: a word for the page, a sentence for programs. */
export interface AnswerProblem {
  readonly is: 'missing' | 'too-long' | 'unreadable';
  readonly status: 400 | 413;
  readonly sentence: string;
  readonly values?: FormValues;
}

export type ReadAnswer =
  | { readonly ok: true; readonly answer: GivenAnswer }
  | { readonly ok: false; readonly problem: AnswerProblem };

/** Reads an answer to these questions from a form or from JSON. */
export function readAnswer(event: PublicHttpEvent, questions: readonly SurveyQuestion[]): ReadAnswer {
  const { body = '', isBase64Encoded } = event;
  const bytes = isBase64Encoded ? (body.length / 4) * 3 : Buffer.byteLength(body);
  if (bytes > LARGEST_BODY) {
    return problem('unreadable', `The body has more than ${LARGEST_BODY / 1024} KB.`, 413);
  }
  return speaksJson(event) ? readJson(event, questions) : readForm(event, questions);
}

const comment = z
  .string()
  .transform((text) => cleanText(text).text.trim())
  .refine((text) => text.length <= LONGEST_COMMENT, `has more than ${LONGEST_COMMENT} characters`);

const score = (question: SurveyQuestion) =>
  z.int().min(SCALES[question].lowest).max(SCALES[question].highest);

/** Questions that are not asked are not answered. */
function answerSchema(questions: readonly SurveyQuestion[]) {
  const asked = (question: 'effort' | 'nps') =>
    questions.includes(question) ? score(question).optional() : z.undefined('is not asked').optional();
  return z.strictObject({
    csat: score('csat'),
    effort: asked('effort'),
    nps: asked('nps'),
    comment: comment.optional(),
  });
}

function readJson(event: PublicHttpEvent, questions: readonly SurveyQuestion[]): ReadAnswer {
  const read = readBody(event, answerSchema(questions));
  return read.ok ? given(read.body) : problem('unreadable', read.refusal.message);
}

function readForm(event: PublicHttpEvent, questions: readonly SurveyQuestion[]): ReadAnswer {
  const fields = fieldsOf(event);
  if (!fields) return problem('unreadable', 'The body is no form, or no UTF-8.');
  const values = Object.fromEntries(fields);
  if (Object.keys(values).length < fields.length) {
    return problem('unreadable', 'A field of the form stands there twice.');
  }
  const { comment: said, ...scores } = values;
  const chosen = Object.entries(scores).filter(([, value]) => value !== '');
  if (scores.csat === undefined || scores.csat === '') {
    return problem('missing', 'csat is missing.', 400, shown(values, questions));
  }
  const read = answerSchema(questions).safeParse({
    ...Object.fromEntries(chosen.map(([name, value]) => [name, numberOf(value)])),
    ...(said !== undefined && { comment: said }),
  });
  if (read.success) return given(read.data);
  const isComment = read.error.issues.every(({ path }) => path[0] === 'comment');
  return isComment
    ? problem(
        'too-long',
        `The comment has more than ${LONGEST_COMMENT} characters.`,
        400,
        shown(values, questions),
      )
    : problem('unreadable', 'The form is not the one that the page shows.', 400, shown(values, questions));
}

function given({ comment: said, ...scores }: z.output<ReturnType<typeof answerSchema>>): ReadAnswer {
  return { ok: true, answer: { scores, ...(said && { comment: said }) } };
}

function problem(
  is: AnswerProblem['is'],
  sentence: string,
  status: AnswerProblem['status'] = 400,
  values?: FormValues,
): ReadAnswer {
  return { ok: false, problem: { is, sentence, status, ...(values && { values }) } };
}

function shown(values: Readonly<Record<string, string>>, questions: readonly SurveyQuestion[]): FormValues {
  const { comment: said = '' } = values;
  const chosen = questions.map((question) => [question, values[question] ?? '']);
  return { ...Object.fromEntries(chosen), comment: cleanText(said).text };
}

function numberOf(value: string): number {
  return /^\d{1,2}$/.test(value) ? Number(value) : Number.NaN;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Names and values of a form in their order; undefined for any other body, and for bytes that are no UTF-8. */
function fieldsOf({ body = '', isBase64Encoded, headers }: PublicHttpEvent): [string, string][] | undefined {
  if (mediaTypeOf(headers['content-type']) !== 'application/x-www-form-urlencoded') return undefined;
  try {
    const form = isBase64Encoded ? UTF8.decode(Buffer.from(body, 'base64')) : body;
    const text = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return form
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [text(name), text(value.join('='))];
      });
  } catch {
    return undefined;
  }
}

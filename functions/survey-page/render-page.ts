import type { CompiledConfig } from '../../shared/config/config.ts';
import { SCALES, type SurveyQuestion } from '../../shared/domain/survey.ts';
import { text } from '../../shared/texts/text.ts';
import { STYLE } from './page-style.ts';
import { type AnswerProblem, type FormValues, LONGEST_COMMENT } from './read-answer.ts';
import type { Page } from './respond.ts';

/** Who reads the page, and from whom it is. */
export interface Reader {
  readonly company: CompiledConfig['company'];
  /** One of the configured languages. */
  readonly language: string;
}

/** A whole page. Everything in it but its own markup is escaped. */
export function renderPage(page: Page, reader: Reader): string {
  const company = reader.company.name;
  const title = titleOf(page, reader);
  return `<!doctype html>
<html lang="${escapeHtml(reader.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body dir="auto">
<header><p>${escapeHtml(company)}</p></header>
<main>
${page.kind === 'form' ? formOf(page, reader) : `<h1>${escapeHtml(title)}</h1>`}
</main>
</body>
</html>
`;
}

function titleOf({ kind }: Page, { language, company: { name: company } }: Reader): string {
  switch (kind) {
    case 'form':
      return text(language, 'survey.page.title', { company });
    case 'thanks':
      return text(language, 'survey.page.thanks', { company });
    case 'answered':
      return text(language, 'survey.page.answered');
    case 'expired':
      return text(language, 'survey.page.expired');
    case 'wrong-link':
      return text(language, 'survey.page.wrong-link');
    case 'failed':
      return text(language, 'survey.page.failed');
  }
}

function formOf({ questions, problem }: Extract<Page, { kind: 'form' }>, reader: Reader): string {
  const { language, company } = reader;
  const params = { company: company.name };
  const values = problem?.values ?? {};
  const wrong = problem && problemOf(problem, language);
  const commentIsWrong = problem?.is === 'too-long';
  return `<h1>${escapeHtml(text(language, 'survey.page.title', params))}</h1>
<p>${escapeHtml(text(language, 'survey.page.intro', params))}</p>
${wrong === undefined ? '' : `<p class="problem" id="problem" role="alert">${escapeHtml(wrong)}</p>`}
<form method="post">
${questions.map((question) => fieldsetOf(question, { reader, values, isWrong: problem?.is === 'missing' && question === 'csat' })).join('\n')}
<div class="comment">
<label for="comment">${escapeHtml(text(language, 'survey.page.comment'))} <span class="optional">(${escapeHtml(text(language, 'survey.page.optional'))})</span></label>
<textarea id="comment" name="comment" rows="4" maxlength="${LONGEST_COMMENT}"${commentIsWrong ? ' aria-invalid="true" aria-describedby="problem"' : ''}>
${escapeHtml(values.comment ?? '')}</textarea>
</div>
<button type="submit">${escapeHtml(text(language, 'survey.page.confirm'))}</button>
</form>`;
}

function problemOf({ is }: AnswerProblem, language: string): string {
  switch (is) {
    case 'missing':
      return text(language, 'survey.page.missing');
    case 'too-long':
      return text(language, 'survey.page.too-long');
    case 'unreadable':
      return text(language, 'survey.page.unreadable');
  }
}

interface FieldsetContext {
  readonly reader: Reader;
  readonly values: FormValues;
  readonly isWrong: boolean;
}

/** One question: a number to tap for each point of its scale, the ends in words, for ears as well as for eyes. */
function fieldsetOf(question: SurveyQuestion, { reader, values, isWrong }: FieldsetContext): string {
  const { lowest, highest } = SCALES[question];
  const { legend, low, high } = wordsOf(question, reader);
  const points = Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
  const ends = new Map<number, string>([
    [lowest, low],
    [highest, high],
  ]);
  const isRequired = question === 'csat';
  const options = points.map((point) => {
    const end = ends.get(point);
    const spoken = end === undefined ? '' : `<span class="spoken"> – ${escapeHtml(end)}</span>`;
    const checked = values[question] === String(point) ? ' checked' : '';
    const required = isRequired ? ' required' : '';
    return `<label><input type="radio" name="${question}" value="${point}"${required}${checked}><span>${point}${spoken}</span></label>`;
  });
  const optional = isRequired
    ? ''
    : ` <span class="optional">(${escapeHtml(text(reader.language, 'survey.page.optional'))})</span>`;
  return `<fieldset${isWrong ? ' aria-describedby="problem"' : ''}>
<legend>${escapeHtml(legend)}${optional}</legend>
<div class="scale">${options.join('')}</div>
<div class="ends" aria-hidden="true"><span>${lowest} – ${escapeHtml(low)}</span><span>${highest} – ${escapeHtml(high)}</span></div>
</fieldset>`;
}

function wordsOf(question: SurveyQuestion, { language, company: { name: company } }: Reader) {
  switch (question) {
    case 'csat':
      return {
        legend: text(language, 'survey.page.satisfaction'),
        low: text(language, 'survey.page.satisfaction.low'),
        high: text(language, 'survey.page.satisfaction.high'),
      };
    case 'effort':
      return {
        legend: text(language, 'survey.page.effort', { company }),
        low: text(language, 'survey.page.effort.low'),
        high: text(language, 'survey.page.effort.high'),
      };
    case 'nps':
      return {
        legend: text(language, 'survey.page.recommend', { company }),
        low: text(language, 'survey.page.recommend.low'),
        high: text(language, 'survey.page.recommend.high'),
      };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(plain: string): string {
  return plain.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

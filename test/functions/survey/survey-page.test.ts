import { beforeAll, describe, expect, test } from 'vitest';
import { answerVisit } from '../../../functions/survey-page/answer-visit.ts';
import type { SurveyPageDependencies } from '../../../functions/survey-page/dependencies.ts';
import { surveyToken } from '../../../shared/domain/tokens.ts';
import type { PublicHttpEvent } from '../../../shared/runtime/http-routes.ts';
import { ago, DAY, NOW } from '../../domain/builders.ts';
import { CASE_ID, surveyDesk } from './survey-desk.ts';

const KEYS = [{ id: 1, secret: 'x'.repeat(64) }] as const;
const TOKEN = surveyToken(KEYS, { caseId: CASE_ID, opening: 1, expiresAt: ago(-7 * DAY) });

interface Request {
  readonly method?: string;
  readonly token?: string;
  readonly form?: string | Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

function requestOf({ method, token = TOKEN, form, json, bytes, headers }: Request): PublicHttpEvent {
  const fields = typeof form === 'object' ? new URLSearchParams(form).toString() : form;
  const body = bytes ? Buffer.from(bytes) : (fields ?? (json !== undefined && JSON.stringify(json)));
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8';
  return {
    headers: { ...(body !== false && { 'content-type': type }), ...headers },
    pathParameters: { token },
    // API Gateway hands over everything but text and JSON in base64.
    ...(body !== false && {
      body: json === undefined ? Buffer.from(body).toString('base64') : String(body),
    }),
    isBase64Encoded: json === undefined,
    requestContext: { http: { method: method ?? (body === false ? 'GET' : 'POST') } },
  } as unknown as PublicHttpEvent;
}

/** A survey that was asked just now, and its page. */
async function askedDesk(scene: Parameters<typeof surveyDesk>[0] = {}) {
  const it = await surveyDesk(scene);
  await it.ask();
  const { now, newId, log, config } = it.dependencies;
  const dependencies: SurveyPageDependencies = {
    ...{ now, newId, log, surveys: it.surveys, tokenKeys: { keys: async () => KEYS } },
    rules: { lowScore: 2, lowScoreToAnotherAgent: true, promises: [] },
    config,
  };
  return {
    ...it,
    visit: async (request: Request = {}, changed: Partial<SurveyPageDependencies> = {}) => {
      const {
        statusCode,
        headers,
        body = '',
      } = await answerVisit(requestOf(request), {
        ...dependencies,
        ...changed,
      });
      return { status: statusCode, headers, body };
    },
  };
}

type Desk = Awaited<ReturnType<typeof askedDesk>>;

describe('The link of a survey', () => {
  test('W6 opened by a scanner, twice and with HEAD, changes nothing', async () => {
    const it = await askedDesk();
    const before = await it.read();
    for (const method of ['GET', 'GET', 'HEAD']) expect((await it.visit({ method })).status).toBe(200);
    expect((await it.visit({ method: 'HEAD' })).body).toBe('');
    expect(await it.read()).toEqual(before);
  });

  test('shows a form that works without a script, and lets nothing else in or out', async () => {
    const { body, headers } = await (await askedDesk()).visit();
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
    });
    expect(body).not.toMatch(/<script|javascript:| on\w+=|http/i);
    expect(body.match(/<fieldset>/g)).toHaveLength(3);
    expect(body.match(/<input type="radio"/g)).toHaveLength(5 + 5 + 11);
    expect(body).toContain('<html lang="en">');
    expect(body).not.toContain(CASE_ID);
  });

  test('speaks the customer’s language, else the browser’s, else the first of the company', async () => {
    const lang = async (scene: Parameters<typeof surveyDesk>[0], accept?: string) => {
      const { visit } = await askedDesk(scene);
      const { body } = await visit(accept === undefined ? {} : { headers: { 'accept-language': accept } });
      return /<html lang="(\w+)"/.exec(body)?.[1];
    };
    expect(await lang({ customer: { language: 'it-CH' } }, 'en')).toBe('it');
    expect(await lang({}, 'fr;q=0.9, de, it-IT;q=0.8, en;q=0.1')).toBe('it');
    expect(await lang({}, 'fr, *;q=0.5, it;q=x')).toBe('en');
    expect(await lang({})).toBe('en');
  });

  test('S3.16 answered by the form is recorded with all that was said', async () => {
    const it = await askedDesk();
    const thanks = await it.visit({
      form: { csat: '4', effort: '', nps: '0', comment: 'Fine,\r\nthanks ☕' },
    });
    expect(thanks).toMatchObject({ status: 200, body: expect.stringContaining('Thank you!') });
    expect((await it.read()).survey).toMatchObject({ state: 'answered', scores: { csat: 4, nps: 0 } });
  });

  test('answered in JSON is recorded, and answered in JSON', async () => {
    const it = await askedDesk();
    const first = await it.visit({ json: { csat: 2, comment: 'No.' } });
    expect([first.status, JSON.parse(first.body)]).toEqual([200, { outcome: 'recorded' }]);
    const again = await it.visit({ json: { csat: 5 } });
    expect([again.status, JSON.parse(again.body)]).toEqual([200, { outcome: 'answered-before' }]);
    // A low score: the customer waits again.
    expect(await it.read()).toMatchObject({
      survey: { scores: { csat: 2 } },
      case: { state: 'open', opening: 2, avoidAgent: 'agent-1' },
    });
  });

  test('R5 answered twice at once counts once, and both are thanked', async () => {
    const it = await askedDesk();
    const both = await Promise.all([it.visit({ form: { csat: '5' } }), it.visit({ form: { csat: '1' } })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await it.read()).survey).toMatchObject({ state: 'answered', version: 2 });
  });

  test('shows markup in a comment and a name as text', async () => {
    const it = await askedDesk();
    const config = { ...it.dependencies.config, company: { name: '<b>"Bikes" & Co</b>' } };
    const { body } = await it.visit({ form: { csat: '', comment: '</textarea><img src=x>' } }, { config });
    expect(body).not.toMatch(/<img|<b>|<\/textarea><img/);
    expect(body).toContain('&lt;/textarea&gt;&lt;img src=x&gt;');
  });
});

describe('A link that leads nowhere says so in a sentence', () => {
  let it: Desk;
  beforeAll(async () => {
    it = await askedDesk();
  });
  const forged = `${TOKEN.slice(0, -1)}${TOKEN.endsWith('a') ? 'q' : 'a'}`;
  const other = surveyToken(KEYS, { caseId: CASE_ID, opening: 2, expiresAt: ago(-DAY) });
  const unknown = surveyToken(KEYS, { caseId: `${'z'.repeat(16)}-1`, opening: 1, expiresAt: ago(-DAY) });
  test.each([
    ['forged', forged, 404, 'not valid'],
    ['in capitals', TOKEN.toUpperCase(), 404, 'not valid'],
    ['cut off', TOKEN.slice(0, 20), 404, 'not valid'],
    ['of anything', '%3Cscript%3E', 404, 'not valid'],
    ['empty', '', 404, 'not valid'],
    ['expired', surveyToken(KEYS, { caseId: CASE_ID, opening: 1, expiresAt: NOW }), 410, 'expired'],
    ['of another opening', other, 410, 'expired'],
    ['of somebody erased', unknown, 410, 'expired'],
  ])('%s', async (_, token, status, says) => {
    for (const request of [{ token }, { token, form: { csat: '5' } }]) {
      expect(await it.visit(request)).toMatchObject({ status, body: expect.stringContaining(says) });
    }
    const json = await it.visit({ token, json: { csat: 5 } });
    expect(json).toMatchObject({ status, body: expect.stringContaining('"message"') });
    expect((await it.read()).survey?.state).toBe('asked');
  });

  test('answered before, kindly', async () => {
    const done = await askedDesk();
    await done.visit({ form: { csat: '5' } });
    for (const request of [{}, { form: { csat: '1' } }]) {
      const page = await done.visit(request);
      expect(page).toMatchObject({
        status: 200,
        body: expect.stringContaining('answered these questions already'),
      });
    }
  });

  test('about a case that was opened again counts still, and opens nothing more', async () => {
    const it = await askedDesk();
    await it.reopen();
    await it.remind();
    expect((await it.read()).survey?.state).toBe('stopped');
    expect(await it.visit({ form: { csat: '1' } })).toMatchObject({ status: 200 });
    const { survey, case: subject } = await it.read();
    expect(survey).toMatchObject({ state: 'answered', scores: { csat: 1 } });
    expect(subject).toMatchObject({ opening: 2, arrivals: 1, survey: { state: 'answered', score: 1 } });
  });

  test('after the end of the survey', async () => {
    const late = await askedDesk();
    late.wait(6 * DAY);
    expect((await late.visit()).status).toBe(200);
    late.wait(DAY);
    expect(await late.visit({ form: { csat: '5' } })).toMatchObject({ status: 410 });
  });
});

describe('An answer that is none is refused in a sentence, and the form comes back', () => {
  let it: Desk;
  beforeAll(async () => {
    it = await askedDesk();
  });
  const form = (text: string) => ({ form: text });
  test.each([
    ['without a score', form('effort=3&comment=Hi'), 400, 'choose an answer'],
    ['with a score above the scale', form('csat=6'), 400, 'could not read'],
    ['with a score below it', form('csat=0'), 400, 'could not read'],
    ['with half a score', form('csat=4.5'), 400, 'could not read'],
    ['with a field twice', form('csat=1&csat=5'), 400, 'could not read'],
    ['with a field of its own', form('csat=5&admin=1'), 400, 'could not read'],
    ['with __proto__', form('csat=5&__proto__=1'), 400, 'could not read'],
    ['that is no UTF-8', { bytes: Uint8Array.of(0x63, 0x73, 0x61, 0x74, 0x3d, 0xff) }, 400, 'could not read'],
    ['with a comment that is no UTF-8', form('csat=5&comment=%FF'), 400, 'could not read'],
    ['with a comment of a novel', form(`csat=5&comment=${'a'.repeat(2_001)}`), 400, 'too long'],
    ['of a megabyte', form(`csat=5&comment=${'a'.repeat(1024 * 1024)}`), 413, 'could not read'],
    ['of nothing', form(''), 400, 'choose an answer'],
    ['of another type', { form: 'csat=5', headers: { 'content-type': 'text/plain' } }, 400, 'could not read'],
  ])('%s', async (_, request, status, says) => {
    const page = await it.visit({ method: 'POST', ...request });
    expect(page).toMatchObject({ status, body: expect.stringContaining(says) });
    expect(page.body).toContain('<form method="post">');
    expect((await it.read()).survey?.state).toBe('asked');
  });

  test('with what was chosen still there', async () => {
    const { body } = await it.visit({ form: { effort: '3', comment: 'Almost' } });
    expect(body).toContain('name="effort" value="3" checked');
    expect(body).toContain('Almost</textarea>');
  });

  test.each([
    ['no score', {}, 'csat'],
    ['a text for a score', { csat: '5' }, 'csat'],
    ['a score beyond', { csat: 5, nps: 11 }, 'nps'],
    ['a field of its own', { csat: 5, caseId: 'x' }, 'caseId'],
    ['no object', [5], 'body'],
  ])('in JSON: %s', async (_, json, named) => {
    const { status, body } = await it.visit({ json });
    expect(status).toBe(400);
    expect(JSON.parse(body).error).toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining(named),
    });
  });

  test('about a question that was not asked', async () => {
    const { survey } = it.dependencies.config;
    const config = {
      ...it.dependencies.config,
      ...(survey && { survey: { ...survey, questions: ['csat' as const] } }),
    };
    expect((await it.visit({ form: { csat: '5', nps: '9' } }, { config })).status).toBe(400);
    expect((await it.visit({}, { config })).body.match(/<fieldset>/g)).toHaveLength(1);
  });
});

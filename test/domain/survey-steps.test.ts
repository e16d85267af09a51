import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { Survey, SurveyRules } from '../../shared/domain/survey.ts';
import { type AnswerRules, answerSurvey } from '../../shared/domain/survey-answer.ts';
import {
  askSurvey,
  expireSurvey,
  skipSurvey,
  stopAsking,
  surveyMessageId,
  waitOn,
} from '../../shared/domain/survey-steps.ts';
import {
  ago,
  CUSTOMER_ID,
  customer,
  DAY,
  HOUR,
  NOW,
  OUR_NUMBER,
  openCase,
  resolvedCase,
} from './builders.ts';

const RULES: SurveyRules & AnswerRules = {
  afterMs: DAY,
  quietHours: { start: 1200, end: 540 },
  remindAfterMs: 3 * DAY,
  expireAfterMs: 7 * DAY,
  atMostEveryMs: 30 * DAY,
  questions: ['csat'],
  lowScore: 2,
  lowScoreToAnotherAgent: true,
  zone: 'UTC',
  promises: [{ name: 'all', withinMs: HOUR }],
};

const caseId = `${CUSTOMER_ID}-1`;
const to = { channel: 'sms' as const, contactPointId: 'c0'.repeat(32), account: OUR_NUMBER };

const asking: Interaction = {
  interactionId: surveyMessageId(caseId, 1, 'ask'),
  caseId,
  customerId: CUSTOMER_ID,
  direction: 'outbound',
  kind: 'survey',
  at: NOW,
  recordedAt: NOW,
  text: 'How did we do?',
  ...to,
};

const ask = () =>
  askSurvey(
    { case: resolvedCase(), customer: customer({ openCases: [] }), now: NOW },
    { to, interaction: asking, language: 'en', taskToken: 'token' },
    RULES,
  );

/** Asked two days ago and not answered. */
function waiting(overrides: Partial<Survey> = {}) {
  const { survey, case: subject, customer: who } = ask();
  return {
    survey: { ...survey.next, ...overrides },
    case: subject?.next ?? resolvedCase(),
    customer: who?.next ?? customer(),
    now: ago(-2 * DAY),
  };
}

describe('Asking', () => {
  test('marks survey, case and customer, so that nobody is asked twice', () => {
    const { survey, case: subject, customer: who, events } = ask();
    expect(survey.next).toMatchObject({ state: 'asked', until: ago(-7 * DAY), taskToken: 'token' });
    expect(subject?.next).toMatchObject({ state: 'resolved', survey: { opening: 1, state: 'asked' } });
    expect(who?.next).toMatchObject({ surveyedAt: NOW, openSurvey: { caseId, until: ago(-7 * DAY) } });
    expect(events).toMatchObject([{ type: 'SurveyAsked', surveyed: 1, via: 'sms' }]);
  });

  test('not at all is recorded with its reason and leaves the customer as they are', () => {
    const change = skipSurvey({ case: resolvedCase(), now: NOW }, 'no-channel');
    expect(change).toMatchObject({
      survey: { next: { state: 'skipped', reason: 'no-channel' } },
      case: { next: { survey: { state: 'skipped' } } },
      events: [{ type: 'SurveySkipped', reason: 'no-channel' }],
    });
    expect(change.customer).toBeUndefined();
  });
});

describe('An answer', () => {
  test('S3.16 is recorded on survey, case and thread, and the customer is no longer waited for', () => {
    const outcome = answerSurvey(waiting(), { scores: { csat: 5, nps: 9 }, via: 'page' }, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    const { survey, case: subject, customer: who, interaction, events } = outcome.change;
    expect(survey.next).toMatchObject({ state: 'answered', scores: { csat: 5, nps: 9 } });
    // Who ends the workflow still needs it.
    expect(survey.next.taskToken).toBe('token');
    expect(subject?.next).toMatchObject({ state: 'resolved', survey: { state: 'answered', score: 5 } });
    expect(who?.next.openSurvey).toBeUndefined();
    expect(interaction).toMatchObject({ kind: 'survey-answer', text: '5/5', direction: 'inbound' });
    expect(interaction?.arrival).toBeUndefined();
    expect(events).toEqual([
      { type: 'SurveyAnswered', surveyed: 1, scores: { csat: 5, nps: 9 }, via: 'page' },
    ]);
  });

  test('W6 with a low score opens the case again with the comment, for another agent', () => {
    const answer = { scores: { csat: 1 }, comment: 'Nobody listened.', via: 'page' };
    const outcome = answerSurvey(waiting(), answer, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    const { case: subject, customer: who, interaction, events } = outcome.change;
    expect(subject?.next).toMatchObject({
      state: 'open',
      opening: 2,
      version: resolvedCase().version + 2,
      promise: { due: ago(-2 * DAY - HOUR), state: 'standing' },
      arrivals: 2,
      answered: 1,
      waitingSince: ago(-2 * DAY),
      avoidAgent: 'agent-1',
      newest: { interactionId: interaction?.interactionId },
    });
    expect(who?.next).toMatchObject({ openCases: [caseId], version: 3 });
    expect(interaction).toMatchObject({ text: '1/5\nNobody listened.', arrival: 2 });
    expect(events).toMatchObject([
      { type: 'SurveyAnswered' },
      { type: 'CaseReopened', reason: 'low-score', interactionId: interaction?.interactionId },
    ]);
    expect(JSON.stringify(events)).not.toContain('listened');
  });

  test('about a case that is open again already opens nothing', () => {
    const reopenedSince = { ...waiting(), case: openCase({ opening: 2, arrivals: 2, answered: 1 }) };
    const outcome = answerSurvey(reopenedSince, { scores: { csat: 1 }, via: 'sms' }, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    expect(outcome.change.case?.next).toMatchObject({ opening: 2, arrivals: 2, state: 'open' });
    expect(outcome.change.events).toHaveLength(1);
  });

  test('that came as a message is not put on the thread again; a low one waits as that message', () => {
    const said = { interactionId: 'a'.repeat(32), interactionAt: ago(-2 * DAY) };
    const outcome = answerSurvey(waiting(), { scores: { csat: 1 }, via: 'sms', said }, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    expect(outcome.change.interaction).toBeUndefined();
    expect(outcome.change.case?.next).toMatchObject({ newest: said, arrivals: 2 });
  });

  test('by mail about a chat makes the answer to it leave by mail', () => {
    const by = { channel: 'email', contactPointId: 'm', account: 'support@example.com' } as const;
    const outcome = answerSurvey(waiting(by), { scores: { csat: 1 }, via: 'page' }, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    expect(outcome.change.case?.next).toMatchObject(by);
  });

  test('counts once, and not after its time', () => {
    const answer = { scores: { csat: 4 }, via: 'page' };
    const first = answerSurvey(waiting(), answer, RULES);
    if (first.kind === 'refused') throw new Error(first.because);
    const again = { ...waiting(), survey: first.change.survey.next };
    expect(answerSurvey(again, answer, RULES)).toEqual({ kind: 'refused', because: 'answered' });
    const late = { ...waiting(), now: ago(-7 * DAY) };
    expect(answerSurvey(late, answer, RULES)).toEqual({ kind: 'refused', because: 'expired' });
  });

  test('leaves alone that the customer is waited for about another case', () => {
    const openSurvey = {
      caseId: 'other-2',
      opening: 1,
      channel: 'sms',
      contactPointId: 'c',
      until: NOW,
    } as const;
    const step = { ...waiting(), customer: customer({ openCases: [], openSurvey }) };
    const outcome = answerSurvey(step, { scores: { csat: 5 }, via: 'page' }, RULES);
    if (outcome.kind === 'refused') throw new Error(outcome.because);
    expect(outcome.change.customer).toBeUndefined();
  });
});

describe('The workflow waits on', () => {
  test('with the token of its newest step', () => {
    const change = waitOn(waiting(), { taskToken: 'newer' });
    expect(change.survey.next).toMatchObject({ state: 'asked', version: 2, taskToken: 'newer' });
    expect(change.standing).toEqual(waiting().case);
  });

  test('with a reminder, which it then has', () => {
    const reminder = { ...asking, interactionId: surveyMessageId(caseId, 1, 'remind') };
    const change = waitOn(waiting(), { taskToken: 'newer', reminder });
    expect(change.survey.next.reminded?.interactionId).toBe(reminder.interactionId);
  });
});

describe('A survey without an answer', () => {
  test('ends once', () => {
    const change = expireSurvey(waiting());
    expect(change?.survey.next).toMatchObject({ state: 'expired' });
    expect(change?.customer?.next.openSurvey).toBeUndefined();
    expect(change?.events).toEqual([{ type: 'SurveyExpired', surveyed: 1 }]);
    expect(expireSurvey(waiting({ state: 'answered' }))).toBeUndefined();
  });
});

describe('A survey of a case that is open again', () => {
  const again = (step = waiting()) => ({ ...step, case: openCase({ opening: 2, survey: step.case.survey }) });

  test('stops, and its customer is waited for no more', () => {
    const change = stopAsking(again());
    expect(change?.survey.next).toMatchObject({ state: 'stopped', at: ago(-2 * DAY) });
    expect(change?.case?.next.survey).toEqual({ opening: 1, state: 'stopped' });
    expect(change?.customer?.next.openSurvey).toBeUndefined();
    expect(change?.events).toEqual([{ type: 'SurveyStopped', surveyed: 1 }]);
    expect(stopAsking(again(waiting({ state: 'stopped' })))).toBeUndefined();
    expect(expireSurvey(again(waiting({ state: 'stopped' })))).toBeUndefined();
  });

  test('leaves alone what the case says of a newer one', () => {
    const newer = { ...waiting(), case: openCase({ opening: 3, survey: { opening: 2, state: 'asked' } }) };
    expect(stopAsking(newer)?.case?.next.survey).toEqual({ opening: 2, state: 'asked' });
  });

  test('may be answered still, until its end', () => {
    const stopped = again(waiting({ state: 'stopped' }));
    expect(answerSurvey(stopped, { scores: { csat: 1 }, via: 'page' }, RULES)).toMatchObject({
      change: { survey: { next: { state: 'answered' } }, events: [{ type: 'SurveyAnswered' }] },
    });
    const late = { ...stopped, now: ago(-7 * DAY) };
    expect(answerSurvey(late, { scores: { csat: 1 }, via: 'page' }, RULES)).toMatchObject({
      because: 'expired',
    });
  });
});

test('R5 whatever comes in whatever order, a survey is answered or expires once', () => {
  const steps = fc.array(fc.constantFrom('answer', 'low', 'expire', 'late'), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (names) => {
      let state = waiting();
      const events: string[] = [];
      for (const name of names) {
        const now = name === 'late' ? ago(-8 * DAY) : state.now;
        const scores = { csat: name === 'low' ? 1 : 5 };
        const outcome =
          name === 'expire'
            ? expireSurvey({ ...state, now })
            : answerSurvey({ ...state, now }, { scores, via: 'page' }, RULES);
        const change =
          outcome && 'kind' in outcome ? (outcome.kind === 'recorded' ? outcome.change : undefined) : outcome;
        if (!change) continue;
        expect(change.case?.next.version).toBe(state.case.version + 1);
        events.push(...change.events.map(({ type }) => type));
        state = {
          now,
          survey: change.survey.next,
          case: change.case?.next ?? state.case,
          customer: change.customer?.next ?? state.customer,
        };
      }
      expect(events.filter((type) => type !== 'CaseReopened').length).toBeLessThanOrEqual(1);
      expect(events.filter((type) => type === 'CaseReopened').length).toBeLessThanOrEqual(1);
    }),
  );
});

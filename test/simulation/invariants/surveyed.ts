import { compiled } from '../../../shared/config/compiled.ts';
import { partsOfCaseId } from '../../../shared/domain/identity.ts';
import { scoreInText } from '../../../shared/domain/survey.ts';
import { surveyMessageId } from '../../../shared/domain/survey-steps.ts';
import type { Ending } from '../ending.ts';

const DAY_MS = 86_400_000;

/** The office of the example configuration is in Lisbon, which keeps UTC in winter. */
const EARLIEST_HOUR = 9;
const LATEST_HOUR = 20;

/** A person is asked once in the period, in the daytime, about a resolution that stands and that somebody answered for. */
export function askedRarely({ caseCommits }: Ending): string[] {
  const asked = caseCommits.flatMap(({ before, after, outbox }) =>
    outbox.events.flatMap((event) =>
      event.type === 'SurveyAsked' ? [{ before, after, event, at: outbox.at }] : [],
    ),
  );
  const wrong = asked.flatMap(({ before, event, at }) => {
    const hour = new Date(at).getUTCHours();
    const stands = before?.state === 'resolved' && before.opening === event.surveyed;
    const isDay = hour >= EARLIEST_HOUR && hour < LATEST_HOUR;
    return [
      ...(stands ? [] : [`${before?.caseId} was asked about at ${at}, when it was not resolved.`]),
      ...(before?.replied?.sent ? [] : [`${before?.caseId} was asked about, and nobody had answered in it.`]),
      ...(isDay ? [] : [`A customer was asked at ${at}, in the quiet hours.`]),
    ];
  });
  const byCustomer = Map.groupBy(asked, ({ after }) => after.customerId);
  const tooOften = [...byCustomer].filter(([, times]) =>
    times.some(({ at }, index) => {
      const last = times[index - 1]?.at;
      return last !== undefined && Date.parse(at) - Date.parse(last) < (compiled.survey?.atMostEveryMs ?? 0);
    }),
  );
  return [
    ...wrong,
    ...tooOften.map(([customerId, times]) => `The customer ${customerId} was asked ${times.length} times.`),
  ];
}

/** A survey is one question, at most one reminder, and one word of thanks. */
export function remindedOnce({ interactions, surveys }: Ending): string[] {
  const messages = interactions.filter(({ kind }) => kind === 'survey');
  const known = surveys.flatMap(({ caseId, opening }) =>
    (['ask', 'remind', 'thanks'] as const).map((which) => surveyMessageId(caseId, opening, which)),
  );
  return messages.flatMap(({ interactionId, caseId }) =>
    known.includes(interactionId) ? [] : [`${caseId} has a message of a survey that is none.`],
  );
}

/** What the survey says of itself is what happened: answered by whom it was asked, over when it is over. */
export function surveysTrue(ending: Ending): string[] {
  const { surveys, cases, customers, executions } = ending;
  const waiting = executions.filter(({ status }) => status === 'RUNNING').map(({ name }) => name);
  const wrong = surveys.flatMap(({ caseId, opening, state, scores }) => {
    const told = cases.find((each) => each.caseId === caseId);
    const isNewest = told?.survey?.opening === opening;
    const given = givenIn(ending, caseId);
    const name = `The survey of ${caseId} (${opening})`;
    return [
      ...(state === 'asked' && !waiting.includes(`${caseId}-${opening}`)
        ? [`${name} is asked, and no workflow waits for its answer.`]
        : []),
      ...(state === 'answered' && !given.includes(scores?.csat ?? 0)
        ? [`${name} says ${scores?.csat}, and given were: ${given.join(', ') || 'none'}.`]
        : []),
      ...(isNewest && told.survey?.state !== state
        ? [`${name} is ${state}, and its case says ${told.survey?.state}.`]
        : []),
    ];
  });
  const waited = [...customers.values()].flatMap(({ customerId, openSurvey }) => {
    const survey = surveys.find(
      (each) => each.caseId === openSurvey?.caseId && each.opening === openSurvey.opening,
    );
    return openSurvey && survey?.state !== 'asked'
      ? [`${customerId} is waited for about a survey that is ${survey?.state}.`]
      : [];
  });
  return [...wrong, ...waited];
}

/** Scores that the customer of a case gave, on a page or as a number. */
function givenIn({ rated, interactions, plan, contactPoints }: Ending, caseId: string): number[] {
  const customerId = partsOfCaseId(caseId)?.customerId;
  const numbers = interactions.flatMap((each) =>
    each.caseId === caseId && each.direction === 'inbound' ? (scoreInText(each.text) ?? []) : [],
  );
  const isTheirs = (customer: number) =>
    [...contactPoints.values()].some(
      ({ head, address, channel }) =>
        head === customerId &&
        (channel === 'webchat' ||
          plan.customers[customer]?.addresses.some((each) => each.address === address)),
    );
  return [...numbers, ...rated.filter(({ customer }) => isTheirs(customer)).map(({ score }) => score)];
}

/** A customer who was thanked on the page is counted, with that score or the one given before. */
export function answersKept({ rated, surveys }: Ending): string[] {
  return rated.flatMap(({ score, answers }) =>
    answers.some(({ body }) => body?.outcome === 'recorded') &&
    !surveys.some(({ state, scores }) => state === 'answered' && scores?.csat === score)
      ? [`A score of ${score} was taken and is nowhere.`]
      : [],
  );
}

/** Every resolution that stands is asked about in time, or is said not to be; and no workflow fails. */
export function surveysFinish({ plan, executions, cases, surveys, endedAt }: Ending): string[] {
  const resolved = new Map(
    cases.filter(({ state }) => state === 'resolved').map((each) => [`${each.caseId}-${each.opening}`, each]),
  );
  const wrong = executions.flatMap(({ name, status, currentStates, error }) => {
    if (status === 'FAILED' || status === 'TIMED_OUT')
      return [`The workflow ${name} ended as ${status}: ${error}.`];
    const waits = status === 'RUNNING' && !plan.surveyed && currentStates.join() === 'WaitForTheMoment';
    if (status === 'RUNNING' && !(waits && resolved.has(name))) {
      return [`The workflow ${name} is left in ${currentStates.join()}.`];
    }
    return status === 'ABORTED' && resolved.has(name)
      ? [`The workflow ${name} was stopped, and its case is resolved.`]
      : [];
  });
  const forgotten = [...resolved.values()].flatMap(
    ({ caseId, opening, resolvedAt = '', replied, answeredAt }) => {
      const isDue = Date.parse(resolvedAt) + 3 * DAY_MS < endedAt;
      const isKnown = surveys.some((each) => each.caseId === caseId && each.opening === opening);
      const wasAnswered = replied !== undefined && answeredAt !== undefined;
      return isDue && wasAnswered && !isKnown ? [`Nobody was asked about ${caseId} (${opening}).`] : [];
    },
  );
  return [...wrong, ...forgotten];
}

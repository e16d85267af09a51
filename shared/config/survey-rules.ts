import type { SurveyRules } from '../domain/survey.ts';
import { durationMs } from './duration.ts';
import type { ParsedSettings } from './schema.ts';

/** How surveys are asked; undefined when they are switched off. */
export const surveyRules = ({ survey, hours }: ParsedSettings): SurveyRules | undefined => {
  if (survey === false) return undefined;
  const [start, end] = survey.quietHours.map(minuteOf);
  const ms = (text: string) => durationMs(text) ?? 0;
  return {
    afterMs: ms(survey.after),
    quietHours: { start: start ?? 0, end: end ?? 0 },
    remindAfterMs: ms(survey.remindAfter),
    expireAfterMs: ms(survey.expireAfter),
    atMostEveryMs: ms(survey.atMostEvery),
    questions: ['csat', ...survey.alsoAsk],
    lowScore: survey.lowScore,
    lowScoreToAnotherAgent: survey.lowScoreToAnotherAgent,
    zone: Object.values(hours)[0]?.zone ?? 'UTC',
  };
};

/** Minutes since midnight of `20:00`; undefined when it is no time of the day. */
export const minuteOf = (text: string): number | undefined => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
};

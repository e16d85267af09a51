import { durationMs } from './duration.ts';
import { mistake } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';
import { minuteOf } from './survey-rules.ts';

/** A workflow of Step Functions ends after a year, and the questions about a case should have long before. */
const LONGEST_MS = 90 * 86_400_000;

/** Mistakes in how surveys are asked: each must end, and there must be hours to ask in. */
export const surveyMistakes = ({ survey }: ParsedSettings): string[] => {
  if (survey === false) return [];
  const { after, remindAfter, expireAfter, atMostEvery, quietHours } = survey;
  const durations = { after, remindAfter, expireAfter, atMostEvery };
  const unread = Object.entries(durations).flatMap(([key, text]) =>
    durationMs(text) === undefined
      ? [
          mistake(
            ['survey', key],
            `is "${text}"; use an ISO 8601 duration of weeks to seconds, e.g. "P1D" or "PT12H"`,
          ),
        ]
      : [],
  );
  const times = quietHours.flatMap((text, index) =>
    minuteOf(text) === undefined
      ? [mistake(['survey', 'quietHours', index], `is "${text}"; use a time of the day, e.g. "20:00"`)]
      : [],
  );
  return unread.length + times.length > 0
    ? [...unread, ...times]
    : [...endlessMistakes(survey), ...lengthMistakes(survey)];
};

type Survey = Exclude<ParsedSettings['survey'], false>;

const endlessMistakes = ({ quietHours: [start, end] }: Survey): string[] =>
  start === end
    ? [
        mistake(
          ['survey', 'quietHours'],
          `go from ${start} to ${end} and so never end; leave an hour to ask in`,
        ),
      ]
    : [];

const lengthMistakes = ({ after, remindAfter, expireAfter }: Survey): string[] => {
  const ms = (text: string) => durationMs(text) ?? 0;
  const tooLong = Object.entries({ after, expireAfter }).flatMap(([key, text]) =>
    ms(text) > LONGEST_MS ? [mistake(['survey', key], `is "${text}"; use at most 90 days`)] : [],
  );
  return ms(remindAfter) > 0 && ms(remindAfter) < ms(expireAfter)
    ? tooLong
    : [
        ...tooLong,
        mistake(
          ['survey', 'remindAfter'],
          `is "${remindAfter}"; use a time after the question and before its end after "${expireAfter}"`,
        ),
      ];
};

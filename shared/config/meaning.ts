import { UNROUTED } from '../domain/work-list.ts';
import { durationMs } from './duration.ts';
import { environmentMistakes } from './environment-mistakes.ts';
import { hoursMistakes } from './hours-mistakes.ts';
import { mistake } from './mistakes.ts';
import { promiseMistakes } from './promise-mistakes.ts';
import { routingMistakes } from './routing-mistakes.ts';
import type { ParsedSettings } from './schema.ts';
import { surveyMistakes } from './survey-mistakes.ts';
import { textMistakes } from './text-mistakes.ts';

/** Mistakes in what the parts of well-formed settings mean to each other, by their place in the file. */
export const meaningMistakes = (settings: ParsedSettings, environment?: string): readonly string[] => [
  ...languageMistakes(settings),
  ...textMistakes(settings),
  ...environmentMistakes(settings, environment),
  ...hoursMistakes(settings),
  ...queueMistakes(settings),
  ...routingMistakes(settings),
  ...promiseMistakes(settings),
  ...surveyMistakes(settings),
  ...durationMistakes(settings),
];

const languageMistakes = ({ languages }: ParsedSettings): string[] =>
  languages.flatMap((language, index) => {
    const path = ['languages', index];
    if (!isLanguage(language))
      return [mistake(path, `is "${language}"; use a BCP 47 tag, e.g. "en" or "pt-BR"`)];
    return languages.indexOf(language) < index ? [mistake(path, `is "${language}" again; remove it`)] : [];
  });

const isLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
};

/** Agents tell queues apart by id and by name; capitals and spaces do not make a difference to them. */
const queueMistakes = ({ queues }: ParsedSettings): string[] => [
  ...queues.flatMap(({ id }, index) =>
    id === UNROUTED
      ? [
          mistake(
            ['queues', index, 'id'],
            `is "${UNROUTED}", which is where cases wait for a queue; rename it`,
          ),
        ]
      : [],
  ),
  ...(['id', 'name'] as const).flatMap((key) =>
    queues.flatMap((queue, index) => {
      const same = (other: string) => plain(other) === plain(queue[key]);
      const first = queues.findIndex((other) => same(other[key]));
      return first < index
        ? [
            mistake(
              ['queues', index, key],
              `is "${queue[key]}", as is queues[${first}].${key}; rename one of them`,
            ),
          ]
        : [];
    }),
  ),
];

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

const durationMistakes = ({ joining }: ParsedSettings): string[] =>
  Object.entries(joining).flatMap(([key, text]) =>
    durationMs(text)
      ? []
      : [
          mistake(
            ['joining', key],
            `is "${text}"; use an ISO 8601 duration of weeks to seconds, e.g. "P3D" or "PT12H"`,
          ),
        ],
  );

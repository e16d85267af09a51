import { durationMs } from './duration.ts';
import { DAYS, parseShift } from './hours.ts';
import { mistake, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';

/** Mistakes in what the parts of a well-formed configuration mean to each other. */
export const meaningMistakes = (settings: ParsedSettings, environment?: string): readonly string[] => [
  ...environmentMistakes(settings, environment),
  ...queueMistakes(settings),
  ...routingMistakes(settings),
  ...durationMistakes(settings),
];

const environmentMistakes = (settings: ParsedSettings, wanted: string | undefined): string[] => {
  const names = Object.keys(settings.environments);
  if (names.length === 0) return [mistake(['environments'], 'is empty; add one, e.g. dev: {}')];
  if (wanted === undefined || names.includes(wanted)) return [];
  return [
    mistake(
      ['environments'],
      `has no "${wanted}", which THROUGHLINE_ENV asks for${suggestion(wanted, names)}`,
    ),
  ];
};

const queueMistakes = ({ queues }: ParsedSettings): string[] =>
  queues.flatMap(({ id }, index) => {
    const first = queues.findIndex((queue) => queue.id === id);
    return first < index
      ? [mistake(['queues', index, 'id'], `is "${id}", as is queues[${first}].id; rename one`)]
      : [];
  });

const routingMistakes = ({ routing, queues }: ParsedSettings): string[] =>
  routing.flatMap((rule, index) =>
    queues.some((queue) => queue.id === rule.queue)
      ? []
      : [
          mistake(
            ['routing', index, 'queue'],
            `is "${rule.queue}", which is no queue${suggestion(
              rule.queue,
              queues.map((queue) => queue.id),
            )}`,
          ),
        ],
  );

const durationMistakes = ({ joining }: ParsedSettings): string[] =>
  Object.entries(joining).flatMap(([key, text]) =>
    durationMs(text)
      ? []
      : [mistake(['joining', key], `is "${text}"; use an ISO 8601 duration, e.g. "P3D" or "PT12H"`)],
  );

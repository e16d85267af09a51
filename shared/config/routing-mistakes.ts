import { mistake, suggestion } from './mistakes.ts';
import { ruleMistakes } from './rule-mistakes.ts';
import type { ParsedSettings } from './schema.ts';

/** Mistakes in the routing table: every case must find a rule, and every rule a case. */
export const routingMistakes = ({ routing, queues }: ParsedSettings): string[] => {
  const ids = queues.map((queue) => queue.id);
  return [
    ...routing.flatMap(({ queue }, index) =>
      ids.includes(queue)
        ? []
        : [mistake(['routing', index, 'queue'], `is "${queue}", which is no queue${suggestion(queue, ids)}`)],
    ),
    ...ruleMistakes('routing', routing),
    ...(routing.at(-1)?.when || routing.length === 0
      ? [
          mistake(
            ['routing'],
            `leaves some cases without a queue; end it with a rule without "when", e.g. { name: "Everyone else", queue: "${ids[0]}" }`,
          ),
        ]
      : []),
  ];
};

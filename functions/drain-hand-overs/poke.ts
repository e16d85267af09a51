import type { HandOverRef } from '../../shared/domain/hand-over.ts';
import { pokeSchema } from '../../shared/gateways/drain-queue.ts';
import { parseJson } from '../../shared/runtime/json.ts';

/** The hand-over a message to the drainer is about. */
export function parsePoke(body: string): HandOverRef {
  return parseJson(body, pokeSchema, 'The message to the drainer');
}

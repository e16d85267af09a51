import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { seededRandom } from '../core/random.ts';
import type { Clock, RandomSource } from '../core/time.ts';

/** Where an expression gets time and chance from; JSONata's own functions would ask the machine. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * Evaluation steps after which an expression counts as hanging. AWS gives it a second of time; counting steps comes to
 * about the same and repeats exactly.
 */
const LONGEST_STEPS = 100_000;

const ENTRY = Symbol.for('jsonata.__evaluate_entry');

/** The source between `{%` and `%}`; undefined for a text that is none. */
export function sourceOf(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

/** Why this is no JSONata, as a clause; undefined when it is. */
export function syntaxFault(source: string): string | undefined {
  try {
    jsonata(source);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Evaluates an expression as Step Functions does: JSONata without `$eval`, with `$partition`, `$range`, `$hash`,
 * `$random`, `$uuid` and `$parse`, and without anything at `$`.
 *
 * Nothing in it waits for more than microtasks, so that a virtual clock never moves on meanwhile.
 *
 * @param bindings variables without their dollar sign
 * @throws Error with a clause that says what went wrong
 */
export async function evaluate(
  source: string,
  bindings: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Promise<unknown> {
  let steps = 0;
  const count = () => {
    if (++steps > LONGEST_STEPS) throw new Error(`took more than ${LONGEST_STEPS} steps`);
  };
  const expression = jsonata(source);
  // The type knows names only, the library takes the symbol under which it looks for the callback.
  Reflect.apply(expression.assign, expression, [ENTRY, count]);
  let result: unknown;
  try {
    result = await expression.evaluate(undefined, { ...functions(surroundings), ...bindings });
  } catch (error) {
    throw new Error(messageOf(error));
  }
  if (result === undefined) throw new Error('returned nothing (undefined)');
  return plainJson(result);
}

function functions({ clock, random }: Surroundings): Record<string, unknown> {
  const now = clock.now();
  return {
    eval: undefined,
    millis: () => now,
    now: (picture?: string, zone?: string) =>
      jsonata('$fromMillis($now, $picture, $zone)').evaluate(undefined, { now, picture, zone }),
    random: (seed?: number) => (seed === undefined ? random.next() : seededRandom(seed).next()),
    uuid: () => random.uuid(),
    shuffle: (items: readonly unknown[]) => shuffled(items, random),
    partition: (items: readonly unknown[], size: number) =>
      Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
        items.slice(part * size, (part + 1) * size),
      ),
    range: (first: number, last: number, step: number) =>
      Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step),
    hash: (text: string, algorithm = 'SHA-256') =>
      createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex'),
    parse: (text: string): unknown => JSON.parse(text),
  };
}

function shuffled(items: readonly unknown[], random: RandomSource): unknown[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = Math.floor(random.next() * (last + 1));
    [result[last], result[chosen]] = [result[chosen], result[last]];
  }
  return result;
}

/** A copy without JSONata's marks on arrays. @throws Error for what JSON cannot say */
function plainJson(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new Error('returned a number that JSON does not have');
  }
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || '_jsonata_function' in value || '_jsonata_lambda' in value) {
    throw new Error('returned a function');
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, plainJson(member)]],
    ),
  );
}

/** JSONata throws objects with a message that are no errors. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const message: unknown = Reflect.get(error, 'message');
  const code: unknown = Reflect.get(error, 'code');
  return typeof message === 'string' ? message : String(code);
}

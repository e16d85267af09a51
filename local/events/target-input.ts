import type { BusEvent } from './event.ts';
import { parseJsonPath, valueAt } from './json-path.ts';
import type { TargetProperties } from './rule-properties.ts';

/** Which rule sends, for the variables `aws.events.rule-arn` and `aws.events.rule-name`. */
export interface SendingRule {
  readonly arn: string;
  readonly name: string;
}

/** What a target gets for an event. @throws InvalidInput when a JSON template gives no JSON */
export type TargetInput = (event: BusEvent, rule: SendingRule) => string;

/** The template of an input transformer did not give JSON; EventBridge then sends nothing (`INVALID_JSON`). */
export class InvalidInput extends Error {}

/**
 * Prepares the input of a target: the event itself, a part of it (`InputPath`), a constant (`Input`), or a template
 * with variables (`InputTransformer`; user guide, "Amazon EventBridge input transformation").
 */
export function targetInput(
  target: Pick<TargetProperties, 'Input' | 'InputPath' | 'InputTransformer'>,
): TargetInput {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return () => Input;
  if (InputPath !== undefined) {
    const steps = parseJsonPath(InputPath);
    return (event) => JSON.stringify(valueAt(event, steps) ?? null);
  }
  if (InputTransformer !== undefined) {
    const paths = Object.entries(InputTransformer.InputPathsMap).map(
      ([name, path]) => [name, parseJsonPath(path)] as const,
    );
    return transformer(InputTransformer.InputTemplate, new Map(paths));
  }
  return (event) => JSON.stringify(event);
}

const VARIABLE = /<([A-Za-z0-9_.-]+)>/g;

function transformer(template: string, paths: ReadonlyMap<string, readonly string[]>): TargetInput {
  return (event, rule) => {
    const predefined: Readonly<Record<string, () => unknown>> = {
      'aws.events.rule-arn': () => rule.arn,
      'aws.events.rule-name': () => rule.name,
      'aws.events.event.ingestion-time': () => event.time,
      'aws.events.event.json': () => event,
      'aws.events.event': () => withoutDetail(event),
    };
    const filled = template.replace(VARIABLE, (whole, name: string, at: number) => {
      const steps = paths.get(name);
      const known = steps === undefined ? predefined[name]?.() : valueAt(event, steps);
      if (steps === undefined && known === undefined) return whole;
      // A path that the event lacks gives an empty text.
      return isQuoted(template, at) ? insideQuotes(known ?? '') : JSON.stringify(known ?? '');
    });
    if (/^\s*[[{]/.test(template) && !isJson(filled)) {
      throw new InvalidInput(
        `The input template of rule ${rule.name} does not give JSON for event ${event.id}.`,
      );
    }
    return filled;
  };
}

function withoutDetail({ detail: _detail, ...rest }: BusEvent): Omit<BusEvent, 'detail'> {
  return rest;
}

/** Whether the character at `at` stands inside a JSON string of the template. */
function isQuoted(template: string, at: number): boolean {
  return template.slice(0, at).replace(/\\./g, '').split('"').length % 2 === 0;
}

function insideQuotes(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import * as z from 'zod';
import { sourceOf, syntaxFault } from './expressions.ts';
import { integrationOf } from './integrations.ts';
import { textsIn } from './template.ts';

/** Collects what is wrong with a field of a state. */
export type Complain = (field: string, why: string) => void;

type Raw = Readonly<Record<string, unknown>>;

/** Whether a state leads on, and has what its kind needs. */
export function checkFlow(type: string, raw: Raw, complain: Complain): void {
  const hasBoth = raw['Next'] !== undefined && raw['End'] !== undefined;
  const hasNone = raw['Next'] === undefined && raw['End'] === undefined;
  if (!['Choice', 'Succeed', 'Fail'].includes(type) && (hasBoth || hasNone)) {
    complain('Next', 'a state needs either Next or End');
  }
  if (type === 'Wait' && (raw['Seconds'] === undefined) === (raw['Timestamp'] === undefined)) {
    complain('Seconds', 'a Wait needs either Seconds or Timestamp');
  }
  const resource = raw['Resource'];
  if (type === 'Task' && typeof resource === 'string' && integrationOf(resource) === undefined) {
    complain('Resource', `${resource} is not implemented by the local cloud`);
  }
  if (type === 'Map' && raw['ItemProcessor'] === undefined) {
    complain('ItemProcessor', 'a Map needs what it does with an item');
  }
}

/** Whether every expression of a state can be read, and asks for nothing that does not exist where it stands. */
export function checkExpressions(type: string, raw: Raw, complain: Complain): void {
  const { Branches: _branches, ItemProcessor: _processor, ...own } = raw;
  for (const [path, text] of textsIn(own, '')) {
    const field = path.slice(1);
    if (!text.startsWith('{%')) continue;
    const source = sourceOf(text);
    if (source === undefined) complain(field, 'an expression that begins with {% must end with %}');
    else {
      const why = syntaxFault(source) ?? misplaced(source, field, type);
      if (why !== undefined) complain(field, why);
    }
  }
}

/** `$states` has members that exist in some fields only. */
function misplaced(source: string, field: string, type: string): string | undefined {
  if (/\$states\.errorOutput\b/.test(source) && !field.startsWith('Catch')) {
    return '$states.errorOutput exists in Catch only';
  }
  const hasResult = ['Task', 'Parallel', 'Map'].includes(type) && /^(Output|Assign)\b/.test(field);
  if (/\$states\.result\b/.test(source) && !hasResult) {
    return '$states.result exists in Output and Assign of Task, Parallel and Map only';
  }
  if (/\$eval\b/.test(source)) return '$eval does not exist in Step Functions';
  return undefined;
}

const assigning = z.object({ Assign: z.record(z.string(), z.unknown()).optional() });
const leading = z.object({ Next: z.string().optional(), Default: z.string().optional() });
const lists = z.object({
  Choices: z.array(z.unknown()).optional(),
  Catch: z.array(z.unknown()).optional(),
});

/** The state itself and its choices and catchers, which may assign and lead on as well. */
function partsOf(raw: unknown): unknown[] {
  const { data } = lists.safeParse(raw);
  return [raw, ...(data?.Choices ?? []), ...(data?.Catch ?? [])];
}

/** Variables that a state may assign, wherever in it. */
export function assignedNames(raw: unknown): string[] {
  return partsOf(raw).flatMap((part) => Object.keys(assigning.safeParse(part).data?.Assign ?? {}));
}

/** States to which a state may lead. */
export function nextNames(raw: unknown): string[] {
  return partsOf(raw).flatMap((part) => {
    const { data } = leading.safeParse(part);
    return [data?.Next, data?.Default].filter((name) => name !== undefined);
  });
}

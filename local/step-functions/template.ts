import { sourceOf } from './expressions.ts';

/** One expression of a template, evaluated. */
export type EvaluateSource = (source: string, path: string) => Promise<unknown>;

/**
 * Evaluates what stands in `Arguments`, `Output`, `Assign` and their like: JSON in which every text of the form
 * `{% … %}` is an expression. Everything else stands for itself, keys too.
 *
 * @param path where the template stands, e.g. `Output` or `Catch[0].Assign`; grows on the way down
 */
export async function fill(template: unknown, path: string, evaluate: EvaluateSource): Promise<unknown> {
  if (typeof template === 'string') {
    const source = sourceOf(template);
    return source === undefined ? template : evaluate(source, path);
  }
  if (Array.isArray(template)) {
    const items: unknown[] = [];
    for (const [index, item] of template.entries())
      items.push(await fill(item, `${path}[${index}]`, evaluate));
    return items;
  }
  if (typeof template !== 'object' || template === null) return template;
  const members: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(template)) {
    members[key] = await fill(member, `${path}.${key}`, evaluate);
  }
  return members;
}

/** Every text in a template, with its path. */
export function* textsIn(template: unknown, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof template === 'string') yield [path, template];
  else if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) yield* textsIn(item, `${path}[${index}]`);
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, member] of Object.entries(template)) yield* textsIn(member, `${path}.${key}`);
  }
}

import { getAttTarget, intrinsicOf, SUB_REFERENCE } from './intrinsics.ts';

/** What a value of a template refers to. */
export interface References {
  /** Names in the same template: resources, parameters, pseudo parameters. */
  readonly names: Set<string>;
  /** Stacks named by `Fn::GetStackOutput`. */
  readonly stacks: Set<string>;
  /** Arguments of `Fn::ImportValue`, unresolved. */
  readonly imports: unknown[];
}

/** Collects references; of an `Fn::If` only the branch that the condition takes counts. */
export function collectReferences(
  value: unknown,
  condition: (name: string) => boolean,
  into: References = { names: new Set(), stacks: new Set(), imports: [] },
): References {
  if (typeof value !== 'object' || value === null) return into;
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, condition, into);
    return into;
  }
  const [name, argument] = intrinsicOf(value) ?? ['', undefined];
  if (name === 'Ref') {
    into.names.add(String(argument));
  } else if (name === 'Fn::GetAtt') {
    into.names.add(getAttTarget(argument)[0]);
  } else if (name === 'Fn::If' && Array.isArray(argument)) {
    collectReferences(condition(String(argument[0])) ? argument[1] : argument[2], condition, into);
  } else {
    if (name === 'Fn::Sub') collectFromSub(argument, into);
    if (name === 'Fn::ImportValue') into.imports.push(argument);
    if (name === 'Fn::GetStackOutput') collectStack(argument, into);
    for (const item of Object.values(value)) collectReferences(item, condition, into);
  }
  return into;
}

function collectStack(argument: unknown, into: References): void {
  if (typeof argument !== 'object' || argument === null) return;
  const stack: unknown = Reflect.get(argument, 'StackName');
  if (typeof stack === 'string') into.stacks.add(stack);
}

function collectFromSub(argument: unknown, into: References): void {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  for (const [, name = ''] of String(pattern).matchAll(SUB_REFERENCE)) {
    const target = getAttTarget(name.trim())[0];
    if (!Object.hasOwn(Object(variables), name.trim())) into.names.add(target);
  }
}

/**
 * Sorts so that everything comes after what it depends on; otherwise the given order is kept.
 *
 * @param what names the things in the message: `resources of stack dev-cases`
 * @throws Error naming the members of a cycle in order
 */
export function sortByDependency(
  items: readonly string[],
  dependenciesOf: (item: string) => Iterable<string>,
  what: string,
): string[] {
  const known = new Set(items);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (item: string) => {
    if (done.has(item)) return;
    const start = path.indexOf(item);
    if (start >= 0) {
      throw new Error(`The ${what} depend on each other: ${[...path.slice(start), item].join(' → ')}.`);
    }
    path.push(item);
    for (const dependency of dependenciesOf(item)) if (known.has(dependency)) visit(dependency);
    path.pop();
    done.add(item);
  };
  for (const item of items) visit(item);
  return [...done];
}

import type { StackTemplate } from './assembly.ts';
import { collectReferences, type References, sortByDependency } from './dependencies.ts';
import { resolve } from './intrinsics.ts';
import type { StackScope } from './stack-scope.ts';

/**
 * What was found out of a template, by the place it is deployed to: conditions may ask for region and account. Who
 * starts many clouds from one assembly sorts it once.
 */
function remembered<Found>(find: (stack: StackTemplate, scope: StackScope) => Found) {
  const known = new WeakMap<StackTemplate, Map<string, Found>>();
  return (stack: StackTemplate, scope: StackScope): Found => {
    const ofStack = known.get(stack) ?? new Map<string, Found>();
    known.set(stack, ofStack);
    const place = `${scope.ref('AWS::Region')} ${scope.ref('AWS::AccountId')}`;
    const found = ofStack.get(place) ?? find(stack, scope);
    ofStack.set(place, found);
    return found;
  };
}

/** Which stack each export belongs to. Export names may hold pseudo parameters, but never resources. */
function exportOwners(stacks: readonly StackTemplate[], scopes: ReadonlyMap<string, StackScope>) {
  const owners = new Map<string, string>();
  for (const stack of stacks) {
    const scope = scopeOf(scopes, stack.name);
    for (const output of Object.values(stack.template.Outputs)) {
      if (output.Export === undefined || !scope.wanted(output)) continue;
      owners.set(String(resolve(output.Export.Name, scope)), stack.name);
    }
  }
  return owners;
}

export function scopeOf(scopes: ReadonlyMap<string, StackScope>, stack: string): StackScope {
  const scope = scopes.get(stack);
  if (scope === undefined) throw new Error(`there is no stack ${stack}`);
  return scope;
}

const referencesOf = remembered((stack, scope): References => {
  const condition = (name: string) => scope.condition(name);
  return collectReferences([stack.template.Resources, stack.template.Outputs], condition);
});

/** Stacks in the order in which CloudFormation would deploy them. */
export function orderStacks(
  stacks: readonly StackTemplate[],
  scopes: ReadonlyMap<string, StackScope>,
): StackTemplate[] {
  const owners = exportOwners(stacks, scopes);
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const dependencies = (name: string) => {
    const stack = byName.get(name);
    if (stack === undefined) return [];
    const scope = scopeOf(scopes, name);
    const { imports, stacks: named } = referencesOf(stack, scope);
    const imported = imports.flatMap((value) => owners.get(String(resolve(value, scope))) ?? []);
    return [...stack.after, ...named, ...imported];
  };
  return sortByDependency([...byName.keys()], dependencies, 'stacks').flatMap(
    (name) => byName.get(name) ?? [],
  );
}

/** Resources of one stack, each after what it refers to; those whose condition is false are left out. */
export const orderResources = remembered((stack, scope): readonly string[] => {
  const { Resources } = stack.template;
  const wanted = Object.keys(Resources).filter((id) => scope.wanted(Resources[id] ?? {}));
  const dependencies = (id: string) => {
    const resource = Resources[id];
    const explicit = resource?.DependsOn ?? [];
    const { names } = collectReferences(resource?.Properties, (name) => scope.condition(name));
    return [...(typeof explicit === 'string' ? [explicit] : explicit), ...names];
  };
  return sortByDependency(wanted, dependencies, `resources of stack ${stack.name}`);
});

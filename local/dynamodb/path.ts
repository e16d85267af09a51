import type { AttributeValue, Item } from './attribute-value.ts';
import type { Path } from './expression-tree.ts';

/** The value at a document path; undefined where there is none. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = childOf(value, step);
  }
  return value;
}

function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? value.M[step] : undefined;
}

/** The parts of an item that the paths name, in place; list entries close ranks. */
export function project(item: Item, paths: readonly Path[]): Item {
  const found = paths.filter((path) => valueAt(item, path) !== undefined);
  return projectMap(item, found);
}

function projectMap(map: Item, paths: readonly Path[]): Item {
  const projected: Record<string, AttributeValue> = {};
  for (const name of new Set(paths.map(([head]) => head))) {
    const value = typeof name === 'string' ? map[name] : undefined;
    if (typeof name === 'string' && value !== undefined)
      projected[name] = projectValue(value, tails(paths, name));
  }
  return projected;
}

function projectValue(value: AttributeValue, paths: readonly Path[]): AttributeValue {
  if (paths.some((path) => path.length === 0)) return value;
  if ('M' in value) return { M: projectMap(value.M, paths) };
  if (!('L' in value)) return value;
  return {
    L: value.L.flatMap((entry, index) => {
      const inside = tails(paths, index);
      return inside.length > 0 ? [projectValue(entry, inside)] : [];
    }),
  };
}

function tails(paths: readonly Path[], head: string | number): Path[] {
  return paths.filter((path) => path[0] === head).map((path) => path.slice(1));
}

import type { Scalar } from './value-test.ts';

/**
 * The paths that somebody asks for, as a tree of their segments. Patterns and events spell a path alike whether its
 * keys are nested or joined by dots, so `{"a": {"b": 1}}` and `{"a.b": 1}` both have the field `a.b`.
 */
export interface PathTree {
  /** Where the values of this path go, or -1 when nobody asks for it. */
  slot: number;
  readonly children: Map<string, PathTree>;
}

/** The element of an array of objects in which a value was found; values of one match must agree on it. */
export interface Place {
  readonly array: number;
  readonly index: number;
  readonly outer: Place | undefined;
}

/** Several values of one path, or one value inside an array of objects. */
export interface Values {
  readonly all: Scalar[];
  readonly places: (Place | undefined)[];
}

/** By slot: undefined where the event has no value, the value itself where it has just one, else `Values`. */
export type EventFields = (Scalar | Values | undefined)[];

/** Makes an empty tree. */
export function pathTree(): PathTree {
  return { slot: -1, children: new Map() };
}

/** The slot of a dotted path, given by `newSlot` when the path is new to the tree. */
export function slotOf(tree: PathTree, path: string, newSlot: () => number): number {
  let node = tree;
  for (const segment of path.split('.')) {
    let child = node.children.get(segment);
    if (child === undefined) {
      child = pathTree();
      node.children.set(segment, child);
    }
    node = child;
  }
  if (node.slot < 0) node.slot = newSlot();
  return node.slot;
}

/** Reads from `event` the values of the paths in `tree`; an event that is no object has none. */
export function readFields(event: unknown, tree: PathTree, slots: number): EventFields {
  const fields: EventFields = new Array(slots);
  if (isObject(event)) {
    readObject(event, tree, undefined, fields, { arrays: 0 });
  }
  return fields;
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Counter {
  arrays: number;
}

function readObject(
  json: JsonObject,
  node: PathTree,
  place: Place | undefined,
  fields: EventFields,
  counter: Counter,
) {
  for (const key in json) {
    if (!Object.hasOwn(json, key)) continue;
    const child = node.children.get(key) ?? (key.includes('.') ? descend(node, key) : undefined);
    if (child !== undefined) readValue(json[key], child, place, fields, counter);
  }
}

function readValue(
  value: unknown,
  node: PathTree,
  place: Place | undefined,
  fields: EventFields,
  counter: Counter,
): void {
  if (Array.isArray(value)) {
    readArray(value, node, place, fields, counter);
  } else if (isObject(value)) {
    if (node.children.size > 0) readObject(value, node, place, fields, counter);
  } else if (node.slot >= 0 && isScalar(value)) {
    add(fields, node.slot, value, place);
  }
}

/** Arrays may nest deeper than the call stack, so those inside others wait in a list. */
function readArray(
  array: readonly unknown[],
  node: PathTree,
  place: Place | undefined,
  fields: EventFields,
  counter: Counter,
): void {
  const waiting: { readonly array: readonly unknown[]; readonly place: Place | undefined }[] = [
    { array, place },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    counter.arrays += 1;
    const id = counter.arrays;
    for (const [index, element] of next.array.entries()) {
      if (Array.isArray(element)) {
        waiting.push({ array: element, place: { array: id, index, outer: next.place } });
      } else if (isObject(element)) {
        const inside = { array: id, index, outer: next.place };
        if (node.children.size > 0) readObject(element, node, inside, fields, counter);
      } else {
        readValue(element, node, next.place, fields, counter);
      }
    }
  }
}

function add(fields: EventFields, slot: number, value: Scalar, place: Place | undefined): void {
  const present = fields[slot];
  if (present === undefined) {
    fields[slot] = place === undefined ? value : { all: [value], places: [place] };
  } else if (typeof present === 'object' && present !== null) {
    present.all.push(value);
    present.places.push(place);
  } else {
    fields[slot] = { all: [present, value], places: [undefined, place] };
  }
}

function descend(node: PathTree, dotted: string): PathTree | undefined {
  let found: PathTree | undefined = node;
  for (const segment of dotted.split('.')) found = found?.children.get(segment);
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

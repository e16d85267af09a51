import type { AttributeValue } from './attribute-value.ts';

/** A document path: attribute name, then names of map entries and indexes of list entries. */
export type Path = readonly (string | number)[];

/** Something with a value: a path, a literal, or the size of one. */
export type Operand = Path | AttributeValue | SizeOf;

interface SizeOf {
  readonly type: 'function';
  readonly name: 'size';
  readonly args: readonly [Operand];
}

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition, filter or key condition with its names and values filled in. */
export type Condition =
  | { readonly type: 'and' | 'or'; readonly args: readonly [Condition, Condition] }
  | { readonly type: 'not'; readonly args: readonly [Condition] }
  | { readonly type: Comparator; readonly args: readonly [Operand, Operand] }
  | { readonly type: 'between'; readonly args: readonly [Operand, Operand, Operand] }
  | { readonly type: 'in'; readonly args: readonly [Operand, ...Operand[]] }
  | FunctionCall;

export interface FunctionCall {
  readonly type: 'function';
  readonly name: 'attribute_exists' | 'attribute_not_exists' | 'attribute_type' | 'begins_with' | 'contains';
  readonly args: readonly [Operand, ...Operand[]];
}

/** What an update assigns. */
export type UpdateValue =
  | Path
  | AttributeValue
  | { readonly type: 'add' | 'subtract'; readonly args: readonly [UpdateValue, UpdateValue] }
  | {
      readonly type: 'function';
      readonly name: 'if_not_exists' | 'list_append';
      readonly args: readonly [UpdateValue, UpdateValue];
    };

export type UpdateAction =
  | { readonly type: 'set'; readonly path: Path; readonly val: UpdateValue }
  | { readonly type: 'remove'; readonly path: Path }
  | { readonly type: 'add' | 'delete'; readonly path: Path; readonly val: AttributeValue };

export function isPath(operand: Operand | UpdateValue): operand is Path {
  return Array.isArray(operand);
}

import { type AttributeValue, type Item, typeOf, validationError } from './attribute-value.ts';
import { addNumbers, subtractNumbers } from './decimal.ts';
import { isPath, type Path, type UpdateAction, type UpdateValue } from './expression-tree.ts';
import { valueAt } from './path.ts';

const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const NO_PATH = 'The document path provided in the update expression is invalid for update';
const NO_VALUE = 'The provided expression refers to an attribute that does not exist in the item';

/**
 * Applies an update expression. Every action sees the item as it was before the update, indexes of lists included.
 *
 * @returns a new item; the old one is left as it is
 * @throws AwsError ValidationException when an operand or a path does not fit the item
 */
export function applyUpdate(item: Item, actions: readonly UpdateAction[]): Item {
  const edits = actions.map((action) => ({ path: action.path, value: valueAfter(item, action) }));
  const assigned = edits.filter(({ value }) => value !== undefined);
  let root: AttributeValue = { M: item };
  for (const { path, value } of assigned) root = assign(root, path, value);
  // Later list entries first, so that removing one does not shift another that is still to go.
  const removed = edits.filter(({ value }) => value === undefined).sort(byLastIndexDescending);
  for (const { path } of removed) root = assign(root, path, undefined);
  return 'M' in root ? root.M : item;
}

/** The value an action leaves at its path; undefined when it removes it. */
function valueAfter(item: Item, action: UpdateAction): AttributeValue | undefined {
  switch (action.type) {
    case 'set':
      return evaluate(item, action.val);
    case 'remove':
      return undefined;
    case 'add':
      return added(valueAt(item, action.path), action.val);
    case 'delete':
      return without(valueAt(item, action.path), action.val);
  }
}

function evaluate(item: Item, value: UpdateValue): AttributeValue {
  if (isPath(value)) {
    const found = valueAt(item, value);
    if (found === undefined) throw validationError(NO_VALUE);
    return found;
  }
  if (!('type' in value)) return value;
  const [left, right] = value.args;
  if (value.type === 'function') {
    if (value.name === 'if_not_exists') {
      return (isPath(left) ? valueAt(item, left) : undefined) ?? evaluate(item, right);
    }
    const [first, second] = [evaluate(item, left), evaluate(item, right)];
    if (!('L' in first && 'L' in second)) throw validationError(WRONG_TYPE);
    return { L: [...first.L, ...second.L] };
  }
  const [first, second] = [evaluate(item, left), evaluate(item, right)];
  if (!('N' in first && 'N' in second)) throw validationError(WRONG_TYPE);
  return { N: value.type === 'add' ? addNumbers(first.N, second.N) : subtractNumbers(first.N, second.N) };
}

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (current !== undefined && typeOf(current) !== typeOf(value)) throw validationError(WRONG_TYPE);
  if (current === undefined) return value;
  if ('N' in current && 'N' in value) return { N: addNumbers(current.N, value.N) };
  if ('SS' in current && 'SS' in value) return { SS: union(current.SS, value.SS) };
  if ('NS' in current && 'NS' in value) return { NS: union(current.NS, value.NS) };
  if ('BS' in current && 'BS' in value) return { BS: union(current.BS, value.BS) };
  throw validationError(WRONG_TYPE);
}

/** A set without some of its entries; undefined when none is left, for there are no empty sets. */
function without(current: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (current === undefined) return undefined;
  if ('SS' in current && 'SS' in value) return nonEmpty(current.SS, value.SS, (SS) => ({ SS }));
  if ('NS' in current && 'NS' in value) return nonEmpty(current.NS, value.NS, (NS) => ({ NS }));
  if ('BS' in current && 'BS' in value) return nonEmpty(current.BS, value.BS, (BS) => ({ BS }));
  throw validationError(WRONG_TYPE);
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...new Set([...left, ...right])];
}

function nonEmpty(
  entries: readonly string[],
  unwanted: readonly string[],
  wrap: (entries: readonly string[]) => AttributeValue,
): AttributeValue | undefined {
  const left = entries.filter((entry) => !unwanted.includes(entry));
  return left.length === 0 ? undefined : wrap(left);
}

/** A copy of `root` with `value` at `path`, or without what was there. The parent must exist. */
function assign(root: AttributeValue, path: Path, value: AttributeValue | undefined): AttributeValue {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? root;
  if (typeof step === 'number') {
    if (!('L' in root)) throw validationError(NO_PATH);
    return { L: assignInList(root.L, step, rest, value) };
  }
  if (!('M' in root)) throw validationError(NO_PATH);
  const child = root.M[step];
  if (rest.length > 0) {
    if (child === undefined) throw validationError(NO_PATH);
    return { M: { ...root.M, [step]: assign(child, rest, value) } };
  }
  if (value !== undefined) return { M: { ...root.M, [step]: value } };
  const { [step]: _removed, ...others } = root.M;
  return { M: others };
}

function assignInList(
  list: readonly AttributeValue[],
  index: number,
  rest: Path,
  value: AttributeValue | undefined,
): readonly AttributeValue[] {
  const child = list[index];
  if (rest.length > 0) {
    if (child === undefined) throw validationError(NO_PATH);
    return list.with(index, assign(child, rest, value));
  }
  if (value === undefined) return list.toSpliced(index, 1);
  // Beyond the end, DynamoDB appends.
  return child === undefined ? [...list, value] : list.with(index, value);
}

function byLastIndexDescending(left: { path: Path }, right: { path: Path }): number {
  const [first, second] = [left.path.at(-1), right.path.at(-1)];
  return typeof first === 'number' && typeof second === 'number' ? second - first : 0;
}

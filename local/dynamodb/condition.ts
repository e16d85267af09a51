import { type AttributeValue, type Item, sameValue, typeOf } from './attribute-value.ts';
import {
  type Comparator,
  type Condition,
  type FunctionCall,
  isPath,
  type Operand,
} from './expression-tree.ts';
import { valueAt } from './path.ts';
import { sortable } from './sort-key.ts';

/** Does an item meet a condition? An item that does not exist counts as one without attributes. */
export function meets(item: Item, condition: Condition): boolean {
  switch (condition.type) {
    case 'and':
      return meets(item, condition.args[0]) && meets(item, condition.args[1]);
    case 'or':
      return meets(item, condition.args[0]) || meets(item, condition.args[1]);
    case 'not':
      return !meets(item, condition.args[0]);
    case 'between': {
      const [value, lower, upper] = condition.args.map((operand) => resolve(item, operand));
      return orders('>=', value, lower) && orders('<=', value, upper);
    }
    case 'in': {
      const [value, ...choices] = condition.args.map((operand) => resolve(item, operand));
      return choices.some((choice) => orders('=', value, choice));
    }
    case 'function':
      return calls(item, condition);
    default:
      return orders(condition.type, resolve(item, condition.args[0]), resolve(item, condition.args[1]));
  }
}

/** Compares two values as expressions do: values of two types, or a missing one, only ever differ. */
export function orders(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return sameValue(left, right);
  if (comparator === '<>') return !sameValue(left, right);
  const type = typeOf(left);
  if (type !== typeOf(right) || (type !== 'S' && type !== 'N' && type !== 'B')) return false;
  const [first, second] = [sortable(left), sortable(right)];
  switch (comparator) {
    case '<':
      return first < second;
    case '<=':
      return first <= second;
    case '>':
      return first > second;
    case '>=':
      return first >= second;
  }
}

function calls(item: Item, { name, args }: FunctionCall): boolean {
  const [first, second] = args.map((operand) => resolve(item, operand));
  switch (name) {
    case 'attribute_exists':
      return first !== undefined;
    case 'attribute_not_exists':
      return first === undefined;
    case 'attribute_type':
      return first !== undefined && second !== undefined && 'S' in second && typeOf(first) === second.S;
    case 'begins_with':
      return beginsWith(first, second);
    case 'contains':
      return contains(first, second);
  }
}

function beginsWith(value: AttributeValue | undefined, prefix: AttributeValue | undefined): boolean {
  if (value === undefined || prefix === undefined) return false;
  const sameType = ('S' in value && 'S' in prefix) || ('B' in value && 'B' in prefix);
  return sameType && sortable(value).startsWith(sortable(prefix));
}

function contains(whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (whole === undefined || part === undefined) return false;
  if ('L' in whole) return whole.L.some((entry) => sameValue(entry, part));
  if ('S' in part)
    return 'S' in whole ? whole.S.includes(part.S) : 'SS' in whole && whole.SS.includes(part.S);
  if ('N' in part) return 'NS' in whole && whole.NS.includes(part.N);
  if (!('B' in part)) return false;
  return 'B' in whole ? sortable(whole).includes(sortable(part)) : 'BS' in whole && whole.BS.includes(part.B);
}

function resolve(item: Item, operand: Operand): AttributeValue | undefined {
  if (isPath(operand)) return valueAt(item, operand);
  if (!('type' in operand)) return operand;
  const size = sizeOf(resolve(item, operand.args[0]));
  return size === undefined ? undefined : { N: String(size) };
}

function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  return 'BS' in value ? value.BS.length : undefined;
}

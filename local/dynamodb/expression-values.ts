import { type AttributeType, type AttributeValue, typeOf } from './attribute-value.ts';
import { orders } from './condition.ts';
import {
  type Condition,
  isPath,
  type Operand,
  type UpdateAction,
  type UpdateValue,
} from './expression-tree.ts';

/*
 * Parsing takes longer than everything else an operation does, and a program uses few expressions with many values. So
 * an expression is parsed once for the types of its values, with placeholders, and filled in for each request.
 */

/** What stands in a parsed tree for the value of a name; parsers look at the type only. */
export type Placeholders = ReadonlyMap<AttributeValue, string>;

export type Values = Readonly<Record<string, AttributeValue>>;

/** Expressions whose parsers look at the values themselves, so that they are parsed every time. */
export const NEEDS_VALUES = /attribute_type/i;

const STAND_INS: Readonly<Record<AttributeType, () => AttributeValue>> = {
  S: () => ({ S: '' }),
  N: () => ({ N: '0' }),
  B: () => ({ B: '' }),
  BOOL: () => ({ BOOL: false }),
  NULL: () => ({ NULL: true }),
  SS: () => ({ SS: [] }),
  NS: () => ({ NS: [] }),
  BS: () => ({ BS: [] }),
  L: () => ({ L: [] }),
  M: () => ({ M: {} }),
};

/** Values of the same types to parse with, and the way back from each to its name. */
export function placeholdersFor(values: Values): { standIns: Values; names: Placeholders } {
  const standIns: Record<string, AttributeValue> = {};
  const names = new Map<AttributeValue, string>();
  for (const [name, value] of Object.entries(values)) {
    const standIn = STAND_INS[typeOf(value)]();
    standIns[name] = standIn;
    names.set(standIn, name);
  }
  return { standIns, names };
}

const isValue = (operand: Operand): operand is AttributeValue => !isPath(operand) && !('type' in operand);

/** Puts values into a tree parsed with placeholders. */
export class Filler {
  readonly #names: Placeholders;
  readonly #values: Values;
  /** A BETWEEN was met whose lower bound is above its upper one, which parsers see only with the values. */
  hasReversedBounds = false;

  constructor(names: Placeholders, values: Values) {
    this.#names = names;
    this.#values = values;
  }

  condition(tree: Condition): Condition {
    switch (tree.type) {
      case 'and':
      case 'or':
        return { type: tree.type, args: [this.condition(tree.args[0]), this.condition(tree.args[1])] };
      case 'not':
        return { type: 'not', args: [this.condition(tree.args[0])] };
      case 'function': {
        const [first, ...rest] = tree.args;
        return { ...tree, args: [this.#operand(first), ...rest.map((operand) => this.#operand(operand))] };
      }
      case 'in': {
        const [first, ...rest] = tree.args;
        return { ...tree, args: [this.#operand(first), ...rest.map((operand) => this.#operand(operand))] };
      }
      case 'between': {
        const [first, from, to] = tree.args;
        const [value, lower, upper] = [this.#operand(first), this.#operand(from), this.#operand(to)];
        this.hasReversedBounds ||= isValue(lower) && isValue(upper) && orders('>', lower, upper);
        return { ...tree, args: [value, lower, upper] };
      }
      default:
        return { ...tree, args: [this.#operand(tree.args[0]), this.#operand(tree.args[1])] };
    }
  }

  update(action: UpdateAction): UpdateAction {
    switch (action.type) {
      case 'remove':
        return action;
      case 'set':
        return { ...action, val: this.#updateValue(action.val) };
      default:
        return { ...action, val: this.#value(action.val) };
    }
  }

  #operand(operand: Operand): Operand {
    if (isPath(operand)) return operand;
    if (!('type' in operand)) return this.#value(operand);
    return { ...operand, args: [this.#operand(operand.args[0])] };
  }

  #updateValue(value: UpdateValue): UpdateValue {
    if (isPath(value)) return value;
    if (!('type' in value)) return this.#value(value);
    return { ...value, args: [this.#updateValue(value.args[0]), this.#updateValue(value.args[1])] };
  }

  #value(placeholder: AttributeValue): AttributeValue {
    const name = this.#names.get(placeholder);
    return (name === undefined ? undefined : this.#values[name]) ?? placeholder;
  }
}

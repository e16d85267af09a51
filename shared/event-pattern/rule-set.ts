import { CandidateIndex } from './candidate-index.ts';
import { type EventFields, type PathTree, pathTree, readFields, slotOf } from './event-fields.ts';
import type { EventPattern } from './event-pattern.ts';
import { agreeOnPlaces, type BoundField, bindField, fieldHolds } from './field-match.ts';
import type { FieldTest } from './parse-pattern.ts';
import { Selectivity } from './selectivity.ts';

/** A pattern and what it stands for: a rule's ARN, a line of the routing table. */
export interface Rule<T> {
  readonly pattern: EventPattern;
  readonly value: T;
}

interface NumberedField extends BoundField {
  /** Fields with the same path and tests share a number, so each is decided once an event. */
  readonly number: number;
  /** In how many branches it occurs. */
  uses: number;
}

interface BoundBranch {
  readonly rule: number;
  readonly fields: NumberedField[];
}

const UNDECIDED = 0;
const HOLDS = 1;
const FAILS = 2;

/**
 * Many rules, matched against one event in far less than one by one: each branch is found by its most telling field
 * through an index, and a field test that several rules share is decided once, and only when asked for.
 */
export class RuleSet<T> {
  readonly #rules: readonly Rule<T>[];
  readonly #tree: PathTree = pathTree();
  readonly #branches: readonly BoundBranch[];
  /** By slot. */
  readonly #indexes: (CandidateIndex | undefined)[] = [];
  readonly #unindexed: number[] = [];
  /** By field number; kept from event to event to spare the allocation. */
  readonly #decisions: Uint8Array;
  /** By rule: 1 once it is known to match the present event. */
  readonly #matched: Uint8Array;
  #slots = 0;

  constructor(rules: Iterable<Rule<T>>) {
    this.#rules = [...rules];
    const branches = this.#rules.flatMap(({ pattern }, rule) =>
      pattern.branches.map((branch) => ({ rule, branch })),
    );
    const selectivity = new Selectivity(branches.map(({ branch }) => branch));
    const known = new Map<string, NumberedField>();
    this.#branches = branches.map(({ rule, branch }, number) => {
      const fields = branch.map((field) => this.#numbered(field, known));
      const best = selectivity.bestField(branch);
      if (best === undefined) this.#unindexed.push(number);
      else this.#indexOf(best.path).add(best.tests, number);
      return { rule, fields };
    });
    // The most shared fields first: they are mostly decided already.
    for (const { fields } of this.#branches) fields.sort((a, b) => b.uses - a.uses);
    this.#matched = new Uint8Array(this.#rules.length);
    this.#decisions = new Uint8Array(known.size);
  }

  /** What stands behind every rule that matches `event`, in the order the rules were given. */
  match(event: unknown): T[] {
    const matched = this.#matchedRules(event).sort((a, b) => a - b);
    const values: T[] = [];
    for (const index of matched) {
      const rule = this.#rules[index];
      if (rule !== undefined) values.push(rule.value);
    }
    return values;
  }

  /** What stands behind the first rule that matches `event`; undefined when none does. */
  first(event: unknown): T | undefined {
    let first = Infinity;
    for (const rule of this.#matchedRules(event)) if (rule < first) first = rule;
    return this.#rules[first]?.value;
  }

  #matchedRules(event: unknown): number[] {
    const fields = readFields(event, this.#tree, this.#slots);
    const decisions = this.#decisions.fill(UNDECIDED);
    const isMatched = this.#matched.fill(0);
    const matched: number[] = [];
    const check = (number: number): void => {
      const branch = this.#branches[number];
      if (branch === undefined || isMatched[branch.rule] === 1) return;
      for (const field of branch.fields) if (!decide(field, fields, decisions)) return;
      if (!agreeOnPlaces(branch.fields, fields)) return;
      isMatched[branch.rule] = 1;
      matched.push(branch.rule);
    };
    for (const number of this.#unindexed) check(number);
    for (let slot = 0; slot < this.#indexes.length; slot += 1) {
      const index = this.#indexes[slot];
      const value = fields[slot];
      if (index === undefined || value === undefined) continue;
      if (typeof value === 'object' && value !== null) for (const each of value.all) index.each(each, check);
      else index.each(value, check);
    }
    return matched;
  }

  #numbered(field: FieldTest, known: Map<string, NumberedField>): NumberedField {
    const name = JSON.stringify([field.path, field.tests], spellBigInt);
    let found = known.get(name);
    if (found === undefined) {
      found = { ...bindField(this.#slotOf(field.path), field.tests), number: known.size, uses: 0 };
      known.set(name, found);
    }
    found.uses += 1;
    return found;
  }

  #indexOf(path: string): CandidateIndex {
    const slot = this.#slotOf(path);
    const index = this.#indexes[slot] ?? new CandidateIndex();
    this.#indexes[slot] = index;
    return index;
  }

  #slotOf(path: string): number {
    return slotOf(this.#tree, path, () => this.#slots++);
  }
}

function decide(field: NumberedField, fields: EventFields, decisions: Uint8Array): boolean {
  const decided = decisions[field.number];
  if (decided !== UNDECIDED) return decided === HOLDS;
  const holds = fieldHolds(field, fields);
  decisions[field.number] = holds ? HOLDS : FAILS;
  return holds;
}

/** Address blocks hold big integers, and open intervals hold infinities; neither has a spelling in JSON. */
function spellBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' || value === Infinity || value === -Infinity ? String(value) : value;
}

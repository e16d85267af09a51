import { pathTree, readFields, slotOf } from './event-fields.ts';
import { agreeOnPlaces, bindField, fieldHolds } from './field-match.ts';
import { type Branch, parsePattern } from './parse-pattern.ts';

/** A validated event pattern. */
export interface EventPattern {
  /** Its branches: one, or several where it has `$or`. For `RuleSet`. */
  readonly branches: readonly Branch[];
  /** Whether the pattern matches an event, a JSON object. Never throws. */
  matches(event: unknown): boolean;
}

/**
 * Compiles an EventBridge event pattern, given as parsed JSON.
 *
 * Semantics are those of Amazon EventBridge ("Operators for use in event patterns", user guide): fields are anded,
 * values of a list and `$or` ored, arrays match when any element does, and fields of one array of objects must match
 * in the same element.
 * @throws InvalidEventPattern where EventBridge would answer InvalidEventPatternException
 */
export function compilePattern(pattern: unknown): EventPattern {
  const branches = parsePattern(pattern);
  const tree = pathTree();
  let slots = 0;
  const bound = branches.map((branch) =>
    branch.map((field) =>
      bindField(
        slotOf(tree, field.path, () => slots++),
        field.tests,
      ),
    ),
  );
  return {
    branches,
    matches(event) {
      const fields = readFields(event, tree, slots);
      return bound.some(
        (branch) => branch.every((field) => fieldHolds(field, fields)) && agreeOnPlaces(branch, fields),
      );
    },
  };
}

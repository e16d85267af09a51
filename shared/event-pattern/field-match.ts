import type { EventFields, Place } from './event-fields.ts';
import { anyOf, type Scalar, type ValueTest } from './value-test.ts';

/** A field test bound to the slot its values are read into. */
export interface BoundField {
  readonly slot: number;
  readonly accepts: (value: Scalar) => boolean;
  readonly acceptsAbsence: boolean;
}

/** Binds the tests of one field to its slot. */
export function bindField(slot: number, tests: readonly ValueTest[]): BoundField {
  return { slot, accepts: anyOf(tests), acceptsAbsence: tests.some((test) => test.kind === 'absent') };
}

/** Whether some value of the field, or its absence, satisfies it. */
export function fieldHolds(field: BoundField, fields: EventFields): boolean {
  const value = fields[field.slot];
  if (value === undefined) return field.acceptsAbsence;
  if (typeof value === 'object' && value !== null) {
    for (const each of value.all) if (field.accepts(each)) return true;
    return false;
  }
  return field.accepts(value);
}

/**
 * Whether values can be chosen that satisfy all fields and come from the same elements of the event's arrays:
 * `{"people": {"name": ["Ann"], "age": [3]}}` wants one person who is Ann and 3. Ask only when each field holds.
 */
export function agreeOnPlaces(branch: readonly BoundField[], fields: EventFields): boolean {
  let choices: Place[][] | undefined;
  for (const field of branch) {
    const value = fields[field.slot];
    if (typeof value !== 'object' || value === null) continue;
    const places: Place[] = [];
    let free = false;
    for (const [index, each] of value.all.entries()) {
      if (!field.accepts(each)) continue;
      const place = value.places[index];
      if (place === undefined) free = true;
      else places.push(place);
    }
    if (free) continue;
    if (choices === undefined) choices = [places];
    else choices.push(places);
  }
  return choices === undefined || choices.length < 2 || canChoose(choices, 0, new Map());
}

function canChoose(choices: readonly Place[][], from: number, chosen: ReadonlyMap<number, number>): boolean {
  const places = choices[from];
  if (places === undefined) return true;
  return places.some((place) => {
    const next = new Map(chosen);
    for (let at: Place | undefined = place; at !== undefined; at = at.outer) {
      const index = next.get(at.array);
      if (index !== undefined && index !== at.index) return false;
      next.set(at.array, at.index);
    }
    return canChoose(choices, from + 1, next);
  });
}

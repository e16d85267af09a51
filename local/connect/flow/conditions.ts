import type { Operator } from './flow.ts';

/** Whether a value meets a condition; one that is no number meets no condition on numbers. */
export function meets(value: string | undefined, operator: Operator, operand: string): boolean {
  if (value === undefined) return false;
  switch (operator) {
    case 'Equals':
      return value === operand;
    case 'TextStartsWith':
      return value.startsWith(operand);
    case 'TextEndsWith':
      return value.endsWith(operand);
    case 'TextContains':
      return value.includes(operand);
    case 'NumberGreaterThan':
      return compare(value, operand, (difference) => difference > 0);
    case 'NumberGreaterOrEqualTo':
      return compare(value, operand, (difference) => difference >= 0);
    case 'NumberLessThan':
      return compare(value, operand, (difference) => difference < 0);
    case 'NumberLessOrEqualTo':
      return compare(value, operand, (difference) => difference <= 0);
  }
}

function compare(value: string, operand: string, holds: (difference: number) => boolean): boolean {
  if (value.trim() === '' || operand.trim() === '') return false;
  const difference = Number(value) - Number(operand);
  return !Number.isNaN(difference) && holds(difference);
}

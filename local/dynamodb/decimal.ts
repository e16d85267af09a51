import { AwsError } from '../core/service.ts';

/** DynamoDB's numbers: up to 38 significant digits, magnitude 1E-130 to 9.9…E+125. `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const MAX_DIGITS = 38;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The canonical spelling of a number: plain notation, no needless zeros. Throws ValidationException. */
export function normaliseNumber(value: string): string {
  return format(parse(value));
}

export function addNumbers(left: string, right: string): string {
  return format(sum(parse(left), parse(right)));
}

export function subtractNumbers(left: string, right: string): string {
  const { digits, exponent } = parse(right);
  return format(sum(parse(left), { digits: -digits, exponent }));
}

/** Bytes a canonical number is stored in: one, and one per two decimal places that are not a needless zero. */
export function numberBytes(canonical: string): number {
  const { digits, exponent } = parse(canonical);
  if (digits === 0n) return 1;
  const all = String(digits < 0n ? -digits : digits);
  const significant = all.replace(/0+$/, '').length;
  const straddles = significant % 2 === 0 && (all.length + exponent - 1) % 2 === 0;
  return 1 + Math.ceil(significant / 2) + (straddles ? 1 : 0) + (digits < 0n ? 1 : 0);
}

/** A spelling of a canonical number whose order as a string is the order of the numbers. */
export function sortableNumber(canonical: string): string {
  const { digits, exponent } = parse(canonical);
  if (digits === 0n) return '1';
  const text = String(digits < 0n ? -digits : digits);
  const magnitude = text.length + exponent + 500;
  if (digits > 0n) return `2${String(magnitude).padStart(4, '0')}${text.replace(/0+$/, '')}`;
  const complement = text.replace(/0+$/, '').replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(9999 - magnitude).padStart(4, '0')}${complement}~`;
}

function parse(value: string): Decimal {
  const match = NUMBER.exec(value);
  const [, sign, whole = '', fraction = '', power = '0'] = match ?? [];
  if (match === null || whole.length + fraction.length === 0) {
    throw new AwsError(
      'ValidationException',
      value === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${value}`,
    );
  }
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return { digits, exponent: Number(power) - fraction.length };
}

function sum(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  const scale = (decimal: Decimal) => decimal.digits * 10n ** BigInt(decimal.exponent - exponent);
  return { digits: scale(left) + scale(right), exponent };
}

function format({ digits, exponent }: Decimal): string {
  if (digits === 0n) return '0';
  const all = String(digits < 0n ? -digits : digits);
  const text = all.replace(/0+$/, '');
  const power = exponent + all.length - text.length;
  refuseOutOfRange(text, power + text.length - 1);
  const sign = digits < 0n ? '-' : '';
  if (power >= 0) return sign + text + '0'.repeat(power);
  if (-power < text.length) return `${sign}${text.slice(0, power)}.${text.slice(power)}`;
  return `${sign}0.${text.padStart(-power, '0')}`;
}

function refuseOutOfRange(significant: string, magnitude: number): void {
  if (magnitude > 125) {
    throw new AwsError(
      'ValidationException',
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < -130) {
    throw new AwsError(
      'ValidationException',
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (significant.length > MAX_DIGITS) {
    throw new AwsError(
      'ValidationException',
      'Attempting to store more than 38 significant digits in a Number',
    );
  }
}

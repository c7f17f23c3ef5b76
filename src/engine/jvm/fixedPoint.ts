import { doubleToString } from './doubleToString.js';

/** As `String.format("%.6f", value)`: the digits that Java prints, rounded half up to `places` behind the point. */
export function fixedPoint(value: number, places: number): string {
  if (!Number.isFinite(value)) return doubleToString(value);
  const text = doubleToString(Math.abs(value));
  const [mantissa, exponent = '0'] = text.split('E') as [string, string?];
  const [whole, fraction] = mantissa.split('.') as [string, string];
  const shift = places + 1 + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  const rounded = ((scaled + 5n) / 10n).toString().padStart(places + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return `${sign}${rounded.slice(0, -places)}.${rounded.slice(-places)}`;
}

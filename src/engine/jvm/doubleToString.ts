/** `java.lang.Double.toString` (SC-551). */
export function doubleToString(value: number): string {
  return special(value) ?? layOut(value, String(Math.abs(value)));
}

/** `java.lang.Float.toString`; `value` must be a 32-bit float. */
export function floatToString(value: number): string {
  return special(value) ?? layOut(value, shortestFloat(Math.abs(value)));
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  return undefined;
}

function shortestFloat(value: number): string {
  for (let precision = 1; precision < 10; precision++) {
    const text = value.toPrecision(precision);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

/** Places JavaScript's digits as Java does: plain from 10^-3 up to 10^7, else one digit before the point and an exponent. */
function layOut(value: number, text: string): string {
  const [mantissa = '', exponentText] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  // The value is 0.d1d2d3… times 10^point.
  const point = whole.length - leading + Number(exponentText ?? 0);
  const sign = value < 0 ? '-' : '';
  if (point > -3 && point <= 7) {
    if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
    return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
  }
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`;
}

/** `0.d1d2d3…` times ten to the `point`. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * The digits that Java before version 19 prints for `significand · 2^exponent`, a float of `precision` bits (fewer for a subnormal one).
 * They identify the number, but are not always the fewest: 2.0E23 prints as `1.9999999999999998E23`, and 5e-324, which needs an exponent and
 * so at least two digits, as `4.9E-324`. Model: openjdk 17 java.base/jdk/internal/math/FloatingDecimal.java (BinaryToASCIIBuffer.dtoa).
 * @param significand above zero
 */
export function javaDigits(significand: bigint, exponent: number, precision: number): Decimal {
  const width = significand.toString(2).length;
  let odd = significand;
  while ((odd & 1n) === 0n) odd >>= 1n;
  const oddWidth = odd.toString(2).length;
  // The number lies between 2^power and 2^(power + 1); written in binary it has `fractionBits` digits behind the point.
  const power = exponent + width - 1;
  const fractionBits = Math.max(0, oddWidth - power - 1);
  if (fractionBits === 0 && power <= 62) return integerDigits(odd << BigInt(power - oddWidth + 1), power - precision - 1);
  return generate(scale(odd, oddWidth, power, fractionBits, precision));
}

/** An integer is printed in full, except that digits below its last bit of precision are rounded away. */
function integerDigits(value: bigint, bitsBelow: number): Decimal {
  const dropped = bitsBelow > 1 ? Math.floor(bitsBelow * Math.LOG10E * Math.LN2) : 0;
  let kept = value;
  if (dropped > 0) {
    const unit = 10n ** BigInt(dropped);
    kept = value / unit + (value % unit >= unit / 2n ? 1n : 0n);
  }
  const text = kept.toString();
  return { digits: text.replace(/0+$/, ''), point: text.length + dropped };
}

/** The number is `value / unit · 10^power10`; half of the distance to the next float is `margin / unit`. */
interface Scaled {
  readonly value: bigint;
  readonly unit: bigint;
  readonly margin: bigint;
  readonly power10: number;
  /** Width of the machine integers in which Java computes: 32 or 64; undefined for integers of any size. */
  readonly machineBits: number | undefined;
}

function scale(odd: bigint, oddWidth: number, power: number, fractionBits: number, precision: number): Scaled {
  const power10 = estimatePowerOfTen(Number(odd) / 2 ** (oddWidth - 1), power);
  const value5 = Math.max(0, -power10);
  const unit5 = Math.max(0, power10);
  let value2 = value5 + fractionBits + power;
  let unit2 = unit5 + fractionBits;
  let margin2 = value2 - precision;
  value2 -= oddWidth - 1;
  const common = Math.min(value2, unit2);
  value2 -= common;
  unit2 -= common;
  margin2 -= common;
  // Below a power of two the floats are twice as dense.
  if (oddWidth === 1) margin2 -= 1;
  if (margin2 < 0) {
    value2 -= margin2;
    unit2 -= margin2;
    margin2 = 0;
  }
  const needed = Math.max(oddWidth + value2 + bitsOfPowerOf5(value5), unit2 + 1 + bitsOfPowerOf5(unit5 + 1));
  return {
    value: (odd * 5n ** BigInt(value5)) << BigInt(value2),
    unit: (5n ** BigInt(unit5)) << BigInt(unit2),
    margin: (5n ** BigInt(value5)) << BigInt(margin2),
    power10,
    machineBits: needed < 32 ? 32 : needed < 64 ? 64 : undefined,
  };
}

/** Floor of the decimal logarithm, or one less than it; `mantissa` is in [1, 2). */
function estimatePowerOfTen(mantissa: number, power: number): number {
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + power * 0.301029995663981);
}

function bitsOfPowerOf5(n: number): number {
  if (n === 0) return 0;
  return n < 27 ? (5n ** BigInt(n)).toString(2).length : n * 3;
}

/** Digits until what is left, or what is missing to the next digit, is within the margin. */
function generate({ value, unit, margin, power10, machineBits }: Scaled): Decimal {
  const wrap = (x: bigint): bigint => (machineBits === undefined ? x : BigInt.asIntN(machineBits, x));
  const ten = unit * 10n;
  let rest = value;
  let room = margin;
  let low = false;
  let high = false;
  const next = (): number => {
    const digit = Number(rest / unit);
    rest = 10n * (rest % unit);
    room = wrap(room * 10n);
    // Java's machine integers may overflow here, which ends the digits.
    low = room <= 0n || rest < room;
    // With integers of any size Java also takes a digit's worth exactly for high.
    high = room <= 0n || (machineBits === undefined ? rest + room >= ten : wrap(rest + room) > ten);
    return digit;
  };

  let point = power10 + 1;
  const digits: number[] = [];
  const first = next();
  if (first === 0 && !high) point--;
  else digits.push(first);
  // A number that is printed with an exponent gets a digit behind the point.
  if (point - 1 < -3 || point - 1 >= 8) {
    low = false;
    high = false;
  }
  while (!low && !high) digits.push(next());
  if (high && (!low || roundsUp(2n * rest - ten, digits))) point += roundUp(digits);
  return { digits: digits.join(''), point };
}

function roundsUp(excess: bigint, digits: readonly number[]): boolean {
  return excess > 0n || (excess === 0n && (digits[digits.length - 1] as number) % 2 === 1);
}

/** Adds one to the last digit; returns 1 if the carry went past the first. */
function roundUp(digits: number[]): number {
  let at = digits.length - 1;
  while (at > 0 && digits[at] === 9) digits[at--] = 0;
  if (digits[at] === 9) {
    digits[at] = 1;
    return 1;
  }
  digits[at] = (digits[at] as number) + 1;
  return 0;
}

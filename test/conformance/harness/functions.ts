// biome-ignore-all lint/suspicious/noExplicitAny: the functions of the recordings are total on whatever they are used with
import { JavaError } from '../../../src/engine/errors.js';
import { Double, isInt, javaSplit, Long, None, Some, toJavaString, Vector } from '../../../src/engine/jvm/index.js';
import { HashPartitioner, type RDD } from '../../../src/engine/rdd/index.js';
import { order } from './values.js';

/** What functions of partitions read. */
interface RecordIteratorLike {
  next(): unknown;
  toArray(): unknown[];
}

/** The function library of the recordings (recordings/README.md, "Function library"). */
type Library = Readonly<Record<string, (...args: any[]) => any>>;

const int = (x: number): number => x | 0;
const floorMod3 = (x: number): number => ((x % 3) + 3) % 3;
const double = (x: number): unknown => (isInt(x) ? new Double(x) : x);
const long = (x: number): Long => new Long(BigInt(x) * 10_000_000_000n);
const initial = (x: string): string => x.charAt(0);

export const maps: Library = {
  identity: (x) => x,
  upper: (x: string) => x.toUpperCase(),
  length: (x: string) => x.length,
  inc: (x: number) => int(x + 1),
  double: (x: number) => int(2 * x),
  negate: (x: number) => int(-x),
  mod3: floorMod3,
  str: toJavaString,
  pairOne: (x) => [x, 1],
  pairLength: (x: string) => [x, x.length],
  keyMod3: (x: number) => [floorMod3(x), x],
  keyInitial: (x: string) => [initial(x), x],
  pairSelf: (x) => [x, x],
  swap: ([k, v]) => [v, k],
  key: ([k]) => k,
  value: ([, v]) => v,
  valueInc: ([k, v]) => [k, int(v + 1)],
  pairKey: ([k, v]) => [[k, v], 1],
  half: (x: number) => double(x / 2),
  toLong: long,
  parseInt: (x: string) => {
    const number = /^[+-]?\d+$/.test(x) ? Number(x) : Number.NaN;
    if (int(number) !== number) throw new JavaError('java.lang.NumberFormatException', `For input string: "${x}"`);
    return number;
  },
  reciprocal: (x: number) => {
    if (x === 0) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
    return int(12 / x);
  },
  keyEven: (x: number) => [x % 2 === 0, x],
  keyLong: (x: number) => [long(x), x],
  keyDouble: (x: number) => [double(x / 2), x],
  keyOption: (x: number) => [x % 2 === 0 ? new Some(x) : None, x],
  keyTriple: (x: string) => [[x, x.length, initial(x)], 1],
  keyChars: (x: string) => [Vector.from(x.split('')), 1],
  keyNullable: (x: string) => [x.startsWith('a') ? null : x, x.length],
  triple: (x: string) => [x, x.length, x.toUpperCase()],
};

export const flatMaps: Library = {
  words: (x: string) => javaSplit(x, ' '),
  chars: (x: string) => x.split(''),
  twice: (x) => [x, x],
  upTo: (x: number) => Array.from({ length: ((x % 4) + 4) % 4 }, (_, i) => i),
  none: () => [],
};

export const filters: Library = {
  nonEmpty: (x: string) => x !== '',
  even: (x: number) => x % 2 === 0,
  positive: (x: number) => x > 0,
  longer1: (x: string) => x.length > 1,
  valuePositive: ([, v]) => v > 0,
  valueAbove1: ([, v]) => v > 1,
  keyNotA: ([k]) => k !== 'a',
  never: () => false,
};

export const reductions: Library = {
  add: (a: number, b: number) => int(a + b),
  sub: (a: number, b: number) => int(a - b),
  max: (a: number, b: number) => Math.max(a, b),
  min: (a: number, b: number) => Math.min(a, b),
  concat: (a: string, b: string) => a + b,
  left: (a) => a,
  right: (_, b) => b,
};

const sum = (values: Iterable<number>, start = 0): number => {
  let total = start;
  for (const value of values) total = int(total + value);
  return total;
};

export const valueMaps: Library = {
  inc: maps.inc as Library[string],
  str: toJavaString,
  negate: maps.negate as Library[string],
  size: (values: any[]) => values.length,
  sum: (values: number[]) => sum(values),
  mkString: (values: any[]) => Array.from(values, toJavaString).join('+'),
  sorted: (values: any[]) => Vector.from(Array.from(values).sort(order)),
};

export const partitionMaps: Library = {
  count: (records: RecordIteratorLike) => [records.toArray().length],
  sorted: (records: RecordIteratorLike) => records.toArray().sort(order),
  reverse: (records: RecordIteratorLike) => records.toArray().reverse(),
  *firstOnly(records: RecordIteratorLike) {
    const first = records.next();
    if (typeof first !== 'symbol') yield first;
  },
};

/** create, mergeValue, mergeCombiners */
export const combines: Readonly<Record<string, readonly [Library[string], Library[string], Library[string]]>> = {
  sumCount: [(v: number) => [v, 1], ([s, n], v: number) => [int(s + v), n + 1], (a, b) => [int(a[0] + b[0]), a[1] + b[1]]],
  trail: [(v) => toJavaString(v), (c, v) => `(${c},${toJavaString(v)})`, (a, b) => `[${a}|${b}]`],
};

export const updates: Library = {
  sum: (values: number[], old = 0) => sum(values, old),
  sumDropZero: (values: number[], old = 0) => sum(values, old) || undefined,
  last: (values: any[], old) => (values.length > 0 ? values[values.length - 1] : old),
  dropIdle: (values: number[], old = 0) => (values.length > 0 ? sum(values, old) : undefined),
  calls: (_, old = 0) => old + 1,
  trail: (values: any[], old = '') => `${old}<${Array.from(values, toJavaString).join(',')}>`,
};

const total = (value: number | undefined, state: any): number => int((state.exists() ? state.get() : 0) + (value ?? 0));

export const stateFunctions: Library = {
  sum: (key, value, state) => {
    const n = total(value, state);
    state.update(n);
    return [key, n];
  },
  sumOrTimeout: (key, value, state) => {
    if (state.isTimingOut()) return [key, `timeout ${toJavaString(state.get())}`];
    const n = total(value, state);
    state.update(n);
    return [key, String(n)];
  },
  removeAt3: (key, value, state) => {
    const n = total(value, state);
    if (n < 3) {
      state.update(n);
      return [key, String(n)];
    }
    if (state.exists()) state.remove();
    return [key, 'removed'];
  },
  updateWhileTimingOut: (key, value, state) => {
    const n = total(value, state);
    state.update(n);
    return [key, n];
  },
};

export const transforms: Readonly<Record<string, (rdd: RDD<any>) => RDD<any>>> = {
  identity: (rdd) => rdd,
  distinct: (rdd) => rdd.distinct(),
  distinct3: (rdd) => rdd.distinct(3),
  sortByKey: (rdd) => rdd.sortByKey(true, undefined, order),
  sortByValueDesc: (rdd) => rdd.sortBy((record) => record[1], false, undefined, order),
  coalesce1: (rdd) => rdd.coalesce(1),
  zipWithIndex: (rdd) => rdd.zipWithIndex(),
  partitionBy3: (rdd) => rdd.partitionBy(new HashPartitioner(3)),
  sizePerPartition: (rdd) => rdd.mapPartitions((records) => [records.toArray().length]),
};

export const transformsWith: Readonly<Record<string, (rdd: RDD<any>, other: RDD<any>) => RDD<any>>> = {
  union: (rdd, other) => rdd.union(other),
  subtract: (rdd, other) => rdd.subtract(other),
  intersection: (rdd, other) => rdd.intersection(other),
  cartesian: (rdd, other) => rdd.cartesian(other),
};

/** The function `name` of a library. @throws when the recordings know one that the harness does not */
export function named<F>(library: Readonly<Record<string, F>>, name: string): F {
  const found = library[name];
  if (found === undefined) throw new Error(`no function "${name}" in the library`);
  return found;
}

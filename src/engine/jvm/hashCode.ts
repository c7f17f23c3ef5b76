import { Double, doubleHash, Float, floatBits } from './Double.js';
import { isInt } from './int.js';
import { Long, longHash } from './Long.js';
import { avalanche, finalizeHash, mix, mixLast } from './murmur3.js';
import { None, Some } from './Option.js';
import { fieldsOf } from './product.js';
import { isTuple } from './Seq.js';

/** `java.lang.String.hashCode`: over UTF-16 units. */
export function stringHash(text: string): number {
  if (text === lastText) return lastHash;
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(31, h) + text.charCodeAt(i)) | 0;
  lastText = text;
  lastHash = h;
  return h;
}

// A key is often hashed for its partition and at once again for its place.
let lastText = '';
let lastHash = 0;

/**
 * `hashCode()` of the JVM value that `value` stands for (SC-230 … SC-242, Scala 2.13): decides partitions, slots of hash tables and the
 * order of map outputs. 0 for null. Which number of the JVM a JavaScript number stands for: see `Int`.
 * @throws {IllegalArgumentException} a plain object, a function, a symbol or undefined: they have no value to hash
 */
export function hashCode(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return stringHash(value);
    case 'number':
      return isInt(value) ? value : doubleHash(value);
    case 'boolean':
      return value ? 1231 : 1237;
    case 'bigint':
      return longHash(value);
    case 'object':
      return value === null ? 0 : objectHash(value);
    default:
      fieldsOf(value, 'be hashed');
      return 0;
  }
}

/** Scala's `value.##`, with which elements of tuples, case classes and sequences are hashed: equal numbers of different types agree (SC-241). */
export function hashHash(value: unknown): number {
  if (typeof value === 'number') return isInt(value) ? value : doubleHashHash(value);
  if (typeof value === 'bigint') return longHashHash(value);
  if (value instanceof Long) return longHashHash(value.value);
  if (value instanceof Double) return doubleHashHash(value.value);
  // A Float is exactly a Double, and the rule for Doubles ends in the hash of a Float where there is one.
  if (value instanceof Float) return Number.isNaN(value.value) ? floatBits(value.value) : doubleHashHash(value.value);
  return hashCode(value);
}

const productSeed = 0xcafebabe | 0;
const tupleSeeds = Array.from({ length: 23 }, (_, arity) => mix(productSeed, stringHash(`Tuple${arity}`)));
const seqSeed = stringHash('Seq');
const mapSeed = stringHash('Map');
const setSeed = stringHash('Set');

/** Hash of the pair `(partition, key)`, given the key's `##`: the keys of the map-side table (SC-322). */
export function pairHash(first: number, second: number): number {
  return finalizeHash(mix(mix(tupleSeeds[2] as number, first), second), 2);
}

function objectHash(value: object): number {
  if (Array.isArray(value)) return isTuple(value) ? tupleHash(value) : seqHash(value);
  if (value instanceof Some) return finalizeHash(mix(someSeed, hashHash(value.value)), 1);
  if (value === None) return noneHash;
  if (value instanceof Map)
    return unorderedHash(
      Array.from(value, (pair) => tupleHash(pair)),
      mapSeed,
    );
  if (value instanceof Set) return unorderedHash(Array.from(value, hashHash), setSeed);
  const own = (value as { hashCode?: unknown }).hashCode;
  if (typeof own === 'function') return (own as () => number).call(value) | 0;
  const fields = fieldsOf(value, 'be hashed');
  return productHash(value.constructor.name, fields);
}

const someSeed = mix(productSeed, stringHash('Some'));
const noneHash = stringHash('None');

function tupleHash(elements: readonly unknown[]): number {
  let h = tupleSeeds[elements.length] as number;
  for (let i = 0; i < elements.length; i++) h = mix(h, hashHash(elements[i]));
  return finalizeHash(h, elements.length);
}

/** Hash of a case class of Scala 2.13: its name and its fields; its name alone when it has none. */
export function productHash(name: string, fields: readonly unknown[]): number {
  if (fields.length === 0) return stringHash(name);
  let h = mix(productSeed, stringHash(name));
  for (const field of fields) h = mix(h, hashHash(field));
  return finalizeHash(h, fields.length);
}

/**
 * Scala 2.13 hashes a sequence whose element hashes are in arithmetic progression as it hashes a range: by first, step and last.
 * Model: scala 2.13.5 scala/util/hashing/MurmurHash3.scala (orderedHash, rangeHash).
 */
function seqHash(elements: readonly unknown[]): number {
  const length = elements.length;
  if (length === 0) return finalizeHash(seqSeed, 0);
  const first = hashHash(elements[0]);
  let h = mix(seqSeed, first);
  if (length === 1) return finalizeHash(h, 1);
  const afterFirst = h;
  let previous = hashHash(elements[1]);
  const step = (previous - first) | 0;
  let isRange = true;
  for (let i = 2; i < length; i++) {
    h = mix(h, previous);
    const hash = hashHash(elements[i]);
    if (((hash - previous) | 0) !== step) isRange = false;
    previous = hash;
  }
  if (isRange) return avalanche(mix(mix(afterFirst, step), previous));
  return finalizeHash(mix(h, previous), length);
}

/** Model: scala 2.13.5 scala/util/hashing/MurmurHash3.scala (unorderedHash). */
function unorderedHash(hashes: readonly number[], seed: number): number {
  let sum = 0;
  let parity = 0;
  let product = 1;
  for (const hash of hashes) {
    sum = (sum + hash) | 0;
    parity ^= hash;
    product = Math.imul(product, hash | 1);
  }
  return finalizeHash(mixLast(mix(mix(seed, sum), parity), product), hashes.length);
}

function longHashHash(value: bigint): number {
  const int = BigInt.asIntN(32, value);
  return int === value ? Number(int) : longHash(value);
}

/** Model: scala 2.13.5 scala/runtime/Statics.java (doubleHash). */
function doubleHashHash(value: number): number {
  if ((value | 0) === value) return value | 0;
  if (Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63) {
    // The conversion to Long saturates.
    return longHash(value === 2 ** 63 ? 2n ** 63n - 1n : BigInt(value));
  }
  return Math.fround(value) === value ? floatBits(value) : doubleHash(value);
}

/**
 * A sequence of the JVM. Plain arrays of length 2 to 22 are tuples, so a sequence is an instance of one of these classes; they are arrays
 * with another class, and what `map`, `filter`, `slice` make of them is again a sequence. Two sequences with equal elements are equal,
 * whatever their classes. A spread, `[...seq]`, is a plain array again. Made with `Vector.of(1, 2)` or `Vector.from(iterable)`.
 */
export abstract class Seq<T> extends Array<T> {
  /** The name that is printed before the elements. */
  declare readonly prefix: string;

  // JavaScript's copying methods would return plain arrays, which could count as tuples.
  override toReversed(): T[] {
    return this.slice().reverse();
  }
  override toSorted(compare?: (a: T, b: T) => number): T[] {
    return this.slice().sort(compare);
  }
  override toSpliced(start: number, deleteCount?: number, ...items: T[]): T[] {
    const copy = this.slice();
    copy.splice(start, deleteCount ?? copy.length, ...items);
    return copy;
  }
  override with(index: number, value: T): T[] {
    const copy = this.slice();
    copy[index < 0 ? copy.length + index : index] = value;
    return copy;
  }
}

/** Prints `Vector(1, 2)`. */
export class Vector<T> extends Seq<T> {
  static override of<T>(...elements: T[]): Vector<T> {
    return Vector.from(elements) as Vector<T>;
  }
}

/** Prints `List(1, 2)`. */
export class List<T> extends Seq<T> {
  static override of<T>(...elements: T[]): List<T> {
    return List.from(elements) as List<T>;
  }
}

/** What `groupByKey` of a stream makes; prints `ArrayBuffer(1, 2)`. */
export class ArrayBufferSeq<T> extends Seq<T> {
  static override of<T>(...elements: T[]): ArrayBufferSeq<T> {
    return ArrayBufferSeq.from(elements) as ArrayBufferSeq<T>;
  }
}

/**
 * What `RDD.groupByKey` and `cogroup` make. Prints `Seq(1, 2)` as in Spark's Scala 2.13 build, where the class name is not printed; `map`
 * and its like give a `List`. Model: apache/spark 3.2.1 core/.../util/collection/CompactBuffer.scala; scala 2.13.5 scala/collection/Seq.scala.
 */
export class CompactBuffer<T> extends Seq<T> {
  static override of<T>(...elements: T[]): CompactBuffer<T> {
    return CompactBuffer.from(elements) as CompactBuffer<T>;
  }
  static override get [Symbol.species](): ArrayConstructor {
    return List as unknown as ArrayConstructor;
  }
}

// On the prototypes, not the instances, so that the classes stay as cheap as arrays.
for (const [type, prefix] of [
  [Vector, 'Vector'],
  [List, 'List'],
  [ArrayBufferSeq, 'ArrayBuffer'],
  [CompactBuffer, 'Seq'],
] as const) {
  Object.defineProperty(type.prototype, 'prefix', { value: prefix });
}

/** Whether a plain array stands for a Scala tuple; other plain arrays stand for sequences. */
export function isTuple(value: readonly unknown[]): boolean {
  return value.length >= 2 && value.length <= 22 && !(value instanceof Seq);
}

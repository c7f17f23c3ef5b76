import { toJavaString } from '../jvm/toJavaString.js';
import { AccumulatorV2 } from './AccumulatorV2.js';

/** A list of what was added; of each task together, in the order in which tasks succeed. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala `CollectionAccumulator`. */
export class CollectionAccumulator<T> extends AccumulatorV2<T, readonly T[]> {
  private list: T[] = [];

  get isZero(): boolean {
    return this.list.length === 0;
  }
  copy(): CollectionAccumulator<T> {
    const made = new CollectionAccumulator<T>();
    made.list = [...this.list];
    return made;
  }
  reset(): void {
    this.list = [];
  }
  add(value: T): void {
    this.list.push(value);
  }
  merge(other: AccumulatorV2<T, readonly T[]>): void {
    if (!(other instanceof CollectionAccumulator)) throw this.cannotMerge(other);
    for (const value of other.list as T[]) this.list.push(value);
  }
  get value(): readonly T[] {
    return [...this.list];
  }

  protected override shownValue(): string {
    return `[${this.list.map(toJavaString).join(', ')}]`;
  }
}

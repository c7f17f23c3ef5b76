import { type WritesItself, writeObject } from '../closure.js';
import { IllegalStateException, UnsupportedOperationException } from '../errors.js';
import { redirectInTasks } from './accumulatorCopies.js';

/**
 * A value that tasks add to and the driver reads. Each task attempt adds to a copy of its own, which begins at zero; the copy is merged
 * when the attempt succeeds, so what a failed attempt added is lost, and what a stage that runs again adds counts again (SC-461).
 * A program's own kind extends this class. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala.
 */
export abstract class AccumulatorV2<In, Out> implements WritesItself {
  /** Set by `SparkContext.register`. */
  private metadata: { readonly id: number; readonly name: string | undefined } | undefined;

  abstract get isZero(): boolean;
  /** A copy with the same value. */
  abstract copy(): AccumulatorV2<In, Out>;
  /** Back to zero. */
  abstract reset(): void;
  abstract add(value: In): void;
  /** Takes in what another of the same kind has. */
  abstract merge(other: AccumulatorV2<In, Out>): void;
  abstract get value(): Out;

  /** A copy at zero. */
  copyAndReset(): AccumulatorV2<In, Out> {
    const made = this.copy();
    made.reset();
    return made;
  }

  get isRegistered(): boolean {
    return this.metadata !== undefined;
  }
  /** Counts accumulators of a context, from 0. @throws {IllegalStateException} before it is registered */
  get id(): number {
    if (this.metadata === undefined)
      throw new IllegalStateException('The metadata of this accumulator has not been assigned yet.');
    return this.metadata.id;
  }
  get name(): string | undefined {
    return this.metadata?.name;
  }

  /** Called by `SparkContext.register`. @throws {IllegalStateException} the second time */
  register(id: number, name: string | undefined): void {
    if (this.metadata !== undefined) throw new IllegalStateException('Cannot register an Accumulator twice.');
    this.metadata = { id, name };
    redirectInTasks(this);
  }

  /** @throws {UnsupportedOperationException} before it is registered: nothing would merge what tasks add */
  [writeObject](): void {
    if (!this.isRegistered) throw new UnsupportedOperationException('Accumulator must be registered before send to executor');
  }

  toString(): string {
    const kind = this.constructor.name;
    if (this.metadata === undefined) return `Un-registered Accumulator: ${kind}`;
    const { id, name } = this.metadata;
    return `${kind}(id: ${id}, name: ${name === undefined ? 'None' : `Some(${name})`}, value: ${this.shownValue()})`;
  }

  /** How `toString` shows the value. */
  protected shownValue(): string {
    return String(this.value);
  }

  /** What `merge` throws when `other` is of another kind. */
  protected cannotMerge(other: AccumulatorV2<never, unknown>): UnsupportedOperationException {
    const name = (each: object): string => `org.apache.spark.util.${each.constructor.name}`;
    return new UnsupportedOperationException(`Cannot merge ${name(this)} with ${name(other)}`);
  }
}

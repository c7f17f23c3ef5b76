import { capturingLike, ensureSerializable } from '../closure.js';
import { HashPartitioner } from '../rdd/HashPartitioner.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import type { RDD } from '../rdd/RDD.js';
import type { Duration, Time } from '../time/index.js';
import type { State } from './State.js';

/** Called for every record, and once for a key that timed out, then with `value` undefined. What it gives is a record, unless undefined. */
export type MappingFunction<K, V, S, E> = (time: Time, key: K, value: V | undefined, state: State<S>) => E | undefined;

/**
 * How `mapWithState` works on its keys. Of each setting the last call counts. Immutable in use: `mapWithState` reads it once.
 * Model: apache/spark 3.2.1 streaming/.../StateSpec.scala.
 */
export class StateSpec<K, V, S, E> {
  private given: Partitioner | undefined;
  private initialStates: RDD<Pair<K, S>> | undefined;
  private idle: Duration | undefined;

  private constructor(readonly mapping: MappingFunction<K, V, S, E>) {}

  /** A function of key, value and state, or of batch time, key, value and state: told apart by how many parameters it declares. */
  static function<K, V, S, E>(f: (key: K, value: V | undefined, state: State<S>) => E | undefined): StateSpec<K, V, S, E>;
  static function<K, V, S, E>(f: MappingFunction<K, V, S, E>): StateSpec<K, V, S, E>;
  static function<K, V, S, E>(
    f: MappingFunction<K, V, S, E> | ((key: K, value: V | undefined, state: State<S>) => E | undefined),
  ): StateSpec<K, V, S, E> {
    ensureSerializable(f);
    if (f.length >= 4) return new StateSpec(f as MappingFunction<K, V, S, E>);
    const withoutTime = f as (key: K, value: V | undefined, state: State<S>) => E | undefined;
    const mapping: MappingFunction<K, V, S, E> = (_time, key, value, state) => withoutTime(key, value, state);
    return new StateSpec(capturingLike(f, mapping));
  }

  /** States before the first batch. Of a key that occurs twice the last counts. */
  initialState(rdd: RDD<Pair<K, S>>): this {
    this.initialStates = rdd;
    return this;
  }
  numPartitions(count: number): this {
    return this.partitioner(new HashPartitioner(count));
  }
  partitioner(partitioner: Partitioner): this {
    this.given = partitioner;
    return this;
  }
  /** A key without data for longer than `idle` is removed, at the next batch that checkpoints the state: by default every tenth (SS-627). */
  timeout(idle: Duration): this {
    this.idle = idle;
    return this;
  }

  getPartitioner(): Partitioner | undefined {
    return this.given;
  }
  getInitialState(): RDD<Pair<K, S>> | undefined {
    return this.initialStates;
  }
  getTimeout(): Duration | undefined {
    return this.idle;
  }
}

import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { reduced } from './reduced.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Within partitions in order, over partitions as tasks finish (SC-143). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala
     * `reduce`.
     * @throws {UnsupportedOperationException} empty collection
     */
    reduce(f: (a: T, b: T) => T): Process<T>;
  }
}

attach(RDD.prototype, {
  reduce: action('reduce', (rdd, f: (a: unknown, b: unknown) => unknown) => reduced(rdd, f, 'reduce')),
});

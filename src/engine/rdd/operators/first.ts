import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { emptyCollection } from './emptyCollection.js';
import { firstOf } from './firstOf.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The first record: `take(1)` (SC-142). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `first`.
     * @throws {UnsupportedOperationException} empty collection
     */
    first(): Process<T>;
  }
}

attach(RDD.prototype, {
  first: action('first', function* (rdd) {
    const taken = yield* firstOf(rdd, 1);
    if (taken.length === 0) throw emptyCollection();
    return taken[0];
  }),
});

import { giving } from '../../closure.js';
import type { Pair } from '../../rdd/Pair.js';
import type { StateSpec } from '../../state/StateSpec.js';
import type { DStream } from '../DStream.js';
import { type MapWithStateDStream, MapWithStateDStreamImpl } from '../MapWithStateDStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Calls the function of `spec` for each record, with the state of its key (SS-624). Needs a checkpoint directory (SS-620).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `mapWithState`.
     */
    mapWithState<K, V, S, E>(this: DStream<Pair<K, V>>, spec: StateSpec<K, V, S, E>): MapWithStateDStream<K, S, E>;
  }
}

attachOperators({
  mapWithState(this: DStream<Pair<unknown, unknown>>, spec: StateSpec<unknown, unknown, unknown, unknown>) {
    return giving([spec.mapping], () => new MapWithStateDStreamImpl(this, spec));
  },
});

import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { SparkConf, StorageLevel } from '../../../src/engine/rdd/index.js';
import { Receiver } from '../../../src/engine/receiver/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { Milliseconds } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import { canonical } from './compare.js';
import type { CaseRunner } from './outcome.js';
import { encode, type Json } from './values.js';

interface Arrival {
  readonly at: number;
  readonly store: 'single' | 'buffer' | 'iterator';
  readonly items: readonly string[];
}

/** Stores at given offsets from a batch boundary. */
class Timed extends Receiver<string> {
  constructor(
    private readonly arrivals: readonly Arrival[],
    private readonly startMs: number,
  ) {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.startThread('arrivals', () => this.arrive());
  }
  onStop(): void {}
  private *arrive(): Process<void> {
    let now = 0;
    for (const { at, store, items } of this.arrivals) {
      if (this.startMs + at > now) yield* this.sleep(this.startMs + at - now);
      now = this.startMs + at;
      if (store === 'single') for (const item of items) yield* this.store(item);
      else yield* this.storeAll(items);
    }
  }
}

/**
 * A receiver in real time (recordings/runtime/README.md, "Runs in real time"). Where the recorded runs did not agree among themselves, the simulated one has to
 * be one of them.
 */
export const runRealTimeCase: CaseRunner = (recorded) => {
  const { batchMs, settings, arrivals, stable, batches, others } = recorded as unknown as {
    readonly batchMs: number;
    readonly settings: Readonly<Record<string, string>>;
    readonly arrivals: readonly Arrival[];
    readonly stable: boolean;
    readonly batches?: Json;
    readonly others: readonly { readonly batches: Json }[];
  };
  const found: Json[] = [];
  const last = arrivals.reduce((latest, { at }) => Math.max(latest, at), 0);
  const world = new World({
    program: function* (): Process<void> {
      const context = new StreamingContext(
        new SparkConf().setMaster('local[3]').setAppName('conformance'),
        Milliseconds(batchMs),
      );
      // The first batch is before the first boundary that is counted.
      context.receiverStream(new Timed(arrivals, batchMs)).foreachRDD(function* (rdd, time) {
        const partitions = yield* rdd.context.runJob(rdd, (records) => records.toArray());
        const batch = time.millis / batchMs - 1;
        if (partitions.length > 0) found.push({ batch, partitions: partitions.map((records) => records.map(encode)) });
      });
      context.start();
      yield* awaiting({ reason: 'the end of the case', begin: () => () => {} });
    },
    settings: { ...settings, until: `${last + 8 * batchMs}ms` },
    trace: 'events',
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  if (stable) return { expected: batches as Json, actual: found };
  const observed = [...(batches === undefined ? [] : [batches]), ...others.map((each) => each.batches)];
  const same = observed.find((each) => canonical(each) === canonical(found));
  return { expected: same ?? (observed[0] as Json), actual: found };
};

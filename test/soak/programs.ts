import {
  type DStream,
  InputDStream,
  println,
  type RDD,
  Seconds,
  SparkConf,
  type State,
  StateSpec,
  StreamingContext,
  type Time,
} from '../../src/engine/index.js';
import type { WorldShape } from '../../src/sim/fault/FaultKind.js';

/** A program that faults are drawn for. */
export interface SoakProgram {
  readonly name: string;
  readonly main: () => unknown;
  readonly script: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly shape: WorldShape;
  /** Records that must have been printed by the end, once there is a checkpoint to go on from; absent: the source may lose some. */
  readonly mustPrint?: readonly string[];
}

const untilS = 12;
const typed = Array.from({ length: 24 }, (_, i) => `@${i * 400 + 100}ms nc :9999 > ${'abcdef'[i % 6]} w${i}`).join('\n');
const shape: WorldShape = { executors: [], links: ['driver-nc'], ports: [9999], brokers: [], stores: [], untilUs: 9_000_000 };
const settings = { until: `${untilS}s`, 'cost.recordMs': '7', 'cost.taskMs': '3', 'net.latencyMs': '2', 'net.jitterMs': '3' };

/** A program that goes on from its checkpoint. */
const recovering = (master: string, build: (ssc: StreamingContext) => void) =>
  function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      const fresh = new StreamingContext(new SparkConf().setMaster(master).setAppName('soak'), Seconds(1));
      fresh.checkpoint('/checkpoint');
      build(fresh);
      return fresh;
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };

const words = (ssc: StreamingContext): DStream<readonly [string, number]> =>
  ssc
    .socketTextStream('localhost', 9999)
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 1]);

/** The records of a batch are a function of its time: what a topic with offsets by time would give, again and again. */
class TableInputDStream extends InputDStream<string> {
  override compute(validTime: Time): RDD<string> | undefined {
    const batch = validTime.millis / 1000;
    if (batch > untilS - 4) return undefined;
    return this.context.sparkContext.parallelize([`r${batch}-0`, `r${batch}-1`, `r${batch}-2`], 3);
  }
}
const tableRecords = Array.from({ length: untilS - 4 }, (_, i) => [0, 1, 2].map((n) => `r${i + 1}-${n}`)).flat();

export const soakPrograms: readonly SoakProgram[] = [
  {
    name: 'word count, nothing kept',
    main: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('soak'), Seconds(1));
      words(ssc)
        .reduceByKey((a, b) => a + b)
        .print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    script: typed,
    settings,
    shape,
  },
  {
    name: 'state with a checkpoint and a log',
    main: recovering('local[3,2]', (ssc) => {
      words(ssc)
        .updateStateByKey((values: readonly number[], total: number | undefined) => values.reduce((a, b) => a + b, total ?? 0))
        .print();
    }),
    script: typed,
    settings: { ...settings, 'spark.streaming.receiver.writeAheadLog.enable': 'true' },
    shape,
  },
  {
    name: 'windows and state with timeouts',
    main: recovering('local[4]', (ssc) => {
      const pairs = words(ssc);
      pairs
        .reduceByKeyAndWindow(
          (a, b) => a + b,
          (a, b) => a - b,
          Seconds(4),
          Seconds(2),
        )
        .print();
      const spec = StateSpec.function((key: string, value: number | undefined, state: State<number>) => {
        const sum = (value ?? 0) + state.getOption().getOrElse(0);
        if (!state.isTimingOut()) state.update(sum);
        return [key, sum] as const;
      }).timeout(Seconds(3));
      pairs.mapWithState(spec).print();
    }),
    script: typed,
    settings,
    shape,
  },
  {
    name: 'receivers on a cluster',
    main: recovering('cluster[3,2]', (ssc) => {
      words(ssc)
        .reduceByKey((a, b) => a + b)
        .print();
    }),
    script: typed,
    settings,
    shape: { ...shape, executors: ['0', '1', '2'], links: ['driver-nc', 'driver-executor-0', 'driver-executor-1'] },
  },
  {
    name: 'a source with storage on a cluster',
    main: recovering('cluster[2,2]', (ssc) => {
      new TableInputDStream(ssc)
        .map((record) => [record, 1])
        .reduceByKey((a, b) => a + b)
        .foreachRDD(function* (rdd) {
          for (const [record] of yield* rdd.collect()) println(record);
        });
    }),
    script: '',
    // Long enough for every fault to be over and all that waits to be done.
    settings: { ...settings, until: '40s' },
    shape: { ...shape, executors: ['0', '1'], links: ['driver-executor-0'], ports: [] },
    mustPrint: tableRecords,
  },
];

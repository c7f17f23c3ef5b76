// biome-ignore-all lint/suspicious/noExplicitAny: situations call operators with what is wrong
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { capturing, NotSerializableException, type WritesItself, writeObject } from '../../../src/engine/closure.js';
import { ConstantInputDStream, type DStream } from '../../../src/engine/dstream/index.js';
import { BatchwiseError, JavaError } from '../../../src/engine/errors.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { SparkConf, SparkContext, StorageLevel } from '../../../src/engine/rdd/index.js';
import { BlockGenerator } from '../../../src/engine/receiver/BlockGenerator.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { StateSpec } from '../../../src/engine/state/index.js';
import { Milliseconds, Seconds, Time } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import { runCode } from './errorsCode.js';
import type { CaseRunner } from './outcome.js';
import { withPlaceholders } from './placeholders.js';
import type { Json } from './values.js';

/** What a situation is given to work with. */
interface Bench {
  readonly sc: SparkContext;
  readonly ssc: StreamingContext;
  /** A queue stream of pairs; each time it is asked for a new one. */
  readonly d: DStream<any>;
  /** Numbers in the name of the situation: window and slide in ms. */
  readonly numbers: readonly number[];
}

const add = (a: number, b: number): number => a + b;
const sub = (a: number, b: number): number => a - b;
const sum = (values: readonly number[], old: number | undefined): number => values.reduce(add, old ?? 0);
const ms = Milliseconds;
const started = (bench: Bench): DStream<any> => {
  const { d } = bench;
  d.print();
  bench.ssc.start();
  return d;
};
const printed = (ssc: StreamingContext, stream: DStream<any>): void => {
  stream.print();
  ssc.start();
};

/** The class of the recordings that cannot be serialised. */
class NotSerial implements WritesItself {
  f<T>(x: T): T {
    return x;
  }
  [writeObject](): void {
    throw new NotSerializableException('org.apache.spark.streaming.test.NotSerial');
  }
}

/** The situations by name; a name with numbers stands for all of its kind. @returns a process where time must pass */
const situations: readonly (readonly [RegExp, (bench: Bench) => Process<void> | void])[] = [
  [/^no-output$/, ({ ssc }) => ssc.start()],
  [
    /^start-after-stop$/,
    function* (bench) {
      started(bench);
      yield* bench.ssc.stop(false);
      bench.ssc.start();
    },
  ],
  [
    /^stop-before-start$/,
    function* ({ ssc }) {
      yield* ssc.stop(false);
    },
  ],
  [
    /^two-active$/,
    (bench) => {
      started(bench);
      const other = new StreamingContext(bench.sc, Seconds(1));
      printed(other, other.queueStream([] as any[]));
    },
  ],
  [
    /^restart-new-context$/,
    function* (bench) {
      started(bench);
      yield* bench.ssc.stop(false);
      const other = new StreamingContext(bench.sc, Seconds(1));
      printed(other, other.queueStream([] as any[]));
    },
  ],
  [
    /^add-output-after-start$/,
    (bench) => {
      started(bench).print();
    },
  ],
  [
    /^add-transformation-after-stop$/,
    function* (bench) {
      const d = started(bench);
      yield* bench.ssc.stop(false);
      d.map((x: unknown) => x);
    },
  ],
  [
    /^persist-after-start$/,
    (bench) => {
      started(bench).persist(StorageLevel.MEMORY_ONLY);
    },
  ],
  [
    /^persist-twice$/,
    ({ d }) => {
      d.persist(StorageLevel.MEMORY_ONLY);
      d.persist(StorageLevel.DISK_ONLY);
    },
  ],
  [/^batch-zero-create$/, ({ sc }) => void new StreamingContext(sc, ms(0))],
  [
    /^no-context$/,
    () => {
      currentEnvironment().storage.makeDirectory('/empty');
      new StreamingContext('/empty');
    },
  ],
  [/^update-no-checkpoint$/, ({ ssc, d }) => printed(ssc, d.updateStateByKey(sum))],
  [/^inverse-no-checkpoint$/, ({ ssc, d }) => printed(ssc, d.reduceByKeyAndWindow(add, sub, Seconds(2), Seconds(1)))],
  [/^countByValueAndWindow-no-checkpoint$/, ({ ssc, d }) => printed(ssc, d.countByValueAndWindow(Seconds(2), Seconds(1)))],
  [/^naive-window-no-checkpoint$/, ({ ssc, d }) => printed(ssc, d.reduceByKeyAndWindow(add, Seconds(2), Seconds(1)))],
  [/^checkpoint-interval-not-multiple$/, (bench) => interval(bench, (d) => d.updateStateByKey(sum).checkpoint(ms(2500)))],
  [/^checkpoint-interval-zero$/, (bench) => interval(bench, (d) => d.updateStateByKey(sum).checkpoint(ms(0)))],
  [
    /^checkpoint-interval-slide$/,
    (bench) => interval(bench, (d) => d.reduceByKeyAndWindow(add, sub, Seconds(4), Seconds(2)).checkpoint(Seconds(3))),
  ],
  [
    /^mapWithState-checkpoint-interval$/,
    (bench) => interval(bench, (d) => d.mapWithState(StateSpec.function((key: unknown) => key) as any).checkpoint(ms(1500))),
  ],
  [/^window-\d+-\d+$/, ({ ssc, d, numbers: [w = 0, s = 0] }) => printed(ssc, d.window(ms(w), ms(s)))],
  [
    /^inverse-window-\d+-\d+$/,
    ({ ssc, d, numbers: [w = 0, s = 0] }) => printed(ssc, d.reduceByKeyAndWindow(add, sub, ms(w), ms(s))),
  ],
  [/^window-of-window$/, ({ d }) => void d.window(Seconds(2), Seconds(2)).window(Seconds(3), Seconds(1))],
  [/^join-different-slides$/, ({ d }) => void d.window(Seconds(2), Seconds(2)).join(d)],
  [
    /^not-serializable-map$/,
    ({ d }) => {
      const bad = new NotSerial();
      d.map(capturing({ bad }, (x: unknown) => bad.f(x)));
    },
  ],
  [
    /^not-serializable-foreachRDD-checkpoint$/,
    ({ ssc, d }) => {
      ssc.checkpoint('/checkpoint');
      const bad = new NotSerial();
      d.foreachRDD(capturing({ bad }, () => bad.f(1)));
      ssc.start();
    },
  ],
  [/^union-nothing$/, ({ ssc }) => void ssc.union([])],
  [
    /^union-different-contexts$/,
    ({ sc, d }) => {
      const other = new StreamingContext(sc, Seconds(1));
      d.union(other.queueStream([] as any[]));
    },
  ],
  [
    /^queue-checkpoint-start$/,
    ({ ssc, d }) => {
      ssc.checkpoint('/checkpoint');
      printed(ssc, d);
    },
  ],
  [
    /^getOrCreate-corrupt$/,
    function* () {
      yield* currentEnvironment().storage.write('/checkpoint/checkpoint-1000', 'garbage');
      StreamingContext.getOrCreate('/checkpoint', factory);
    },
  ],
  [/^getOrCreate-missing$/, () => void StreamingContext.getOrCreate('/missing', factory)],
  [/^slice-before-start$/, ({ d }) => void d.slice(new Time(1000), new Time(2000))],
  [/^block-interval-zero$/, () => void new BlockGenerator(currentEnvironment().driver.clock, 0, 0, { onBlock: () => {} })],
];

const factory = (): never => {
  throw new JavaError('java.lang.RuntimeException', 'factory called');
};

function interval({ sc, ssc }: Bench, make: (d: DStream<any>) => DStream<any>): void {
  ssc.checkpoint('/checkpoint');
  // Not the queue stream: it would warn that it cannot be checkpointed.
  printed(ssc, make(new ConstantInputDStream(ssc, sc.emptyRDD())));
}

/** A situation that has no name here: its code is run as it stands. A name with `checkpoint`, but not with `no-checkpoint`, has a directory. */
function* fromCode(id: string, code: string, bench: Bench): Process<void> {
  const { sc, ssc, numbers } = bench;
  const checkpoints = /checkpoint/.test(id) && !/no-checkpoint/.test(id);
  if (checkpoints && !code.includes('checkpoint(dir)')) ssc.checkpoint('/checkpoint');
  currentEnvironment().storage.makeDirectory('/empty');
  const known = new Map<string, unknown>([
    ['sc', sc],
    ['a', ssc],
    ['ssc', ssc],
  ]);
  const make = (name: string): unknown => {
    if (name === 'b') {
      const other = new StreamingContext(sc, Seconds(1));
      other.queueStream([] as any[]).print();
      return other;
    }
    // Not the queue stream where states are kept: it would warn that it cannot be checkpointed.
    if (/^(d|other)$/.test(name)) return checkpoints ? new ConstantInputDStream(ssc, sc.emptyRDD()) : bench.d;
    throw new Error(`the situation ${id} is not known, nor what "${name}" is in its code`);
  };
  const named = (name: string): unknown => {
    if (!known.has(name)) known.set(name, make(name));
    return known.get(name);
  };
  // What is started has an output, though the code leaves it out.
  if (/^(a\.)?start\(\)/.test(code)) (named('d') as DStream<any>).print();
  yield* runCode(code, { bad: new NotSerial(), elided: numbers, named });
}

/** A situation in words: what is thrown, WARN and ERROR lines, the state of the context afterwards. */
export const runErrorsCase: CaseRunner = (recorded) => {
  const id = recorded.id as string;
  const master = /^construct-(.+)$/.exec(id)?.[1];
  const situation =
    situations.find(([name]) => name.test(id))?.[1] ??
    (master === undefined ? (bench: Bench) => fromCode(id, recorded.code as string, bench) : () => {});
  const log: Json[] = [];
  let outcome: Json = { result: 'no error' };
  let state: Json = null;
  let listening = false;
  const world = new World({
    program: function* (): Process<void> {
      listening = master !== undefined;
      const sc = new SparkContext(new SparkConf().setMaster(master ?? 'local[2]').setAppName('conformance'));
      const ssc = new StreamingContext(sc, Seconds(1));
      listening = true;
      try {
        const numbers = [...id.matchAll(/-(\d+)/g)].map(([, number]) => Number(number));
        const result = situation({
          sc,
          ssc,
          numbers,
          get d() {
            return ssc.queueStream([] as any[]);
          },
        });
        if (result !== undefined) yield* result;
      } catch (error) {
        outcome = errorJson(error);
      }
      listening = false;
      state = ssc.getState();
      yield* awaiting({ reason: 'the end of the case', begin: () => () => {} });
    },
    settings: { until: '500ms' },
    trace: 'off',
  });
  world.onLogLine = (level, _, message) => {
    if (listening && level !== 'INFO') log.push({ level, message });
  };
  world.run();
  if (world.error !== undefined) throw world.error;
  const expected = recorded as unknown as Readonly<Record<string, Json>>;
  const actual: Record<string, Json> = { ...expected, outcome, log };
  if ('stateAfter' in expected) actual.stateAfter = state;
  return { expected, actual: withPlaceholders(expected, actual) };
};

function errorJson(error: unknown): Json {
  const named = (each: unknown) =>
    each instanceof BatchwiseError
      ? { class: each.javaClass ?? each.name, message: each.message.split('\n')[0] as string }
      : { class: 'Error', message: String(each) };
  const cause = error instanceof Error && error.cause instanceof BatchwiseError ? { cause: named(error.cause) } : {};
  return { ...named(error), ...cause } as Json;
}

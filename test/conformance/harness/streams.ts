// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; which operator is called with what is known only when it is read
import { type DStream, InputDStream } from '../../../src/engine/dstream/index.js';
import { Long, Vector, valueToOption } from '../../../src/engine/jvm/index.js';
import { HashPartitioner, type RDD } from '../../../src/engine/rdd/index.js';
import type { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { StateSpec } from '../../../src/engine/state/index.js';
import { Milliseconds, type Time } from '../../../src/engine/time/index.js';
import * as library from './functions.js';
import { decode, encode, type Json } from './values.js';

/** A stream of a case: `op`, `of` and what the operator needs. */
export type StreamSpec = Readonly<Record<string, any>>;

/** Wraps a function so that its calls are noted; `convert` gives the arguments as Scala's function would see them. */
export type Noting = <F extends (...args: any[]) => any>(name: string, f: F, convert?: (args: any[]) => unknown[]) => F;

/** An input whose batches are given; a time without one has no RDD. */
export class TableInputDStream extends InputDStream<unknown> {
  constructor(
    context: StreamingContext,
    private readonly table: (time: Time, zeroTime: Time) => readonly (readonly unknown[])[] | undefined,
  ) {
    super(context);
  }
  override compute(time: Time): RDD<unknown> | undefined {
    const partitions = this.table(time, this.zeroTime as Time);
    if (partitions === undefined) return undefined;
    return makeRDD(this.context, partitions);
  }
}

export function makeRDD(context: StreamingContext, partitions: readonly (readonly unknown[])[]): RDD<unknown> {
  return partitions.length === 0 ? context.sparkContext.emptyRDD() : context.sparkContext.makePartitioned(partitions);
}

const trimmed = (...args: unknown[]): any[] => {
  while (args.length > 0 && args[args.length - 1] === undefined) args.pop();
  return args;
};
const ms = (value: number | undefined) => (value === undefined ? undefined : Milliseconds(value));

/** Makes the stream of `spec`; `streams` holds those made before, by id, and gets the snapshots of a state. */
export function makeStream(context: StreamingContext, spec: StreamSpec, streams: Map<string, any>, note: Noting): DStream<any> {
  const { op, n } = spec;
  const of = streams.get(spec.of);
  const other = streams.get(spec.other);
  const call = (...args: unknown[]): any => of[op](...trimmed(...args));
  const fn = (from: Readonly<Record<string, (...args: any[]) => any>>, name: string = spec.fn) =>
    note(name, library.named(from, name));
  const { sparkContext } = context;
  switch (op) {
    case 'input': {
      const batches = spec.batches as readonly (Json[][] | null)[];
      return new TableInputDStream(context, (time, zero) => {
        const batch = batches[time.minus(zero).millis / (context.graph.batchDuration as { millis: number }).millis - 1];
        return batch === undefined || batch === null ? undefined : (decode(batch) as unknown[][]);
      });
    }
    case 'queueStream': {
      const queue = (spec.batches as Json[][][]).map((batch) => makeRDD(context, decode(batch) as unknown[][]));
      const fallback =
        spec.default === undefined ? null : makeRDD(context, spec.default === 'empty' ? [] : (decode(spec.default) as any));
      return context.queueStream(queue, spec.oneAtATime ?? true, fallback);
    }
    case 'map':
      return call(fn(library.maps));
    case 'flatMap':
    case 'flatMapValues':
      return call(fn(library.flatMaps));
    case 'filter':
      return call(fn(library.filters));
    case 'mapValues':
      return call(fn(library.valueMaps));
    case 'mapPartitions':
      return call(library.named(library.partitionMaps, spec.fn));
    case 'glom':
    case 'count':
    case 'cache':
      return call();
    case 'repartition':
    case 'countByValue':
    case 'groupByKey':
      return call(n);
    case 'union':
      return call(other);
    case 'unionAll':
      return context.union([of, ...(spec.others ?? []).map((id: string) => streams.get(id))]);
    case 'reduce':
      return call(fn(library.reductions));
    case 'reduceByKey':
      return call(fn(library.reductions), n);
    case 'combineByKey': {
      const [create, mergeValue, mergeCombiners] = library.named(library.combines, spec.fn);
      const functions = [note('create', create), note('mergeValue', mergeValue), note('mergeCombiners', mergeCombiners)];
      return call(...functions, new HashPartitioner(n ?? sparkContext.defaultParallelism), spec.mapSideCombine);
    }
    case 'cogroup':
    case 'join':
    case 'leftOuterJoin':
    case 'rightOuterJoin':
    case 'fullOuterJoin':
      return call(other, n);
    case 'transform':
      return call(library.named(library.transforms, spec.fn));
    case 'transformWith':
      return call(other, library.named(library.transformsWith, spec.fn));
    case 'tagTime':
      return of.transform((rdd: RDD<unknown>, time: Time) => rdd.map((x) => [new Long(BigInt(time.millis)), x]));
    case 'updateStateByKey': {
      const update = note(spec.fn, library.named(library.updates, spec.fn), ([values, old]) => [
        Vector.from(values as unknown[]),
        valueToOption(old),
      ]);
      const initial = spec.initial && sparkContext.parallelize(decode(spec.initial) as unknown[], 2);
      return call(update, n, initial);
    }
    case 'mapWithState':
      return mapWithState(context, spec, of, streams, note);
    case 'window':
      return call(ms(spec.windowMs), ms(spec.slideMs));
    case 'reduceByWindow':
    case 'reduceByKeyAndWindow': {
      const functions = [fn(library.reductions), ...(spec.inv ? [fn(library.reductions, spec.inv)] : [])];
      const filter = spec.filter && fn(library.filters, spec.filter);
      const rest = op === 'reduceByWindow' ? [] : [n, filter];
      return call(...functions, ms(spec.windowMs), ms(spec.slideMs), ...rest);
    }
    case 'countByWindow':
      return call(ms(spec.windowMs), ms(spec.slideMs));
    case 'countByValueAndWindow':
    case 'groupByKeyAndWindow':
      return call(ms(spec.windowMs), ms(spec.slideMs), n);
    case 'checkpoint':
      return of.checkpoint(Milliseconds(spec.intervalMs));
    default:
      throw new Error(`operator ${op} is not there yet`);
  }
}

function mapWithState(context: StreamingContext, spec: StreamSpec, of: any, streams: Map<string, any>, note: Noting) {
  const body = library.named(library.stateFunctions, spec.fn);
  const noted = note(spec.fn, body, ([key, value, state]) => [key, valueToOption(value), state.getOption()]);
  let state: any = StateSpec.function((key: unknown, value: unknown, entry: unknown) => noted(key, value, entry));
  if (spec.timeoutMs !== undefined) state = state.timeout(Milliseconds(spec.timeoutMs));
  if (spec.n !== undefined) state = state.numPartitions(spec.n);
  if (spec.initial !== undefined) {
    state = state.initialState(context.sparkContext.parallelize(decode(spec.initial) as unknown[], 2));
  }
  const stream = of.mapWithState(state);
  if (spec.snapshots !== undefined) streams.set(spec.snapshots, stream.stateSnapshots());
  return stream;
}

/** Notes calls into what `calls()` gives, when `wanted`. */
export const noting =
  (wanted: boolean, add: (call: Json) => void): Noting =>
  (name, f, convert = (args) => args) =>
    wanted
      ? (((...args: any[]) => {
          add([name, ...convert(args).map(encode)]);
          return f(...args);
        }) as typeof f)
      : f;

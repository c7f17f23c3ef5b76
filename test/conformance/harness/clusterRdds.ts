// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its operators are called by name
import { capturing } from '../../../src/engine/closure.js';
import { JavaError } from '../../../src/engine/errors.js';
import { END, type End, PAUSE, RecordIterator } from '../../../src/engine/RecordIterator.js';
import { NarrowDependency, oneToOne } from '../../../src/engine/rdd/Dependency.js';
import { type Broadcast, HashPartitioner, RDD, type SparkContext, StorageLevel } from '../../../src/engine/rdd/index.js';
import type { LongAccumulator } from '../../../src/engine/rdd/LongAccumulator.js';
import type { Partition } from '../../../src/engine/rdd/Partition.js';
import type { Partitioner } from '../../../src/engine/rdd/Partitioner.js';
import type { TaskContext } from '../../../src/engine/rdd/TaskContext.js';
import { canonical } from './compare.js';
import { decode, encode } from './values.js';

export type Spec = Readonly<Record<string, any>>;

/** What a rule of a `task` throws. */
export class Boom extends JavaError {
  constructor(message: string) {
    super('Boom', message);
  }
}

/** What the programs of one case share. */
export interface Surroundings {
  readonly context: SparkContext;
  readonly made: Map<string, RDD<any>>;
  readonly broadcasts: Map<string, Broadcast<any>>;
  readonly accumulators: Map<string, LongAccumulator>;
  readonly effects: string[];
}

interface Rule {
  readonly partition?: number | readonly number[];
  readonly attempt?: number | readonly number[];
  readonly stageAttempt?: number | readonly number[];
  readonly after?: number | 'end';
  readonly sleepMs?: number;
  readonly throw?: string;
  readonly exit?: number;
}

const names = (rule: number | readonly number[] | undefined, value: number): boolean =>
  rule === undefined || (Array.isArray(rule) ? rule.includes(value) : rule === value);

/** The records of the parent, one at a time, with what the rules make of it: `task` of the recordings. */
export class TaskRDD<T> extends RDD<T> {
  /** @param rules asked for when a task begins */
  constructor(
    private readonly parent: RDD<T>,
    private readonly rules: () => readonly Rule[],
    private readonly handedOn: (partition: number, record: T) => void,
  ) {
    super(parent.context, [new NarrowDependency(parent, oneToOne)]);
    this.context.mayPause = true;
  }
  override get kind(): string {
    return 'MapPartitionsRDD';
  }
  override get partitioner(): Partitioner | undefined {
    return this.parent.partitioner;
  }
  protected getPartitions(): readonly Partition[] {
    return this.parent.partitions;
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    const rules = this.rules().filter(
      (rule) =>
        names(rule.partition, split.index) &&
        names(rule.attempt, task.attemptNumber) &&
        names(rule.stageAttempt, task.stageAttempt),
    );
    const [dependency] = this.dependencies as [NarrowDependency<T>];
    return new RuledIterator(dependency.rdd.iterator(split, task), rules, task, (record) => this.handedOn(split.index, record));
  }
}

class RuledIterator<T> extends RecordIterator<T> {
  private count = 0;
  private readonly slept = new Set<Rule>();
  private readonly fired = new Set<Rule>();
  /** Asked for and not handed on yet. */
  private ahead: T | End | undefined;

  constructor(
    private readonly source: RecordIterator<T>,
    private readonly rules: readonly Rule[],
    private readonly task: TaskContext,
    private readonly handOn: (record: T) => void,
  ) {
    super();
  }

  next(): T | End {
    this.ahead ??= this.source.next();
    if (this.ahead === PAUSE) {
      this.ahead = undefined;
      return PAUSE;
    }
    for (const rule of this.rules) {
      if (this.fired.has(rule) || !this.isDue(rule)) continue;
      if (rule.sleepMs !== undefined && !this.slept.has(rule)) {
        this.slept.add(rule);
        this.task.charge(rule.sleepMs);
        return PAUSE;
      }
      this.fired.add(rule);
      if (rule.throw !== undefined) throw new Boom(rule.throw);
      if (rule.exit !== undefined) this.task.exit(rule.exit);
    }
    const record = this.ahead as T | typeof END;
    if (record === END) return END;
    this.ahead = undefined;
    this.count++;
    this.handOn(record as T);
    return record;
  }

  private isDue({ after = 0 }: Rule): boolean {
    return after === 'end' ? this.ahead === END : this.count === after;
  }
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
const modulo = (k: number) => (x: number) => [x % k, x];

/** The functions that programs name. */
const functions: Readonly<Record<string, (x: any) => unknown>> = {
  inc: (x) => x + 1,
  keyMod2: modulo(2),
  keyMod3: modulo(3),
  keyMod4: modulo(4),
  pairSelf: (x) => [x, x],
  pairOne: (x) => [x, 1],
  swap: ([a, b]) => [b, a],
  even: (x) => x % 2 === 0,
  sum,
};

export function named(name: string): (x: any) => unknown {
  const found = functions[name];
  if (found === undefined) throw new Error(`no function "${name}"`);
  return found;
}

/** Defines one RDD of a program. @param batch of a stream's operator: rules that name a batch apply in it only */
export function defineRdd(spec: Spec, around: Surroundings, of = around.made.get(spec.of) as any): RDD<any> {
  const rdd = build(spec, around, of);
  if (spec.persist !== undefined) rdd.persist((StorageLevel as any)[spec.persist]);
  if (spec.checkpoint === true) rdd.checkpoint();
  if (spec.localCheckpoint === true) rdd.localCheckpoint();
  around.made.set(spec.id, rdd);
  return rdd;
}

function build(spec: Spec, around: Surroundings, of: any): RDD<any> {
  const { context, made, broadcasts } = around;
  const { op, n, fn } = spec;
  const optional = n === undefined ? [] : [n];
  switch (op) {
    case 'parallelize': {
      const values = spec.values === undefined ? Array.from({ length: spec.range }, (_, i) => i) : (decode(spec.values) as any[]);
      return context.parallelize(values, ...optional);
    }
    case 'task':
      return taskOf(of, spec, around, () => spec.rules);
    case 'map':
    case 'filter':
    case 'keyBy':
    case 'mapValues':
      return of[op](named(fn));
    case 'flatMapTwice':
      return of.flatMap((x: unknown) => [x, x]);
    case 'plusBroadcast': {
      const broadcast = broadcasts.get(spec.broadcast) as Broadcast<number>;
      return of.map(capturing({ broadcast }, (x: number) => x + broadcast.value));
    }
    case 'reduceByKey':
      return of.reduceByKey((a: number, b: number) => a + b, ...optional);
    case 'sortBy':
      return of.sortBy(named(fn), true, ...optional);
    case 'sortByKey':
      return of.sortByKey(true, ...optional);
    case 'partitionBy':
      return of.partitionBy(new HashPartitioner(n));
    case 'join':
    case 'cogroup':
    case 'subtractByKey':
    case 'union':
    case 'cartesian':
      return of[op](made.get(spec.other), ...optional);
    case 'groupByKey':
    case 'distinct':
    case 'repartition':
    case 'coalesce':
    case 'zipWithIndex':
    case 'keys':
    case 'values':
      return of[op](...optional);
    default:
      throw new Error(`operator ${op} is not there yet`);
  }
}

/** The operator `task` over `of`. */
export function taskOf(of: RDD<any>, { effect, acc }: Spec, around: Surroundings, rules: () => readonly Rule[]): RDD<any> {
  const { context, accumulators, effects } = around;
  if (acc !== undefined && !accumulators.has(acc)) accumulators.set(acc, context.longAccumulator(acc));
  const accumulator = accumulators.get(acc);
  return new TaskRDD<any>(of, rules, (partition, record) => {
    if (effect !== undefined) effects.push(`${effect} ${partition} ${canonical(encode(record))}`);
    accumulator?.add(1);
  });
}

import { toJavaString } from '../jvm/toJavaString.js';
import { ArrayRecordIterator, END, type End, PAUSE, RecordIterator } from '../RecordIterator.js';
import type { RDD } from '../rdd/RDD.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import { AT_MOST, NONE, type OpenPass, type Origin, type Provenance } from './Provenance.js';

/** The records of an array that was kept: a block, a partition in memory, a shuffle file. */
export function kept<T>(records: readonly T[], provenance: Provenance | undefined): RecordIterator<T> {
  if (provenance === undefined) return new ArrayRecordIterator(records);
  return new AttributedIterator(records, provenance.of(records), provenance);
}

/** All records in an array, to be kept. */
export function keep<T>(records: RecordIterator<T>, provenance: Provenance | undefined): T[] {
  if (provenance === undefined) return records.toArray();
  const origins: Origin[] = [];
  const array: T[] = [];
  records.drain((record) => {
    array.push(record);
    origins.push(provenance.current);
  });
  return provenance.attach(array, origins);
}

/** Over an array, with where each record is from. */
export class AttributedIterator<T> extends RecordIterator<T> {
  private index = 0;
  constructor(
    private readonly records: readonly T[],
    private readonly origins: readonly Origin[] | undefined,
    private readonly provenance: Provenance,
  ) {
    super();
  }
  next(): T | End {
    if (this.index >= this.records.length) return END;
    this.provenance.current = this.origins?.[this.index] ?? NONE;
    return this.records[this.index++] as T;
  }
  override drain(sink: (record: T) => void): void {
    const { records, origins, provenance } = this;
    while (this.index < records.length) {
      provenance.current = origins?.[this.index] ?? NONE;
      sink(records[this.index++] as T);
    }
  }
}

/** At most this many records of a partition are kept as text, for each RDD. */
const TEXTS = 100;

/** The records of a partition of `rdd`, noted as they go by. */
export function passing<T>(
  records: RecordIterator<T>,
  rdd: RDD<T>,
  partition: number,
  task: TaskContext,
  provenance: Provenance,
): RecordIterator<T> {
  if (!provenance.isKnown(rdd.id)) {
    const parents = rdd.dependencies.map((dependency) => (dependency.rdd as RDD<unknown>).id);
    provenance.know({ rdd: rdd.id, operator: rdd.callSite, kind: rdd.kind, parents });
  }
  return new PassingIterator(records, provenance, rdd.id, partition, task.taskAttemptId);
}

class PassingIterator<T> extends RecordIterator<T> {
  private readonly pass: OpenPass;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly provenance: Provenance,
    rdd: number,
    partition: number,
    task: number,
  ) {
    super();
    this.pass = provenance.open(rdd, partition, task);
  }
  next(): T | End {
    const record = this.source.next();
    if (record === PAUSE) return record;
    if (record === END) this.pass.isComplete = true;
    else this.note(record as T);
    return record;
  }
  override drain(sink: (record: T) => void): void {
    this.source.drain((record) => {
      this.note(record);
      sink(record);
    });
    this.pass.isComplete = true;
  }
  private note(record: T): void {
    const { origins, texts } = this.pass;
    origins.push(this.provenance.current);
    if (texts.length < TEXTS) texts.push(textOf(record));
  }
}

/** Objects that would be written out field by field are named only. */
export function textOf(record: unknown): string {
  const isPlain =
    typeof record !== 'object' || record === null || Array.isArray(record) || record.toString !== Object.prototype.toString;
  return isPlain ? toJavaString(record) : record.constructor.name;
}

/** Remembers all that was pulled. */
export class ConsumedIterator<T> extends RecordIterator<T> {
  private fresh: Origin[] = [];
  private all: Origin = NONE;
  constructor(
    private readonly source: RecordIterator<T>,
    protected readonly provenance: Provenance,
    private readonly label: string,
  ) {
    super();
  }
  next(): T | End {
    const record = this.source.next();
    if (record !== END && record !== PAUSE) this.fresh.push(this.provenance.current);
    return record;
  }
  override drain(sink: (record: T) => void): void {
    this.source.drain((record) => {
      this.fresh.push(this.provenance.current);
      sink(record);
    });
  }
  /** Everything that was pulled so far. */
  get origin(): Origin {
    if (this.fresh.length > 0) {
      this.all = this.provenance.node(this.label, [this.all, ...this.fresh]);
      this.fresh = [];
    }
    return this.all;
  }
}

/**
 * For user code that does something with the records that it pulls: what it does is about no more than what it has pulled so far, of which the
 * last one is the last parent.
 */
export class PulledIterator<T> extends ConsumedIterator<T> {
  override next(): T | End {
    const record = super.next();
    this.provenance.current = this.origin;
    return record;
  }
  override drain(sink: (record: T) => void): void {
    for (let record = this.pull(); record !== END; record = this.pull()) sink(record as T);
  }
}

/** What user code makes of partitions that it pulls from as it likes: each record came from no more than what was pulled until it was handed on. */
export function opaqueOf<U>(
  parents: readonly RecordIterator<unknown>[],
  operator: string,
  provenance: Provenance | undefined,
  body: (parents: readonly RecordIterator<unknown>[]) => RecordIterator<U>,
): RecordIterator<U> {
  if (provenance === undefined) return body(parents);
  const label = AT_MOST + operator;
  const pulled = parents.map((parent) => new ConsumedIterator(parent, provenance, label));
  const origin = () =>
    provenance.node(
      label,
      pulled.map((each) => each.origin),
    );
  return new MadeIterator(body(pulled), origin, provenance);
}

/** The same for one partition. */
export const opaque = <T, U>(
  records: RecordIterator<T>,
  operator: string,
  provenance: Provenance | undefined,
  body: (records: RecordIterator<T>) => RecordIterator<U>,
): RecordIterator<U> => opaqueOf([records], operator, provenance, ([pulled]) => body(pulled as RecordIterator<T>));

/** Sets where each record is from as it is handed on. */
export class MadeIterator<T> extends RecordIterator<T> {
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly origin: () => Origin,
    private readonly provenance: Provenance,
  ) {
    super();
  }
  next(): T | End {
    const record = this.source.next();
    if (record !== END) this.provenance.current = this.origin();
    return record;
  }
  override drain(sink: (record: T) => void): void {
    this.source.drain((record) => {
      this.provenance.current = this.origin();
      sink(record);
    });
  }
}

/** For `flatMap`: an element of a sequence whose elements are known (a group, the rows of a join) has its own origin, others are parts of the record. */
export function elementwise<T, U>(f: (record: T) => Iterable<U>, provenance: Provenance | undefined): (record: T) => Iterable<U> {
  if (provenance === undefined) return f;
  return (record) => {
    const whole = provenance.current;
    const several = f(record);
    // What is no sequence is the operator's to refuse.
    if (typeof several !== 'string' && (typeof several !== 'object' || several === null || !(Symbol.iterator in several)))
      return several;
    const origins = typeof several === 'string' ? undefined : provenance.of(several);
    return attributed(several, (index) => origins?.[index] ?? provenance.part('flatMap', whole), provenance);
  };
}

function* attributed<U>(several: Iterable<U>, origin: (index: number) => Origin, provenance: Provenance): Generator<U> {
  let index = 0;
  for (const each of several) {
    provenance.current = origin(index++);
    yield each;
  }
}

/** Notes that a value that came from the record at hand was put at the end of `values`. */
export function addTo(values: readonly unknown[], provenance: Provenance): void {
  const origins = provenance.of(values) as Origin[] | undefined;
  if (origins === undefined) provenance.attach(values, [provenance.current]);
  else origins.push(provenance.current);
}

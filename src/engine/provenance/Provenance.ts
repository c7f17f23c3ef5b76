import type { Process } from '../ports/Process.js';
import { isProcess } from '../ports/Process.js';
import { NumberColumn } from './NumberColumn.js';

/**
 * Number of a node: of an input record, or of what an operator made of several. A node is made after those it came from, so its number is higher.
 * Records that an operator handed on one by one (`map`, `filter`, `flatMap`) have the node of the record they came from.
 */
export type Origin = number;

/** Of a record that came from nothing that was read: a header, a default value. */
export const NONE: Origin = -1;

/** A record as it entered the program. */
export type InputRecord =
  | { readonly kind: 'received'; readonly origin: Origin; readonly stream: number; readonly text: string; readonly seq: number }
  | {
      readonly kind: 'element';
      readonly origin: Origin;
      readonly rdd: number;
      readonly partition: number;
      readonly index: number;
      readonly text: string;
      readonly seq: number;
    }
  | {
      readonly kind: 'line';
      readonly origin: Origin;
      readonly path: string;
      /** From 1. */
      readonly line: number;
      readonly text: string;
      readonly seq: number;
    }
  | {
      readonly kind: 'kafka';
      readonly origin: Origin;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly text: string;
      /** Of the event before which it was first read. */
      readonly seq: number;
    };

/** What an RDD handed on of one of its partitions, computed once by one task. */
export interface Pass {
  readonly rdd: number;
  readonly partition: number;
  /** TID of the task attempt. */
  readonly task: number;
  /** The event after which it began. */
  readonly seq: number;
  /** Of each record, in order. */
  readonly origins: Int32Array;
  /** The first records as text. */
  readonly texts: readonly string[];
  /** Whether all records of the partition were asked for; an action that takes the first few leaves the rest. */
  readonly isComplete: boolean;
}

/** An RDD of the lineage: what made it and from which. */
export interface PassedRdd {
  readonly rdd: number;
  readonly operator: string;
  /** The class name, as Spark shows it. */
  readonly kind: string;
  readonly parents: readonly number[];
}

/** An event with the record that it is about: a printed line, a state entry. */
export interface Effect {
  readonly seq: number;
  readonly origin: Origin;
}

/** A file that the program wrote, line by line. */
export interface WrittenFile {
  readonly path: string;
  readonly seq: number;
  readonly origins: readonly Origin[];
}

/** What a run knows of the ways of its records: plain data, so that a worker can hand it over. */
export interface ProvenanceParts {
  readonly inputs: readonly InputRecord[];
  /** For each node, where its parents begin in `parents`; one more entry closes the last. */
  readonly starts: Int32Array;
  /** Nodes; one that was taken out again (an inverse reduce) as `-2 - node`. */
  readonly parents: Int32Array;
  /** For each node, the position of its label in `labels`. */
  readonly labelOf: Int32Array;
  readonly labels: readonly string[];
  /** For each node, the event before which it was made. */
  readonly seqs: Int32Array;
  readonly passes: readonly Pass[];
  readonly rdds: readonly PassedRdd[];
  readonly effects: readonly Effect[];
  readonly files: readonly WrittenFile[];
}

/** Begins the label of a node whose parents are all that user code was given: what it made of them is not known. */
export const AT_MOST = 'at most: ';

/** A pass while it goes on. */
export interface OpenPass extends Omit<Pass, 'origins' | 'texts' | 'isComplete'> {
  readonly origins: NumberColumn;
  readonly texts: string[];
  isComplete: boolean;
}

/**
 * Which input records each record of a run came from. It is there only when it is asked for: then whoever hands a record on says in `current` where the record
 * is from, and whatever an operator does before it asks for the next one is about that record. Only where records are brought together (a table by
 * key, a state, a partition given to user code) a node is made, with what went into it. The log of the run is the same with and without.
 */
export class Provenance {
  /** Of the record that is being handed on. */
  current: Origin = NONE;
  /** Whether the code that runs is a task or an output operation, for which `current` is kept while it waits. */
  private isFollowed = false;
  private readonly inputs: InputRecord[] = [];
  private readonly starts = new NumberColumn();
  private readonly parents = new NumberColumn();
  private readonly labelOf = new NumberColumn();
  private readonly seqs = new NumberColumn();
  private readonly labels: string[] = [];
  private readonly labelNumbers = new Map<string, number>();
  private readonly passes: OpenPass[] = [];
  private readonly rdds = new Map<number, PassedRdd>();
  private readonly effects: Effect[] = [];
  private readonly files: WrittenFile[] = [];
  private readonly ofKafka = new Map<string, Origin>();
  private readonly ofArrays = new WeakMap<object, readonly Origin[]>();

  /** @param position number of events so far */
  constructor(private readonly position: () => number) {}

  /** A record came in through a receiver. @param seq the event that says so */
  received(stream: number, text: string, seq: number): Origin {
    const origin = this.add('received', []);
    this.inputs.push({ kind: 'received', origin, stream, text, seq });
    return origin;
  }

  /** An element of a collection that the program made an RDD of. */
  element(rdd: number, partition: number, index: number, text: string): Origin {
    const origin = this.add('element', []);
    this.inputs.push({ kind: 'element', origin, rdd, partition, index, text, seq: this.position() });
    return origin;
  }

  /** A line of a file. @param line from 1 */
  line(path: string, line: number, text: string): Origin {
    const origin = this.add('line', []);
    this.inputs.push({ kind: 'line', origin, path, line, text, seq: this.position() });
    return origin;
  }

  /** A record of a topic; one that is read again is the same. */
  kafka(topic: string, partition: number, offset: number, text: string): Origin {
    const key = `${topic}-${partition}@${offset}`;
    let origin = this.ofKafka.get(key);
    if (origin === undefined) {
      origin = this.add('kafka', []);
      this.ofKafka.set(key, origin);
      this.inputs.push({ kind: 'kafka', origin, topic, partition, offset, text, seq: this.position() });
    }
    return origin;
  }

  /** What was made of several records. @returns the one parent, when there is one and nothing was taken out */
  node(label: string, parents: readonly Origin[], takenOut: readonly Origin[] = []): Origin {
    const some = parents.filter((parent) => parent !== NONE);
    if (takenOut.length === 0 && some.every((parent) => parent === some[0])) return some[0] ?? NONE;
    return this.add(label, [...some, ...takenOut.filter((parent) => parent !== NONE).map((parent) => -2 - parent)]);
  }

  /** One of several records that were made of one. */
  part(label: string, of: Origin): Origin {
    return of === NONE ? NONE : this.add(label, [of]);
  }

  private add(label: string, parents: readonly number[]): Origin {
    let number = this.labelNumbers.get(label);
    if (number === undefined) {
      number = this.labels.length;
      this.labels.push(label);
      this.labelNumbers.set(label, number);
    }
    const origin = this.labelOf.length;
    this.labelOf.push(number);
    this.seqs.push(this.position());
    this.starts.push(this.parents.length);
    for (const parent of parents) this.parents.push(parent);
    return origin;
  }

  /** Notes where the elements of an array of records are from, for whoever reads it later. */
  attach<A extends readonly unknown[]>(records: A, origins: readonly Origin[]): A {
    this.ofArrays.set(records, origins);
    return records;
  }

  /** What was attached. */
  of(records: object): readonly Origin[] | undefined {
    return this.ofArrays.get(records);
  }

  /** The event is about the record at hand, if there is one. */
  stamp(seq: number, origin = this.current): void {
    if (origin !== NONE && seq >= 0) this.effects.push({ seq, origin });
  }

  /** A file was written. */
  wrote(path: string, lines: readonly string[], origins: readonly Origin[]): void {
    this.attach(lines, origins);
    this.files.push({ path, seq: this.position(), origins });
  }

  /** What follows is about no record. */
  forget(): void {
    this.current = NONE;
  }

  isKnown(rdd: number): boolean {
    return this.rdds.has(rdd);
  }

  know(rdd: PassedRdd): void {
    this.rdds.set(rdd.rdd, rdd);
  }

  /** The columns that a partition's records go to. */
  open(rdd: number, partition: number, task: number): OpenPass {
    const pass = { rdd, partition, task, seq: this.position(), origins: new NumberColumn(), texts: [], isComplete: false };
    this.passes.push(pass);
    return pass;
  }

  /** What the action took into account: from now on what the output operation does is about that, too. */
  learned(origin: Origin): void {
    if (this.isFollowed) this.current = this.node(`${AT_MOST}what the actions read`, [this.current, origin]);
  }

  /** Runs a task, or an output operation: what it does is about its own records, also after it waited. */
  followed<T>(body: () => T | Process<T>): T | Process<T> {
    let own: Origin = NONE;
    const step = <S>(run: () => S): S => {
      const outer = this.current;
      const wasFollowed = this.isFollowed;
      this.current = own;
      this.isFollowed = true;
      try {
        return run();
      } finally {
        own = this.current;
        this.current = outer;
        this.isFollowed = wasFollowed;
      }
    };
    const result = step(body);
    return isProcess(result) ? followedProcess(result as Process<T>, step) : result;
  }

  toParts(): ProvenanceParts {
    const starts = this.starts.toArray(1);
    starts[this.starts.length] = this.parents.length;
    return {
      inputs: this.inputs,
      starts,
      parents: this.parents.toArray(),
      labelOf: this.labelOf.toArray(),
      labels: this.labels,
      seqs: this.seqs.toArray(),
      passes: this.passes.map((pass) => ({ ...pass, origins: pass.origins.toArray() })),
      rdds: [...this.rdds.values()],
      effects: this.effects,
      files: this.files,
    };
  }
}

function* followedProcess<T>(process: Process<T>, step: <S>(run: () => S) => S): Process<T> {
  let at = step(() => process.next(undefined as never));
  try {
    while (at.done !== true) {
      const wait = at.value;
      let sent: unknown;
      let failed = false;
      try {
        sent = yield wait;
      } catch (error) {
        failed = true;
        sent = error;
      }
      at = step(() => (failed ? process.throw(sent) : process.next(sent as never)));
    }
    return at.value;
  } finally {
    if (at.done !== true) step(() => process.return(undefined as never));
  }
}

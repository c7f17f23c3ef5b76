import { toJavaString } from '../jvm/toJavaString.js';
import type { Process } from '../ports/Process.js';
import { END, type End, RecordIterator } from '../RecordIterator.js';
import { AT_MOST, NONE, type Origin, type Provenance } from './Provenance.js';
import { ConsumedIterator, keep } from './records.js';

/** The first records of a partition; no more are pulled. */
export class FirstIterator<T> extends RecordIterator<T> {
  constructor(
    private readonly source: RecordIterator<T>,
    private left: number,
  ) {
    super();
  }
  next(): T | End {
    return this.left-- > 0 ? this.source.next() : END;
  }
}

/** Parts of a result, one after the other. */
export function joined<T>(parts: readonly (readonly T[])[], provenance: Provenance | undefined): T[] {
  const all = parts.flat(1) as T[];
  if (provenance === undefined) return all;
  return provenance.attach(
    all,
    parts.flatMap((part) => provenance.of(part) ?? part.map(() => NONE)),
  );
}

/** Puts records at the end of an array. */
export function append<T>(to: T[], records: readonly T[], provenance: Provenance | undefined): void {
  if (provenance !== undefined) {
    provenance.attach(to, [...(provenance.of(to) ?? []), ...(provenance.of(records) ?? records.map(() => NONE))]);
  }
  for (const record of records) to.push(record);
}

/** The first `count` records of an array. */
export function firstFew<T>(records: readonly T[], count: number, provenance: Provenance | undefined): readonly T[] {
  const few = records.slice(0, count);
  const origins = provenance?.of(records);
  return origins === undefined ? few : (provenance as Provenance).attach(few, origins.slice(0, count));
}

/**
 * Records that an action hands to the program: what a loop `for (const record of records)` does is about the record of its turn. What the program does with
 * them in other ways is about all that the action read.
 */
export function handedOver<T>(records: T[], provenance: Provenance | undefined): T[] {
  const origins = provenance?.of(records);
  if (provenance === undefined || origins === undefined) return records;
  const turns = function* (this: T[]): Generator<T> {
    const before = provenance.current;
    try {
      for (let index = 0; index < this.length; index++) {
        provenance.current = origins[index] ?? before;
        yield this[index] as T;
      }
    } finally {
      provenance.current = before;
    }
  };
  Object.defineProperty(records, Symbol.iterator, { value: turns, enumerable: false, configurable: true, writable: true });
  return records;
}

/** The body of a result task; afterwards `read` holds what the task pulled. */
export function reading<T, A extends readonly unknown[], U>(
  body: (records: RecordIterator<T>, ...rest: A) => U | Process<U>,
  read: ConsumedIterator<T>[],
  provenance: Provenance,
): (records: RecordIterator<T>, ...rest: A) => U | Process<U> {
  return (records, ...rest) => {
    const consumed = new ConsumedIterator(records, provenance, `${AT_MOST}what the actions read`);
    read.push(consumed);
    return provenance.followed(() => body(consumed, ...rest));
  };
}

/** What several tasks read. */
export const readBy = (read: readonly ConsumedIterator<unknown>[], provenance: Provenance): Origin =>
  provenance.node(
    `${AT_MOST}what the actions read`,
    read.map((each) => each.origin),
  );

/** The records as a file's lines. */
export function textLines(
  records: RecordIterator<unknown>,
  path: string,
  provenance: Provenance | undefined,
  text = toJavaString,
): string[] {
  const array = keep(records, provenance);
  const lines = array.map((record) => text(record));
  provenance?.wrote(path, lines, provenance.of(array) ?? []);
  return lines;
}

import type { CompactBuffer } from '../jvm/Seq.js';
import { type End, RecordIterator } from '../RecordIterator.js';
import { GeneratorIterator } from '../rdd/iterators/GeneratorIterator.js';
import type { Pair } from '../rdd/Pair.js';
import { NONE, type Origin, type Provenance } from './Provenance.js';
import { MadeIterator } from './records.js';

type Rows = (left: CompactBuffer<unknown>, right: CompactBuffer<unknown>) => unknown[];

/** The rows of a join of two groups, each from the values that it joins. */
export function attributedJoin(rows: Rows, provenance: Provenance | undefined): Rows {
  if (provenance === undefined) return rows;
  return (left, right) => {
    const joined = rows(left, right);
    const lefts = provenance.of(left) ?? [];
    const rights = provenance.of(right) ?? [];
    const origins =
      rights.length === 0
        ? lefts
        : lefts.length === 0
          ? rights
          : lefts.flatMap((a) => (joined.length === 0 ? [] : rights.map((b) => provenance.node('join', [a, b]))));
    return provenance.attach(joined, origins);
  };
}

/** For `flatMapValues`: the pairs of a record, from the elements where these are known. */
export function attributedRows<K, V, U>(
  f: (value: V) => Iterable<U>,
  provenance: Provenance,
): (pair: Pair<K, V>) => Pair<K, U>[] {
  return (pair) => {
    const several = f(pair[1]);
    const rows: Pair<K, U>[] = [];
    for (const value of several) rows.push([pair[0], value]);
    const origins = typeof several === 'object' ? provenance.of(several) : undefined;
    return origins === undefined ? rows : provenance.attach(rows, origins);
  };
}

/** Remembers where the record that was pulled last is from. */
class LastIterator<T> extends RecordIterator<T> {
  origin: Origin = NONE;
  constructor(
    private readonly source: RecordIterator<T>,
    private readonly provenance: Provenance,
  ) {
    super();
  }
  next(): T | End {
    const record = this.source.next();
    this.origin = this.provenance.current;
    return record;
  }
}

/** Pairs made by `body`, which pulls one of each side for each of them. */
export function attributedZip<T, U, V>(
  left: RecordIterator<T>,
  right: RecordIterator<U>,
  body: (left: RecordIterator<T>, right: RecordIterator<U>) => RecordIterator<V>,
  provenance: Provenance,
): RecordIterator<V> {
  const a = new LastIterator(left, provenance);
  const b = new LastIterator(right, provenance);
  return new MadeIterator(body(a, b), () => provenance.node('zip', [a.origin, b.origin]), provenance);
}

/** Each record of the left with each of the right. */
export function attributedProduct<T, U>(
  lefts: RecordIterator<T>,
  rights: () => RecordIterator<U>,
  provenance: Provenance,
): RecordIterator<readonly [T, U]> {
  const rows = function* () {
    for (const a of lefts) {
      const from = provenance.current;
      for (const b of rights()) {
        provenance.current = provenance.node('cartesian', [from, provenance.current]);
        yield [a, b] as const;
      }
    }
  };
  return new GeneratorIterator(rows());
}

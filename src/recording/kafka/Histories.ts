/**
 * Numbers over a run, many of them: what each is from which event on. Added in the order of events; kept in columns, key by key, so that asking
 * all of them at one event reads memory from front to back.
 */
export class Histories {
  private seqs = new Int32Array(1024);
  private values = new Float64Array(1024);
  private keys: Int32Array | undefined = new Int32Array(1024);
  private count = 0;
  private readonly lasts: number[] = [];
  /** Where the entries of each key begin, once they are sorted; one more at the end. */
  private starts: Int32Array | undefined;

  /** @param key from 0 */
  add(key: number, seq: number, value: number): void {
    if (this.lasts[key] === value) return;
    while (this.lasts.length <= key) this.lasts.push(Number.NaN);
    this.lasts[key] = value;
    const { count } = this;
    const keys = this.keys as Int32Array;
    if (count === keys.length) this.grow(keys);
    (this.keys as Int32Array)[count] = key;
    this.seqs[count] = seq;
    this.values[count] = value;
    this.count++;
  }

  /** The last value that was added; NaN: none. */
  lastOf(key: number): number {
    return this.lasts[key] ?? Number.NaN;
  }

  /** The value at event `seq`; undefined before the first. */
  at(key: number, seq: number): number | undefined {
    const starts = this.sorted();
    const first = starts[key] ?? this.count;
    const place = this.countUpTo(first, starts[key + 1] ?? this.count, seq);
    return place === first ? undefined : this.values[place - 1];
  }

  /** The first event, from `from` on, at which the value is above `limit`; undefined: never. */
  firstAbove(key: number, limit: number, from: number): number | undefined {
    const starts = this.sorted();
    const first = starts[key] ?? this.count;
    const end = starts[key + 1] ?? this.count;
    for (let i = Math.max(first, this.countUpTo(first, end, from) - 1); i < end; i++)
      if (this.values[i]! > limit) return Math.max(from, this.seqs[i]!);
    return undefined;
  }

  /** Index behind the last entry in `[first, end)` at or before `seq`. */
  private countUpTo(first: number, end: number, seq: number): number {
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.seqs[middle]! <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts by key the first time that something is asked; nothing can be added any more. */
  private sorted(): Int32Array {
    if (this.starts !== undefined) return this.starts;
    const { count } = this;
    const keys = this.keys as Int32Array;
    const starts = new Int32Array(this.lasts.length + 1);
    for (let i = 0; i < count; i++) starts[keys[i]! + 1]!++;
    for (let key = 0; key < this.lasts.length; key++) starts[key + 1]! += starts[key]!;
    const next = starts.slice();
    const seqs = new Int32Array(count);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const to = next[keys[i]!]!++;
      seqs[to] = this.seqs[i]!;
      values[to] = this.values[i]!;
    }
    this.seqs = seqs;
    this.values = values;
    this.keys = undefined;
    this.starts = starts;
    return starts;
  }

  private grow(keys: Int32Array): void {
    const longer = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = keys.length * 2;
    this.keys = longer(keys, new Int32Array(size));
    this.seqs = longer(this.seqs, new Int32Array(size));
    this.values = longer(this.values, new Float64Array(size));
  }
}

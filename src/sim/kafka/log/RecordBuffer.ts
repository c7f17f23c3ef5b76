import type { RecordColumns, RecordHeader } from './RecordBatch.js';

/** Columns that grow: the records of a batch while it is being filled. */
export class RecordBuffer {
  count = 0;
  private used = 0;
  private data: Uint8Array;
  private starts = new Int32Array(16);
  private keyLengths = new Int32Array(16);
  private valueLengths = new Int32Array(16);
  private timestamps = new Float64Array(16);
  private headers: Map<number, readonly RecordHeader[]> | undefined;

  constructor(capacity = 256) {
    this.data = new Uint8Array(capacity);
  }

  append(
    key: Uint8Array | undefined,
    value: Uint8Array | undefined,
    timestamp: number,
    headers: readonly RecordHeader[] = [],
  ): void {
    const i = this.count++;
    if (i === this.starts.length) this.growRows();
    this.starts[i] = this.used;
    this.timestamps[i] = timestamp;
    this.keyLengths[i] = this.put(key);
    this.valueLengths[i] = this.put(value);
    if (headers.length > 0) {
      this.headers ??= new Map();
      this.headers.set(i, headers);
    }
  }

  /** The records so far, cut to size. */
  columns(): RecordColumns {
    const { count } = this;
    return {
      count,
      data: this.data.slice(0, this.used),
      starts: this.starts.slice(0, count),
      keyLengths: this.keyLengths.slice(0, count),
      valueLengths: this.valueLengths.slice(0, count),
      timestamps: this.timestamps.slice(0, count),
      ...(this.headers === undefined ? {} : { headers: this.headers }),
    };
  }

  private put(bytes: Uint8Array | undefined): number {
    if (bytes === undefined) return -1;
    const end = this.used + bytes.length;
    if (end > this.data.length) this.data = grown(new Uint8Array(Math.max(end, this.data.length * 2)), this.data);
    this.data.set(bytes, this.used);
    this.used = end;
    return bytes.length;
  }

  private growRows(): void {
    const capacity = this.starts.length * 2;
    this.starts = grown(new Int32Array(capacity), this.starts);
    this.keyLengths = grown(new Int32Array(capacity), this.keyLengths);
    this.valueLengths = grown(new Int32Array(capacity), this.valueLengths);
    this.timestamps = grown(new Float64Array(capacity), this.timestamps);
  }
}

function grown<A extends { set(source: A): void }>(into: A, from: A): A {
  into.set(from);
  return into;
}

/**
 * The pending activations, as a binary heap in typed arrays. Order: instant, then rank, then the order of insertion. Ranks separate what may
 * happen at one instant: faults and commands of the script first, then timers, then deliveries (design.md, section 3).
 */
export const Rank = { script: 0, timer: 1, delivery: 2 } as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

const rankFactor = 2 ** 50;

/** @typeParam T what is kept for an activation */
export class EventQueue<T> {
  private times: Float64Array;
  /** Rank and insertion number in one number: rank · 2^50 + number. */
  private orders: Float64Array;
  private slots: Int32Array;
  private readonly items: (T | undefined)[] = [];
  private readonly free: number[] = [];
  private count = 0;
  private inserted = 0;

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.slots = new Int32Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  /** The instant of the first entry; Infinity when empty. */
  get nextTime(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  /** Whether an entry with this instant and rank that is pushed now would be the first one. */
  isBefore(time: number, rank: Rank): boolean {
    if (this.count === 0) return true;
    const first = this.times[0] as number;
    return time < first || (time === first && (this.orders[0] as number) >= (rank + 1) * rankFactor);
  }

  /**
   * @param time in microseconds, an integer
   * @param tie orders entries of one instant and rank instead of the order of insertion (shuffled ties)
   */
  push(time: number, rank: Rank, item: T, tie?: number): void {
    if (this.count === this.times.length) this.grow();
    const slot = this.free.pop() ?? this.items.length;
    this.items[slot] = item;
    const order = rank * rankFactor + (tie ?? this.inserted++);
    const { times, orders, slots } = this;
    let hole = this.count++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = times[parent] as number;
      if (parentTime < time || (parentTime === time && (orders[parent] as number) <= order)) break;
      times[hole] = parentTime;
      orders[hole] = orders[parent] as number;
      slots[hole] = slots[parent] as number;
      hole = parent;
    }
    times[hole] = time;
    orders[hole] = order;
    slots[hole] = slot;
  }

  /** The first entry; undefined when empty. */
  peek(): T | undefined {
    return this.count === 0 ? undefined : (this.items[this.slots[0] as number] as T);
  }

  /** Takes the first entry. @throws {RangeError} when empty */
  pop(): T {
    if (this.count === 0) throw new RangeError('the queue is empty');
    const { times, orders, slots } = this;
    const slot = slots[0] as number;
    const item = this.items[slot] as T;
    this.items[slot] = undefined;
    this.free.push(slot);
    const size = --this.count;
    if (size > 0) {
      const time = times[size] as number;
      const order = orders[size] as number;
      const last = slots[size] as number;
      let hole = 0;
      for (;;) {
        let child = 2 * hole + 1;
        if (child >= size) break;
        let childTime = times[child] as number;
        let childOrder = orders[child] as number;
        const right = child + 1;
        if (right < size) {
          const rightTime = times[right] as number;
          if (rightTime < childTime || (rightTime === childTime && (orders[right] as number) < childOrder)) {
            child = right;
            childTime = rightTime;
            childOrder = orders[right] as number;
          }
        }
        if (time < childTime || (time === childTime && order <= childOrder)) break;
        times[hole] = childTime;
        orders[hole] = childOrder;
        slots[hole] = slots[child] as number;
        hole = child;
      }
      times[hole] = time;
      orders[hole] = order;
      slots[hole] = last;
    }
    return item;
  }

  /** All entries that are still to come, in no particular order. */
  *pending(): Iterable<T> {
    for (let i = 0; i < this.count; i++) yield this.items[this.slots[i] as number] as T;
  }

  private grow(): void {
    const grown = <A extends Float64Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    const capacity = this.times.length * 2;
    this.times = grown(this.times, new Float64Array(capacity));
    this.orders = grown(this.orders, new Float64Array(capacity));
    this.slots = grown(this.slots, new Int32Array(capacity));
  }
}

/** P8: the event queue under the hold model: every event that fires schedules one successor. */
import { VirtualTimeScheduler } from 'rxjs';
import { kernel } from './adapter.js';
import { generator } from './data.js';

interface Params {
  readonly pending: number;
  readonly events: number;
}

interface Queue {
  schedule(delayMs: number, fire: (id: number) => void, id: number): void;
  runOne(): void;
}

/** A binary heap of objects ordered by time and sequence number: the plainest queue that keeps the order of equal instants. */
class ObjectHeap implements Queue {
  private readonly heap: { at: number; seq: number; fire: (id: number) => void; id: number }[] = [];
  private now = 0;
  private seq = 0;

  schedule(delayMs: number, fire: (id: number) => void, id: number): void {
    const entry = { at: this.now + delayMs, seq: this.seq++, fire, id };
    const heap = this.heap;
    let hole = heap.length;
    heap.push(entry);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent]!;
      if (above.at < entry.at || (above.at === entry.at && above.seq < entry.seq)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  runOne(): void {
    const heap = this.heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    const size = heap.length;
    if (size > 0) {
      let hole = 0;
      for (;;) {
        let child = 2 * hole + 1;
        if (child >= size) break;
        let smallest = heap[child]!;
        const right = heap[child + 1];
        if (child + 1 < size && (right!.at < smallest.at || (right!.at === smallest.at && right!.seq < smallest.seq))) {
          smallest = right!;
          child++;
        }
        if (last.at < smallest.at || (last.at === smallest.at && last.seq < smallest.seq)) break;
        heap[hole] = smallest;
        hole = child;
      }
      heap[hole] = last;
    }
    this.now = first.at;
    first.fire(first.id);
  }
}

/** RxJS executes all that is due in `flush`; `maxFrames` bounds it, and each action schedules its successor. */
function rx({ pending, events }: Params) {
  return () => {
    const scheduler = new VirtualTimeScheduler(undefined, Number.POSITIVE_INFINITY);
    const random = generator(99);
    let fired = 0;
    const fire = () => {
      fired++;
      if (fired + pending <= events + pending) scheduler.schedule(fire, 1 + Math.floor(random() * 1000));
      if (fired >= events) scheduler.maxFrames = scheduler.frame - 1;
    };
    for (let i = 0; i < pending; i++) scheduler.schedule(fire, 1 + Math.floor(random() * 1000));
    scheduler.flush();
    return 0;
  };
}

const hold =
  (make: () => Queue) =>
  ({ pending, events }: Params) => {
    const random = generator(99);
    const delays = Float64Array.from({ length: 1 << 16 }, () => 1 + Math.floor(random() * 1000));
    const queue = make();
    let drawn = 0;
    const fire = (id: number): void => queue.schedule(delays[drawn++ & 0xffff] as number, fire, id);
    for (let i = 0; i < pending; i++) queue.schedule(delays[(i * 7) & 0xffff] as number, fire, i);
    return () => {
      for (let i = 0; i < events; i++) queue.runOne();
      return 0;
    };
  };

export const variants = { 'heap of objects': hold(() => new ObjectHeap()), batchwise: hold(kernel), rxjs: rx };

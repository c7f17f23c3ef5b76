/** P5, P6, P7: a socket stream in virtual time, counted per second or over sliding windows, against what a learner could use instead. */
import { bufferTime, count, groupBy, map, mergeMap, scan, timer, toArray, VirtualTimeScheduler, windowTime } from 'rxjs';
import { stream } from './adapter.js';
import { lines } from './data.js';

interface Params {
  readonly seconds: number;
  readonly perSecond: number;
  readonly wordsPerLine: number;
  readonly windowSeconds: number;
  readonly trace?: 'off' | 'events' | 'detail' | 'provenance';
}

const input = ({ seconds, perSecond, wordsPerLine }: Params): string[] =>
  lines(seconds * perSecond * wordsPerLine, 1000, wordsPerLine);
const countWords = (batch: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of batch) for (const word of line.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** A throw-away engine: one event a record, 200 ms blocks, a map side and two reduce partitions a batch; no lineage, tasks, order or trace. */
function prototype(params: Params) {
  const all = input(params);
  const stepMs = 1000 / params.perSecond;
  return () => {
    const heap = new Heap();
    const history: Map<string, number>[][] = [];
    let blocks: string[][] = [];
    let block: string[] = [];
    let next = 0;
    let words = 0;
    const arrive = () => {
      block.push(all[next++] as string);
      if (next < all.length) heap.push(heap.now + stepMs, arrive);
    };
    const cut = () => {
      if (block.length > 0) blocks.push(block);
      block = [];
      heap.push(heap.now + 200, cut);
    };
    const tick = () => {
      const reduced = [new Map<string, number>(), new Map<string, number>()];
      for (const records of blocks) {
        for (const [word, n] of countWords(records)) merge(reduced[hash(word) & 1]!, word, n);
      }
      blocks = [];
      history.push(reduced);
      if (history.length > params.windowSeconds) history.shift();
      const window = [new Map<string, number>(), new Map<string, number>()];
      for (const member of history)
        for (const part of [0, 1]) for (const [word, n] of member[part]!) merge(window[part]!, word, n);
      for (const part of window) for (const n of part.values()) words += n;
      heap.push(heap.now + 1000, tick);
    };
    heap.push(5, arrive);
    heap.push(200, cut);
    heap.push(1000, tick);
    heap.runUntil(params.seconds * 1000);
    return words > 0;
  };
}

const hash = (word: string): number => {
  let h = 0;
  for (let i = 0; i < word.length; i++) h = (Math.imul(31, h) + word.charCodeAt(i)) | 0;
  return h;
};
const merge = (into: Map<string, number>, word: string, n: number): void => {
  into.set(word, (into.get(word) ?? 0) + n);
};

class Heap {
  now = 0;
  private readonly entries: { at: number; seq: number; run: () => void }[] = [];
  private seq = 0;

  push(at: number, run: () => void): void {
    const entry = { at, seq: this.seq++, run };
    let hole = this.entries.length;
    this.entries.push(entry);
    while (hole > 0) {
      const above = this.entries[(hole - 1) >> 1]!;
      if (above.at < at || (above.at === at && above.seq < entry.seq)) break;
      this.entries[hole] = above;
      hole = (hole - 1) >> 1;
    }
    this.entries[hole] = entry;
  }

  runUntil(end: number): void {
    while (this.entries.length > 0 && this.entries[0]!.at <= end) {
      const first = this.entries[0]!;
      const last = this.entries.pop()!;
      if (this.entries.length > 0) this.sink(last);
      this.now = first.at;
      first.run();
    }
  }

  private sink(entry: { at: number; seq: number; run: () => void }): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= this.entries.length) break;
      const right = this.entries[child + 1];
      if (right !== undefined && before(right, this.entries[child]!)) child++;
      if (!before(this.entries[child]!, entry)) break;
      this.entries[hole] = this.entries[child]!;
      hole = child;
    }
    this.entries[hole] = entry;
  }
}
const before = (a: { at: number; seq: number }, b: { at: number; seq: number }): boolean =>
  a.at < b.at || (a.at === b.at && a.seq < b.seq);

/** `maxFrames` ends the run: completing a long timer chain unsubscribes recursively and overflows the stack. */
const rxBuffer = (params: Params) => {
  const all = input(params);
  return () => {
    const scheduler = new VirtualTimeScheduler(undefined, params.seconds * 1000);
    let words = 0;
    timer(5, 1000 / params.perSecond, scheduler)
      .pipe(
        map((i) => all[i] as string),
        bufferTime(1000, null, Number.POSITIVE_INFINITY, scheduler),
        scan((kept: string[][], batch) => [...kept, batch].slice(-params.windowSeconds), []),
        map((kept) => countWords(kept.flat())),
      )
      .subscribe((counts) => {
        for (const n of counts.values()) words += n;
      });
    scheduler.flush();
    return words > 0;
  };
};

const rxWindow = (params: Params) => {
  const all = input(params);
  return () => {
    const scheduler = new VirtualTimeScheduler(undefined, params.seconds * 1000);
    let words = 0;
    timer(5, 1000 / params.perSecond, scheduler)
      .pipe(
        map((i) => all[i] as string),
        windowTime(1000, scheduler),
        mergeMap((window) =>
          window.pipe(
            mergeMap((line) => line.split(' ')),
            groupBy((word) => word),
            mergeMap((group) => group.pipe(count())),
            toArray(),
          ),
        ),
      )
      .subscribe((counts) => {
        for (const n of counts) words += n;
      });
    scheduler.flush();
    return words > 0;
  };
};

const product = (params: Params) => {
  const all = input(params);
  return () => {
    let words = 0;
    stream({
      lines: all,
      offset: 5,
      step: 1000 / params.perSecond,
      seconds: params.seconds,
      windowSeconds: params.windowSeconds,
      trace: params.trace ?? 'off',
      onWindow: (counts) => {
        for (const n of counts.values()) words += n;
      },
    });
    return words > 0;
  };
};

export const variants = { prototype, batchwise: product, 'rxjs bufferTime': rxBuffer, 'rxjs windowTime': rxWindow };

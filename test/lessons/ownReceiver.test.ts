import { expect, test } from 'vitest';
import { println, Receiver, Seconds, SparkConf, StorageLevel, StreamingContext } from '../../src/engine/index.js';
import type { Process } from '../../src/engine/ports/Process.js';
import { eventsOf, ofType, printed } from './support.js';

// L6 of the curriculum: a receiver of one's own.
const program = (receiver: () => Receiver<string>) =>
  function* () {
    const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('receiver'), Seconds(1));
    ssc.receiverStream(receiver()).foreachRDD(function* (rdd, time) {
      println(`${time.milliseconds}: ${(yield* rdd.collect()).join(' ')}`);
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };

/** Stores a line a second in a thread, and asks for a restart at its third line, once. */
class Lines extends Receiver<string> {
  private restarted = false;
  constructor(
    private readonly heedsStop: boolean,
    private readonly delayMs: number,
  ) {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.startThread('lines', () => this.read());
  }
  onStop(): void {}
  private *read(): Process<void> {
    for (let n = 1; !this.heedsStop || !this.isStopped(); n++) {
      yield* this.store(`line${n}`);
      if (n === 3 && !this.restarted) {
        this.restarted = true;
        this.restart('again', undefined, this.delayMs);
      }
      yield* this.sleep(1000);
    }
  }
}

const batches = (heedsStop: boolean, delayMs: number) =>
  printed(eventsOf({ program: program(() => new Lines(heedsStop, delayMs)), settings: { until: '7.5s' } })).slice(-2);
const linesOf = (batch: string): number => (batch.split(': ')[1] as string).split(' ').length;

test('a thread that ends when its receiver is stopped: one thread after the restart', () => {
  expect(batches(true, 2000).map(linesOf)).toEqual([1, 1]);
});

test('a thread that ignores isStopped lives on after restart: two of them store, every moment has two lines', () => {
  expect(batches(false, 2000).map(linesOf)).toEqual([2, 2]);
});

test('so does one that sleeps longer than the restart takes: when it looks, the receiver is no longer stopped', () => {
  expect(batches(true, 100).map(linesOf)).toEqual([2, 2]);
});

test('an onStart that loops never returns: the receiver is registered, and never said to have been started', () => {
  class Loops extends Receiver<string> {
    constructor() {
      super(StorageLevel.MEMORY_ONLY);
    }
    *onStart(): Process<void> {
      for (;;) yield* this.sleep(500);
    }
    onStop(): void {}
  }
  const events = eventsOf({ program: program(() => new Loops()), settings: { until: '4.5s' } });
  const log = ofType(events, 'log.line').map(({ message }) => message);
  expect(log).toContain('Starting receiver 0');
  expect(log).not.toContain('Called receiver 0 onStart');
  expect(printed(events)).toEqual(['1000: ', '2000: ', '3000: ', '4000: ']);
});

test('store of a block returns when the block is stored; store of one record before that', () => {
  class Blocks extends Receiver<string> {
    constructor() {
      super(StorageLevel.MEMORY_ONLY);
    }
    onStart(): void {
      this.startThread('source', () => this.read());
    }
    onStop(): void {}
    private *read(): Process<void> {
      yield* this.sleep(300);
      yield* this.store('single');
      println('after the record');
      yield* this.sleep(700);
      yield* this.storeAll(['one', 'two']);
      println('after the block');
    }
  }
  const events = eventsOf({ program: program(() => new Blocks()), settings: { until: '3.5s' } });
  const order = events.flatMap((event) =>
    event.type === 'block.stored' ? [event.contents?.join(' ')] : event.type === 'console.line' ? [event.text] : [],
  );
  const stored = order.filter((text) => text?.startsWith('1000') === false);
  expect(stored.slice(0, 4)).toEqual(['after the record', 'single', 'one two', 'after the block']);
});

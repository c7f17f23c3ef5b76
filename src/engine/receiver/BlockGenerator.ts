import { require, SparkException } from '../errors.js';
import type { Clock } from '../ports/Clock.js';
import type { Cancel, Process } from '../ports/Process.js';
import { Signal } from '../process/Signal.js';
import { startTime } from '../time/index.js';

/** What a receiver's records go through on their way into blocks. */
export interface BlockGeneratorListener {
  /** A block was cut at `tick`; it holds at least one record. */
  onBlock(block: string, records: unknown[], tick: number): void;
}

type State = 'Initialized' | 'Active' | 'StoppedAddingData' | 'StoppedAll';

/**
 * Cuts what one receiver stored into blocks, one for each block interval in which something came. Ticks are multiples of the interval since the
 * epoch, and a block is named after the start of its interval (SS-740 ff.). Model: apache/spark 3.2.1 streaming/.../receiver/BlockGenerator.scala.
 */
export class BlockGenerator {
  private buffer: unknown[] = [];
  private state: State = 'Initialized';
  private nextTick = 0;
  private cancel: Cancel = () => {};
  private tickSignal = new Signal<void>('tick of the block generator');

  /** @throws {IllegalArgumentException} unless `intervalMs` is positive */
  constructor(
    private readonly clock: Clock,
    private readonly streamId: number,
    private readonly intervalMs: number,
    private readonly listener: BlockGeneratorListener,
  ) {
    require(intervalMs > 0, "'spark.streaming.blockInterval' should be a positive value");
  }

  /** @throws {SparkException} when it was started before */
  start(): void {
    if (this.state !== 'Initialized') {
      throw new SparkException(`Cannot start BlockGenerator as its not in the Initialized state [state = ${this.state}]`);
    }
    this.state = 'Active';
    this.nextTick = startTime(this.clock.now(), this.intervalMs);
    this.schedule();
  }

  /** @throws {SparkException} unless it is running */
  add(record: unknown): void {
    if (this.state !== 'Active') {
      throw new SparkException('Cannot add data as BlockGenerator has not been started or has been stopped');
    }
    this.buffer.push(record);
  }

  /** Refuses records from now on, cuts what it holds at the next tick and is over one interval later (SS-743). */
  *stop(): Process<void> {
    if (this.state !== 'Active') return;
    this.state = 'StoppedAddingData';
    for (let ticks = 0; ticks < 2; ticks++) yield* this.tickSignal.wait();
    this.cancel();
    this.state = 'StoppedAll';
  }

  private schedule(): void {
    this.cancel = this.clock.schedule(this.nextTick, `block generator ${this.streamId}`, () => this.tick());
  }

  private tick(): void {
    const tick = this.nextTick;
    this.nextTick += this.intervalMs;
    this.schedule();
    const { buffer, tickSignal } = this;
    this.tickSignal = new Signal('tick of the block generator');
    if (buffer.length > 0) {
      this.buffer = [];
      this.listener.onBlock(`input-${this.streamId}-${tick - this.intervalMs}`, buffer, tick);
    }
    tickSignal.succeed(undefined);
  }
}

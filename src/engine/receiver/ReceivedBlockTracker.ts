import type { Time } from '../time/index.js';

/** What the driver's metadata log keeps: it survives the driver. */
export type BlockTrackerEvent<B> =
  | { readonly kind: 'added'; readonly block: B }
  | { readonly kind: 'allocated'; readonly time: Time; readonly blocks: ReadonlyMap<number, readonly B[]> }
  | { readonly kind: 'cleaned'; readonly times: readonly number[] };

interface Block {
  readonly id: string;
  readonly streamId: number;
}

/**
 * Which blocks wait for a batch, and which batch was given which (SS-760 ff.). Model: apache/spark 3.2.1 streaming/.../scheduler/ReceivedBlockTracker.scala.
 */
export class ReceivedBlockTracker<B extends Block> {
  private readonly unallocated = new Map<number, B[]>();
  private readonly allocated = new Map<number, ReadonlyMap<number, readonly B[]>>();
  private lastAllocated: Time | undefined;

  /**
   * @param log told of every change before it counts
   * @param past what an earlier driver's log holds; it is played back (SS-765)
   */
  constructor(
    streams: Iterable<number>,
    private readonly log: (event: BlockTrackerEvent<B>) => void = () => {},
    past: readonly BlockTrackerEvent<B>[] = [],
  ) {
    for (const stream of streams) this.unallocated.set(stream, []);
    for (const event of past) this.replay(event);
  }

  get hasUnallocatedBlocks(): boolean {
    for (const blocks of this.unallocated.values()) if (blocks.length > 0) return true;
    return false;
  }

  unallocatedOf(stream: number): readonly B[] {
    return this.unallocated.get(stream) ?? [];
  }

  /** Times of the batches whose blocks are known, ascending. */
  get batches(): readonly number[] {
    return [...this.allocated.keys()].sort((a, b) => a - b);
  }

  add(block: B): void {
    const queue = this.unallocated.get(block.streamId);
    if (queue === undefined) return;
    this.log({ kind: 'added', block });
    queue.push(block);
  }

  /** Gives the batch at `time` everything that waits. @returns undefined when a batch at or after this time had its blocks before: it keeps them */
  allocate(time: Time): ReadonlyMap<number, readonly B[]> | undefined {
    if (this.lastAllocated !== undefined && time.lessEqual(this.lastAllocated)) return undefined;
    const blocks = new Map<number, readonly B[]>();
    for (const [stream, waiting] of this.unallocated) blocks.set(stream, [...waiting]);
    this.log({ kind: 'allocated', time, blocks });
    for (const waiting of this.unallocated.values()) waiting.length = 0;
    this.allocated.set(time.millis, blocks);
    this.lastAllocated = time;
    return blocks;
  }

  blocksOf(time: Time, stream: number): readonly B[] {
    return this.allocated.get(time.millis)?.get(stream) ?? [];
  }

  /** Forgets the batches before `threshold`. @returns their times */
  cleanup(threshold: Time): readonly number[] {
    const times = this.batches.filter((millis) => millis < threshold.millis);
    if (times.length > 0) this.log({ kind: 'cleaned', times });
    for (const millis of times) this.allocated.delete(millis);
    return times;
  }

  private replay(event: BlockTrackerEvent<B>): void {
    switch (event.kind) {
      case 'added':
        this.unallocated.get(event.block.streamId)?.push(event.block);
        return;
      case 'allocated':
        for (const [stream, blocks] of event.blocks) {
          const given = new Set(blocks.map(({ id }) => id));
          const waiting = this.unallocated.get(stream) ?? [];
          this.unallocated.set(
            stream,
            waiting.filter(({ id }) => !given.has(id)),
          );
        }
        this.allocated.set(event.time.millis, event.blocks);
        this.lastAllocated = event.time;
        return;
      case 'cleaned':
        for (const millis of event.times) this.allocated.delete(millis);
    }
  }
}

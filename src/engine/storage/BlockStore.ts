import { JavaError } from '../errors.js';
import type { Executor } from '../scheduler/Executor.js';
import { estimateSize } from './estimateSize.js';
import type { StoredBlock } from './StoredBlock.js';

/**
 * The blocks of one executor. Memory may be limited: then the blocks that were used least recently make room, to disk where their level says so.
 * Model: apache/spark 3.2.1 core/.../storage/memory/MemoryStore.scala.
 */
export class BlockStore {
  /** In memory or on disk, the least recently used first. In local mode without a limit nothing needs to be found again, so nothing is kept here. */
  private readonly blocks = new Map<string, Kept>();
  private used = 0;

  /** @param limit bytes of memory; undefined: without */
  constructor(
    readonly executor: Executor,
    private readonly limit: number | undefined,
  ) {}

  get all(): StoredBlock[] {
    return [...this.blocks.values()].map(({ block }) => block);
  }

  /**
   * Keeps a block, in memory if it fits there, else on disk if its level allows that.
   * @returns the blocks that had to go for it; undefined: it found no place
   * @throws {JavaError} `java.io.IOException`: it would have to go to a disk that is full
   */
  put(block: StoredBlock): readonly StoredBlock[] | undefined {
    if (this.executor.isLocal && this.limit === undefined) return this.keep(block, false);
    const { level } = block;
    const room = level.useMemory ? this.makeRoom(block) : undefined;
    if (room === undefined) return level.useDisk ? this.toDisk(block) : undefined;
    this.keep(block, true);
    return room;
  }

  has(block: StoredBlock): boolean {
    return block.holders.includes(this);
  }

  /** A block was read: it is the last to go. */
  touch(block: StoredBlock): void {
    if (this.limit === undefined) return;
    const entry = this.blocks.get(block.id);
    if (entry === undefined) return;
    this.blocks.delete(block.id);
    this.blocks.set(block.id, entry);
  }

  drop(block: StoredBlock): void {
    const entry = this.blocks.get(block.id);
    if (entry?.inMemory && this.limit !== undefined) this.used -= block.size ?? 0;
    this.blocks.delete(block.id);
    remove(block.holders, this);
  }

  /** @returns the blocks that were put out of memory for good; undefined: there is no room for this one, and nothing was put out */
  private makeRoom(block: StoredBlock): readonly StoredBlock[] | undefined {
    const { handle } = this.executor;
    if (handle.isMemoryFull) return undefined;
    if (this.limit === undefined) return none;
    block.size ??= estimateSize(block.records);
    const victims: Kept[] = [];
    let free = this.limit - this.used;
    for (const [id, entry] of this.blocks) {
      if (free >= block.size) break;
      // A block of the same RDD is never put out for its sister (SC-233).
      if (!entry.inMemory || ofSameRdd(id, block.id)) continue;
      victims.push(entry);
      free += entry.block.size ?? 0;
    }
    if (free < block.size) return undefined;
    const gone: StoredBlock[] = [];
    for (const entry of victims) {
      this.used -= entry.block.size ?? 0;
      entry.inMemory = false;
      if (entry.block.level.useDisk && !handle.isDiskFull) continue;
      this.blocks.delete(entry.block.id);
      remove(entry.block.holders, this);
      gone.push(entry.block);
    }
    this.used += block.size;
    return gone;
  }

  private toDisk(block: StoredBlock): readonly StoredBlock[] {
    if (this.executor.handle.isDiskFull) throw noSpace();
    return this.keep(block, false);
  }

  private keep(block: StoredBlock, inMemory: boolean): readonly StoredBlock[] {
    if (!this.executor.isLocal || this.limit !== undefined) this.blocks.set(block.id, { block, inMemory });
    if (!block.holders.includes(this)) block.holders.push(this);
    return none;
  }
}

interface Kept {
  readonly block: StoredBlock;
  inMemory: boolean;
}

/** What writing to a full disk throws. */
export const noSpace = (): JavaError => new JavaError('java.io.IOException', 'No space left on device');

const none: readonly StoredBlock[] = [];

function remove(holders: BlockStore[], store: BlockStore): void {
  const at = holders.indexOf(store);
  if (at >= 0) holders.splice(at, 1);
}

const ofSameRdd = (a: string, b: string): boolean =>
  a.startsWith('rdd_') && a.slice(0, a.lastIndexOf('_')) === b.slice(0, b.lastIndexOf('_'));

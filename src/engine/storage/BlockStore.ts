import type { Executor } from '../scheduler/Executor.js';
import { estimateSize } from './estimateSize.js';
import type { StoredBlock } from './StoredBlock.js';

/**
 * The blocks of one executor. Memory may be limited: then the blocks that were used least recently make room, to disk where their level says so.
 * Model: apache/spark 3.2.1 core/.../storage/memory/MemoryStore.scala.
 */
export class BlockStore {
  /** In memory or on disk, the least recently used first. In local mode without a limit nothing needs to be found again, so nothing is kept here. */
  private readonly blocks = new Map<string, { readonly block: StoredBlock; inMemory: boolean }>();
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
   */
  put(block: StoredBlock): readonly StoredBlock[] | undefined {
    if (this.executor.isLocal && this.limit === undefined) return this.keep(block, false);
    const { level } = block;
    if (!level.useMemory) return this.keep(block, false);
    if (this.limit === undefined) return this.keep(block, true);
    block.size ??= estimateSize(block.records);
    if (block.size > this.limit) return level.useDisk ? this.keep(block, false) : undefined;
    const gone: StoredBlock[] = [];
    for (const [id, entry] of this.blocks) {
      if (this.used + block.size <= this.limit) break;
      // A block of the same RDD is never put out for its sister (SC-233).
      if (!entry.inMemory || ofSameRdd(id, block.id)) continue;
      this.used -= entry.block.size ?? 0;
      if (entry.block.level.useDisk) entry.inMemory = false;
      else {
        this.blocks.delete(id);
        remove(entry.block.holders, this);
        gone.push(entry.block);
      }
    }
    if (this.used + block.size > this.limit) {
      if (level.useDisk) this.keep(block, false);
      else return gone.length > 0 ? gone : undefined;
    } else {
      this.used += block.size;
      this.keep(block, true);
    }
    return gone;
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

  private keep(block: StoredBlock, inMemory: boolean): readonly StoredBlock[] {
    if (!this.executor.isLocal || this.limit !== undefined) this.blocks.set(block.id, { block, inMemory });
    if (!block.holders.includes(this)) block.holders.push(this);
    return none;
  }
}

const none: readonly StoredBlock[] = [];

function remove(holders: BlockStore[], store: BlockStore): void {
  const at = holders.indexOf(store);
  if (at >= 0) holders.splice(at, 1);
}

const ofSameRdd = (a: string, b: string): boolean =>
  a.startsWith('rdd_') && a.slice(0, a.lastIndexOf('_')) === b.slice(0, b.lastIndexOf('_'));

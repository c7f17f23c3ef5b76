import { JavaError } from '../errors.js';
import type { Environment } from '../ports/Environment.js';
import type { SparkConf } from '../rdd/SparkConf.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { Executor } from '../scheduler/Executor.js';
import { StoredBlock } from './StoredBlock.js';

/**
 * Which executor has which block: where copies go, what a lost executor takes with it, what is copied anew (SC-230 …).
 * Model: apache/spark 3.2.1 core/.../storage/{BlockManager,BlockManagerMasterEndpoint}.scala.
 */
export class BlockManagerMaster {
  /** What an executor was told of the others, and when. */
  private readonly peers = new WeakMap<Executor, { readonly peers: readonly Executor[]; readonly at: number }>();
  private readonly proactive: boolean;
  private readonly peersTtlMs: number;

  constructor(
    private readonly environment: Environment,
    private readonly executors: ReadonlyMap<string, Executor>,
    conf: SparkConf,
  ) {
    this.proactive = conf.getBoolean('spark.storage.replication.proactive', true);
    this.peersTtlMs = conf.getNumber('spark.storage.cachedPeersTtl', 60_000);
  }

  /** Stores a block on `executor`, and its copies on others. @returns undefined when it found no place there */
  store(
    executor: Executor,
    id: string,
    records: readonly unknown[],
    level: StorageLevel,
    known?: StoredBlock,
  ): StoredBlock | undefined {
    const block = known ?? new StoredBlock(id, records, level);
    if (!this.put(executor, block)) return undefined;
    if (level.replication > 1 && !executor.isLocal) this.replicate(block, executor);
    return block;
  }

  /** An executor from which `reader` gets the block: itself if it can. Undefined when nobody has it any more. */
  holderFor(block: StoredBlock, reader: Executor): Executor | undefined {
    if (reader.blocks.has(block)) {
      reader.blocks.touch(block);
      return reader;
    }
    const { cluster } = this.environment;
    const found = block.holders.find(({ executor }) => executor.isLocal || cluster.isReachable(executor.handle));
    found?.touch(block);
    return found?.executor;
  }

  remove(block: StoredBlock): void {
    for (const holder of [...block.holders]) holder.drop(block);
  }

  /** What was on it is gone; of what has another copy one more is made elsewhere. */
  executorLost(executor: Executor): void {
    const { trace } = this.environment;
    const { all } = executor.blocks;
    for (const block of all) {
      executor.blocks.drop(block);
      trace.emit({ type: 'block.lost', block: block.id, executor: executor.id, copies: block.holders.length });
    }
    if (!this.proactive) return;
    for (const block of all) {
      const [holder] = block.holders;
      // Blocks of receivers are not (recorded: conformance/cluster replica-then-receiver-die).
      if (holder !== undefined && block.level.replication > 1 && block.id.startsWith('rdd_'))
        this.replicate(block, holder.executor, true);
    }
  }

  /** A copy that finds no place is not made; the block is there all the same. */
  private putCopy(peer: Executor, block: StoredBlock): boolean {
    try {
      return this.put(peer, block);
    } catch (error) {
      if (error instanceof JavaError) return false;
      throw error;
    }
  }

  private put(executor: Executor, block: StoredBlock): boolean {
    const gone = executor.blocks.put(block);
    for (const each of gone ?? []) this.environment.trace.emit({ type: 'block.evicted', block: each.id, executor: executor.id });
    return executor.blocks.has(block);
  }

  private replicate(block: StoredBlock, from: Executor, fresh = false): void {
    const { trace, console, cluster } = this.environment;
    let missing = block.level.replication - block.holders.length;
    for (const peer of this.peersOf(from, fresh)) {
      if (missing <= 0) return;
      if (peer.blocks.has(block) || !cluster.isReachable(peer.handle) || !this.putCopy(peer, block)) continue;
      missing--;
      trace.emit({ type: 'block.replicated', block: block.id, from: from.id, to: peer.id });
    }
    if (missing <= 0) return;
    console.log('WARN', 'RandomBlockReplicationPolicy', `Expecting ${missing} replicas with only 0 peer/s.`);
    console.log(
      'WARN',
      'BlockManager',
      `Block ${block.id} replicated to only ${block.holders.length - 1} peer(s) instead of ${block.level.replication - 1} peers`,
    );
  }

  /** The other executors, beginning with the one after `executor`, as it was last told of them. */
  private peersOf(executor: Executor, fresh: boolean): readonly Executor[] {
    const now = this.environment.driver.clock.now();
    const known = this.peers.get(executor);
    if (!fresh && known !== undefined && now - known.at <= this.peersTtlMs) return known.peers.filter(({ isAlive }) => isAlive);
    const all = [...this.executors.values()];
    const at = all.indexOf(executor);
    const peers = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))];
    this.peers.set(executor, { peers, at: now });
    return peers;
  }
}

import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { BlockStore } from './BlockStore.js';

/** A block that was stored, and where: a partition of a persisted RDD, or what a receiver cut off. */
export class StoredBlock {
  /** Stores that have a copy, as the driver knows it; in the order in which they got it. */
  readonly holders: BlockStore[] = [];
  /** Estimated bytes; worked out when a store with a limit needs it. */
  size: number | undefined;

  constructor(
    /** `rdd_1_0`, `input-0-1200` */
    readonly id: string,
    readonly records: readonly unknown[],
    readonly level: StorageLevel,
  ) {}

  /** Whether some executor that the driver counts on has it. */
  get isStored(): boolean {
    return this.holders.length > 0;
  }
}

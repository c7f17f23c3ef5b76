import type { Process } from 'batchwise';

/** Where a group has got to: offsets of the next records to read, by topic and partition (`words-0`). */
export type Offsets = ReadonlyMap<string, number>;

/** Keeps the offsets of a group outside Kafka. A partition that was never saved has no entry: that is not the same as 0. */
export interface OffsetStore {
  read(group: string, topic: string): Process<Map<string, number>>;
  save(group: string, topic: string, offsets: Offsets): Process<void>;
}

/** `words-3` is partition 3. */
export const partitionOf = (name: string): number => Number(name.slice(name.lastIndexOf('-') + 1));

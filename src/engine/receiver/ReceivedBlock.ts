import type { StoredBlock } from '../storage/StoredBlock.js';

/** A block that a receiver stored and the driver knows of. */
export interface ReceivedBlock {
  /** `input-<stream>-<n>` */
  readonly id: string;
  readonly streamId: number;
  readonly records: readonly unknown[];
  /** Which executors have it; undefined when only a log has. */
  readonly stored?: StoredBlock | undefined;
  /** A write-ahead log has its data, whatever becomes of the executors. */
  readonly isLogged?: boolean;
  /** Its data went with the machine that had it; only the driver's log knows how many records there were. */
  readonly lostRecords?: number;
}

/** Whether its records can still be had. */
export const isAvailable = ({ stored, isLogged, lostRecords }: ReceivedBlock): boolean =>
  isLogged === true || (lostRecords === undefined && stored?.isStored !== false);

/** A block that a receiver stored and the driver knows of. */
export interface ReceivedBlock {
  /** `input-<stream>-<n>` */
  readonly id: string;
  readonly streamId: number;
  readonly records: readonly unknown[];
  /** Its data went with the machine that had it; only the driver's log knows how many records there were. */
  readonly lostRecords?: number;
}

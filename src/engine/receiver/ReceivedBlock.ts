/** A block that a receiver stored and the driver knows of. */
export interface ReceivedBlock {
  /** `input-<stream>-<n>` */
  readonly id: string;
  readonly streamId: number;
  readonly records: readonly unknown[];
}

/** How a simulated cluster behaves. Times in virtual milliseconds. */
export interface ClusterSettings {
  /** From the death of an executor until the one that replaces it has registered. */
  readonly executorStartMs: number;
  /** How much longer the first task on a new executor takes to begin: its classes are loaded. */
  readonly warmUpMs: number;
  /** Bytes that blocks may take in the memory of an executor. */
  readonly memory: number | undefined;
  readonly heartbeatMs: number;
  /** Silence after which the driver gives an executor up. */
  readonly timeoutMs: number;
  /** How often the driver looks for the silent. */
  readonly timeoutCheckMs: number;
}

export const defaultClusterSettings: ClusterSettings = {
  executorStartMs: 3000,
  warmUpMs: 300,
  memory: undefined,
  heartbeatMs: 10_000,
  timeoutMs: 120_000,
  timeoutCheckMs: 60_000,
};

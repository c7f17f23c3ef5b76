import type { Host } from './Host.js';

/** An executor as the driver knows it. In `local[n]` there is one, `driver`, on the driver's own host. */
export interface ExecutorHandle {
  /** `driver` in local mode, else `0`, `1`, … never used twice. */
  readonly id: string;
  /** Name of the machine, as it appears in Spark's messages. */
  readonly hostName: string;
  readonly cores: number;
  /** Where its tasks run. */
  readonly host: Host;
}

/** The machines a driver may use. */
export interface Cluster {
  /** `local[2]`, `local[2,4]`, `cluster[3,1]`. */
  readonly master: string;
  /** Registered and alive, in the order of registration. */
  executors(): readonly ExecutorHandle[];
  onExecutorAdded(listener: (executor: ExecutorHandle) => void): void;
  /** Called on the driver when it learns of the loss; `reason` is Spark's text. */
  onExecutorLost(listener: (executor: ExecutorHandle, reason: string) => void): void;
  /** Runs `deliver` on `to` after the link's latency; dropped when that incarnation is gone. Zero latency in local mode. */
  send(to: Host, label: string, deliver: () => void): void;
}

import type { Host } from './Host.js';

/** An executor as the driver knows it. In `local[n]` there is one, `driver`, on the driver's own host. */
export interface ExecutorHandle {
  /** `driver` in local mode, else `0`, `1`, … never used twice by one driver. */
  readonly id: string;
  /** Name of the machine, as it appears in Spark's messages. Executors of one machine, at once or one after the other, share it. */
  readonly hostName: string;
  readonly cores: number;
  /** Bytes that blocks may take in memory; undefined: without a limit. */
  readonly memory: number | undefined;
  /** Nothing more can be written to its disk. May change at any time. */
  readonly isDiskFull: boolean;
  /** No block can be added to its memory. May change at any time. */
  readonly isMemoryFull: boolean;
  /** Where its tasks run. A process there ends when the executor does. */
  readonly host: Host;
}

/** Why the driver no longer has an executor. */
export interface ExecutorLoss {
  /** Spark's text. */
  readonly reason: string;
  /** Whether a task of the application may be to blame: then the loss counts as a failure of the tasks that ran on it. */
  readonly causedByApp: boolean;
}

/**
 * The machines a driver may use. Contract (`test/engine/ports/Cluster.contract.ts`):
 * - `executors()` holds exactly those that were announced by `onExecutorAdded`, or were there from the start, and not lost since;
 * - before `register`, as in local mode, there are none;
 * - an id is never announced twice, and nothing is announced of an executor after its loss;
 * - messages to one host arrive in the order in which they were sent, or never;
 * - a listener is called on the driver's host, in an activation of its own.
 */
export interface Cluster {
  /** Asks for executors of `cores` each, one on each of as many machines. Those that are there at once are in `executors()` then. Called once. */
  register(executors: number, cores: number): void;
  /** Registered and alive, in the order of registration. */
  executors(): readonly ExecutorHandle[];
  onExecutorAdded(listener: (executor: ExecutorHandle) => void): void;
  /** Called on the driver when it learns of the loss. */
  onExecutorLost(listener: (executor: ExecutorHandle, loss: ExecutorLoss) => void): void;
  /** Whether a fetch from it would succeed now; a dead executor is unreachable before the driver knows of its death. */
  isReachable(executor: ExecutorHandle): boolean;
  /** Asks for the end of an executor; it is replaced like one that died. */
  kill(executor: ExecutorHandle): void;
  /** Ends the process that runs there, as `System.exit(code)` in a task would. */
  exit(executor: ExecutorHandle, code: number): void;
  /** Runs `deliver` on `to` after the link's latency; dropped when that incarnation is gone. Zero latency in local mode. */
  send(to: Host, label: string, deliver: () => void): void;
}

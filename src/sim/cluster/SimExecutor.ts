import type { ExecutorHandle } from '../../engine/ports/Cluster.js';
import type { SimHost } from '../kernel/SimHost.js';
import type { SimWorker } from './SimWorker.js';

/** An executor process on a machine. */
export class SimExecutor implements ExecutorHandle {
  isDiskFull = false;
  isMemoryFull = false;
  /** The driver knows of it and has not given it up. */
  isRegistered = false;
  /** Virtual microseconds at which its classes are loaded; undefined: nothing was sent to it yet. */
  warmAt: number | undefined;

  constructor(
    readonly id: string,
    readonly worker: SimWorker,
    readonly cores: number,
    readonly memory: number | undefined,
    readonly host: SimHost,
    /** Microseconds at which it began: heartbeats are counted from here. */
    readonly startedAt: number,
  ) {}

  get hostName(): string {
    return this.worker.name;
  }
}

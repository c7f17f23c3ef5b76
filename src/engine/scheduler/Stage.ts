import type { Place } from '../events.js';
import type { Process } from '../ports/Process.js';
import type { Signal } from '../process/Signal.js';
import type { RecordIterator } from '../RecordIterator.js';
import type { ShuffleDependency } from '../rdd/Dependency.js';
import type { RDD } from '../rdd/RDD.js';
import type { TaskContext } from '../rdd/TaskContext.js';

export type AnyRDD = RDD<unknown>;
export type AnyShuffle = ShuffleDependency<unknown, unknown, unknown>;

/** An action that runs. */
export interface ActiveJob {
  readonly id: number;
  readonly done: Signal<void>;
  readonly stages: Set<Stage>;
  readonly final: Stage;
  readonly place: Place;
}

/** What the tasks of a result stage do. */
export interface ResultWork {
  readonly partitions: readonly number[];
  /** Of `partitions`, those whose result is there. */
  readonly finished: Set<number>;
  readonly body: (records: RecordIterator<unknown>, task: TaskContext) => unknown | Process<unknown>;
  /** `body` waits by itself where the records ask for it. */
  readonly waits: boolean;
  readonly onResult: (partition: number, value: unknown) => void;
}

/** The tasks that need no shuffle between them. Model: apache/spark 3.2.1 core/.../scheduler/{Stage,ShuffleMapStage,ResultStage}.scala. */
export class Stage {
  readonly jobs = new Set<ActiveJob>();
  /** The number of its next attempt. */
  nextAttempt = 0;
  state: 'idle' | 'waiting' | 'running' | 'failed' = 'idle';
  /** Partitions of the running attempt that have not ended. */
  readonly pendingPartitions = new Set<number>();
  /** Attempts that failed because of a fetch, since the stage last succeeded. */
  readonly failedAttempts = new Set<number>();

  constructor(
    readonly id: number,
    readonly rdd: AnyRDD,
    readonly parents: readonly Stage[],
    readonly firstJob: number,
    readonly name: string,
    /** Of a map stage: what it writes. */
    readonly shuffle: AnyShuffle | undefined,
    /** Of a result stage. */
    readonly result: ResultWork | undefined,
  ) {}

  /** Number of the attempt that was started last. */
  get attempt(): number {
    return this.nextAttempt - 1;
  }

  /** It is needed and its output is there: if it has to run after all, that is not its first attempt (Spark's `increaseAttemptIdOnFirstSkip`). */
  skipped(): void {
    if (this.nextAttempt === 0) this.nextAttempt = 1;
  }

  /** `ResultStage 1` */
  toString(): string {
    return `${this.shuffle === undefined ? 'ResultStage' : 'ShuffleMapStage'} ${this.id}`;
  }
}

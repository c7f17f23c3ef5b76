/**
 * What the engine records. The world adds `seq`, `at` (virtual microseconds), `host` and `cause`. Values are plain: numbers, strings, booleans,
 * arrays and objects of these; records and keys appear as the text that the JVM would print. Times named `…Time` are batch times in ms.
 */

/** Where user code was running when it had an effect: lesson L10 shows it. */
export type Place =
  | { readonly kind: 'application' }
  | { readonly kind: 'generation'; readonly batchTime: number }
  | { readonly kind: 'job'; readonly batchTime: number; readonly output: number }
  | {
      readonly kind: 'task';
      readonly stage: number;
      readonly partition: number;
      readonly attempt: number;
      readonly executor: string;
      readonly batchTime?: number;
    }
  | { readonly kind: 'receiver'; readonly stream: number };

interface Of<Type extends string> {
  readonly type: Type;
  /** Overrides the running activation's cause. */
  readonly cause?: number;
}

/** A stream of the graph, emitted when it is made: the program as the engine sees it. */
export interface StreamDefined extends Of<'stream.defined'> {
  /** Number of the stream in the order of creation, from 0. */
  readonly stream: number;
  /** Class name: `WindowedDStream`. */
  readonly name: string;
  /** The method that made it: `window`. */
  readonly operator: string;
  readonly parents: readonly number[];
  readonly slideMs: number;
  readonly windowMs?: number;
  /** Line of the program, from 1, where it is known. */
  readonly line?: number;
}
export interface OutputDefined extends Of<'output.defined'> {
  readonly output: number;
  readonly name: string;
  readonly stream: number;
  readonly line?: number;
}
export interface ContextStarted extends Of<'context.started'> {
  readonly batchDurationMs: number;
  readonly zeroTime: number;
  readonly recovered: boolean;
  readonly master: string;
  readonly cores: number;
}
export interface ContextStopped extends Of<'context.stopped'> {
  readonly graceful: boolean;
}

/** Block lists, offset ranges, file names: what a batch was given. */
export interface BatchGenerated extends Of<'batch.generated'> {
  readonly batchTime: number;
  readonly jobs: number;
}
/** A batch without a job: no window was due. */
export interface BatchWithoutJobs extends Of<'batch.withoutJobs'> {
  readonly batchTime: number;
}
export interface BatchGenerationFailed extends Of<'batch.generationFailed'> {
  readonly batchTime: number;
  readonly reason: string;
}
export interface BatchSubmitted extends Of<'batch.submitted'> {
  readonly batchTime: number;
  readonly records: number;
  readonly outputs: number;
  readonly waiting: number;
}
export interface BatchStarted extends Of<'batch.started'> {
  readonly batchTime: number;
  readonly schedulingDelayMs: number;
}
export interface BatchCompleted extends Of<'batch.completed'> {
  readonly batchTime: number;
  readonly schedulingDelayMs: number;
  readonly processingDelayMs: number;
  readonly failed: boolean;
  /** Its last output failed: the batch stays in the checkpoints, and a recovered driver runs it again. */
  readonly staysPending?: true;
}
export interface OutputStarted extends Of<'output.started'> {
  readonly batchTime: number;
  readonly output: number;
  readonly name: string;
}
export interface OutputCompleted extends Of<'output.completed'> {
  readonly batchTime: number;
  readonly output: number;
  readonly name: string;
  readonly failure?: string;
}

/**
 * A stream made its RDD for a batch. `members`: the parent batch times that its window holds. Of an inverse window `entered`: those that were reduced in,
 * `left`: those that were taken out, of the window before. A batch that entered and is no member lies in a gap between two windows.
 */
export interface RddGenerated extends Of<'rdd.generated'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly rdd: number;
  readonly partitions: number;
  readonly members?: readonly number[];
  readonly entered?: readonly number[];
  readonly left?: readonly number[];
}
/** A stream was asked for a time that is not a multiple of its slide. */
export interface TimeInvalid extends Of<'time.invalid'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly slideMs: number;
}

export interface ReceiverStarted extends Of<'receiver.started'> {
  readonly stream: number;
  readonly name: string;
  readonly executor: string;
}
export interface ReceiverStopped extends Of<'receiver.stopped'> {
  readonly stream: number;
  readonly message: string;
}
export interface ReceiverErrorReported extends Of<'receiver.error'> {
  readonly stream: number;
  readonly message: string;
}
export interface ReceiverRestarting extends Of<'receiver.restarting'> {
  readonly stream: number;
  readonly delayMs: number;
  readonly message: string;
}
/** One record entered the buffer of a receiver. */
export interface RecordReceived extends Of<'record.received'> {
  readonly stream: number;
  readonly record: string;
}
export interface BlockStored extends Of<'block.stored'> {
  readonly stream: number;
  readonly block: string;
  readonly records: number;
  readonly level: string;
  readonly contents?: readonly string[];
}
export interface BlocksAllocated extends Of<'blocks.allocated'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly blocks: readonly string[];
  readonly records: number;
}
export interface BlockRemoved extends Of<'block.removed'> {
  readonly block: string;
}

export interface JobStarted extends Of<'job.started'> {
  readonly job: number;
  readonly stages: readonly number[];
  readonly batchTime?: number;
  readonly output?: number;
  readonly action: string;
}
export interface JobCompleted extends Of<'job.completed'> {
  readonly job: number;
  readonly failure?: string;
}
export interface StageSubmitted extends Of<'stage.submitted'> {
  readonly stage: number;
  readonly attempt: number;
  readonly job: number;
  readonly name: string;
  readonly kind: 'map' | 'result';
  readonly tasks: number;
  readonly rdd: number;
}
export interface StageSkipped extends Of<'stage.skipped'> {
  readonly stage: number;
  readonly job: number;
  readonly name: string;
  readonly tasks: number;
}
export interface StageCompleted extends Of<'stage.completed'> {
  readonly stage: number;
  readonly attempt: number;
  readonly failure?: string;
}
export interface TaskStarted extends Of<'task.started'> {
  readonly task: number;
  readonly stage: number;
  readonly stageAttempt: number;
  readonly partition: number;
  readonly attempt: number;
  readonly executor: string;
  readonly core: number;
  /** How far it is from what it reads; absent: `PROCESS_LOCAL`. */
  readonly locality?: 'NODE_LOCAL' | 'NO_PREF' | 'ANY';
  /** A copy of a slow task. */
  readonly speculative?: boolean;
}
export interface TaskCompleted extends Of<'task.completed'> {
  readonly task: number;
  readonly stage: number;
  readonly partition: number;
  readonly attempt: number;
  readonly records: number;
}
export interface TaskFailed extends Of<'task.failed'> {
  readonly task: number;
  readonly stage: number;
  readonly partition: number;
  readonly attempt: number;
  readonly reason: string;
}
/** An attempt was ended on purpose: another was faster, or its stage is no longer needed. */
export interface TaskKilledEvent extends Of<'task.killed'> {
  readonly task: number;
  readonly stage: number;
  readonly partition: number;
  readonly attempt: number;
  readonly reason: string;
}
/** A finished map task runs again, in the same attempt of its stage: what it wrote was lost with `executor`. */
export interface TaskResubmitted extends Of<'task.resubmitted'> {
  readonly stage: number;
  readonly attempt: number;
  readonly partition: number;
  readonly executor: string;
}
/** A copy of a slow task was asked for. */
export interface TaskSpeculated extends Of<'task.speculated'> {
  readonly stage: number;
  readonly attempt: number;
  readonly partition: number;
}
/** A task could not read a map output. `map` -1: none is known; `from`: the executor that should have had it. */
export interface FetchFailedEvent extends Of<'fetch.failed'> {
  readonly task: number;
  readonly stage: number;
  readonly partition: number;
  readonly attempt: number;
  readonly shuffle: number;
  readonly map: number;
  readonly reduce: number;
  readonly from?: string;
}
/** A stage is run again for what was lost; `attempt` is the number of the coming one. */
export interface StageResubmitted extends Of<'stage.resubmitted'> {
  readonly stage: number;
  readonly attempt: number;
}
/** The driver may use an executor on the machine `machine`. */
export interface ExecutorAdded extends Of<'executor.added'> {
  readonly executor: string;
  readonly machine: string;
  readonly cores: number;
}
/** The driver has given an executor up. */
export interface ExecutorRemoved extends Of<'executor.removed'> {
  readonly executor: string;
  readonly reason: string;
}
/** An executor that had a block is gone; `copies` are left elsewhere. */
export interface BlockLost extends Of<'block.lost'> {
  readonly block: string;
  readonly executor: string;
  readonly copies: number;
}
/** A copy of a block was made. */
export interface BlockReplicated extends Of<'block.replicated'> {
  readonly block: string;
  readonly from: string;
  readonly to: string;
}
/** A block made room for another. */
export interface BlockEvicted extends Of<'block.evicted'> {
  readonly block: string;
  readonly executor: string;
}
/** A stored partition that was lost is computed anew. */
export interface PartitionRecomputed extends Of<'partition.recomputed'> {
  readonly rdd: number;
  readonly partition: number;
  readonly executor: string;
}
/** With `trace.detail`: the records that a partition of a stage's last RDD held, at most the first 100. */
export interface PartitionComputed extends Of<'partition.computed'> {
  readonly rdd: number;
  readonly stage: number;
  readonly partition: number;
  readonly records: number;
  readonly contents: readonly string[];
}
export interface ShuffleWritten extends Of<'shuffle.written'> {
  readonly shuffle: number;
  readonly map: number;
  readonly read: number;
  readonly written: number;
}

/** A state entry changed or was visited. `before`/`after` undefined: there was none / it was removed. */
export interface StateUpdated extends Of<'state.updated'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly partition: number;
  readonly key: string;
  readonly values: readonly string[];
  readonly before?: string;
  readonly after?: string;
  readonly timedOut?: boolean;
}

/** What a batch of a direct stream reads; `untilOffset` is exclusive. */
export interface OffsetRangesFixed extends Of<'offsets.ranges'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly rdd: number;
  /** In the order of the RDD's partitions. */
  readonly ranges: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly fromOffset: number;
    readonly untilOffset: number;
  }[];
}
/** `commitAsync` was called; the batch is that of the output operation that called it. */
export interface OffsetsQueued extends Of<'offsets.queued'> {
  readonly batchTime?: number;
  readonly stream: number;
  /** By `topic-0`. */
  readonly offsets: Readonly<Record<string, number>>;
}
/** What was queued leaves the driver, as the ranges of the batch at `batchTime` are fixed. */
export interface OffsetsCommitSent extends Of<'offsets.commitSent'> {
  readonly batchTime: number;
  readonly stream: number;
  readonly offsets: Readonly<Record<string, number>>;
}

export interface RateUpdated extends Of<'rate.updated'> {
  readonly stream: number;
  readonly recordsPerSec: number;
}
export interface CheckpointWritten extends Of<'checkpoint.written'> {
  readonly batchTime: number;
  readonly file: string;
  readonly pending: readonly number[];
}
export interface RddCheckpointed extends Of<'rdd.checkpointed'> {
  readonly rdd: number;
  readonly path: string;
}
export interface ContextRecovered extends Of<'context.recovered'> {
  readonly checkpointTime: number;
  readonly downTime: readonly number[];
  readonly pending: readonly number[];
  readonly rescheduled: readonly number[];
  readonly restartTime: number;
}

/** A line on standard output, with the place in the program's run that printed it. */
export interface ConsoleLine extends Of<'console.line'> {
  readonly text: string;
  readonly place: Place;
}
export interface LogLine extends Of<'log.line'> {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly logger: string;
  readonly message: string;
  readonly detail?: string;
}

export type EngineEventInput =
  | StreamDefined
  | OutputDefined
  | ContextStarted
  | ContextStopped
  | ContextRecovered
  | BatchGenerated
  | BatchWithoutJobs
  | BatchGenerationFailed
  | BatchSubmitted
  | BatchStarted
  | BatchCompleted
  | OutputStarted
  | OutputCompleted
  | RddGenerated
  | TimeInvalid
  | ReceiverStarted
  | ReceiverStopped
  | ReceiverErrorReported
  | ReceiverRestarting
  | RecordReceived
  | BlockStored
  | BlocksAllocated
  | BlockRemoved
  | JobStarted
  | JobCompleted
  | StageSubmitted
  | StageSkipped
  | StageCompleted
  | TaskStarted
  | TaskCompleted
  | TaskFailed
  | TaskKilledEvent
  | TaskResubmitted
  | TaskSpeculated
  | FetchFailedEvent
  | StageResubmitted
  | ExecutorAdded
  | ExecutorRemoved
  | BlockLost
  | BlockReplicated
  | BlockEvicted
  | PartitionRecomputed
  | PartitionComputed
  | ShuffleWritten
  | StateUpdated
  | OffsetRangesFixed
  | OffsetsQueued
  | OffsetsCommitSent
  | RateUpdated
  | CheckpointWritten
  | RddCheckpointed
  | ConsoleLine
  | LogLine;

/** What the world adds to an event. */
export interface Recorded {
  /** Position in the run, from 0. */
  readonly seq: number;
  /** Virtual microseconds since the epoch. */
  readonly at: number;
  readonly host: string;
  /** `seq` of the event or script line that led to it; -1 for the first. */
  readonly cause: number;
}
export type EngineEvent = EngineEventInput & Recorded;

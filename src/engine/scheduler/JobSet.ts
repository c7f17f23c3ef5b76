import type { Time } from '../time/index.js';
import type { Job } from './Job.js';
import type { BatchInfo, OutputOperationInfo } from './StreamingListener.js';

interface Progress {
  startTime?: number;
  endTime?: number;
  failureReason?: string;
}

/** The jobs of one batch and how far they are. Times in ms since the epoch. Model: apache/spark 3.2.1 streaming/.../scheduler/JobSet.scala. */
export class JobSet {
  private readonly progress: Progress[];
  private readonly left: Set<Job>;
  processingStart: number | undefined;
  processingEnd: number | undefined;
  failed = false;

  constructor(
    readonly time: Time,
    readonly jobs: readonly Job[],
    readonly inputs: ReadonlyMap<number, number>,
    readonly submissionTime: number,
  ) {
    this.left = new Set(jobs);
    this.progress = jobs.map(() => ({}));
  }

  get records(): number {
    let sum = 0;
    for (const records of this.inputs.values()) sum += records;
    return sum;
  }

  get hasStarted(): boolean {
    return this.processingStart !== undefined;
  }

  get hasCompleted(): boolean {
    return this.left.size === 0;
  }

  get schedulingDelay(): number {
    return (this.processingStart ?? this.submissionTime) - this.submissionTime;
  }

  get processingDelay(): number {
    return (this.processingEnd ?? 0) - (this.processingStart ?? 0);
  }

  started(job: Job, now: number): void {
    this.processingStart ??= now;
    (this.progress[job.output] as Progress).startTime = now;
  }

  completed(job: Job, now: number, failureReason: string | undefined): void {
    this.left.delete(job);
    const progress = this.progress[job.output] as Progress;
    progress.endTime = now;
    if (failureReason !== undefined) {
      progress.failureReason = failureReason;
      this.failed = true;
    }
    if (this.hasCompleted) this.processingEnd = now;
  }

  outputInfo(job: Job): OutputOperationInfo {
    const progress = this.progress[job.output] as Progress;
    const { startTime, endTime } = progress;
    return {
      batchTime: this.time,
      id: job.output,
      name: job.name,
      ...progress,
      ...(startTime === undefined || endTime === undefined ? {} : { duration: endTime - startTime }),
    };
  }

  info(): BatchInfo {
    const { processingStart, processingEnd } = this;
    return {
      batchTime: this.time,
      numRecords: this.records,
      streamIdToInputInfo: this.inputs,
      submissionTime: this.submissionTime,
      ...(processingStart === undefined ? {} : { processingStartTime: processingStart, schedulingDelay: this.schedulingDelay }),
      ...(processingEnd === undefined
        ? {}
        : {
            processingEndTime: processingEnd,
            processingDelay: this.processingDelay,
            totalDelay: this.schedulingDelay + this.processingDelay,
          }),
      outputOperationInfos: this.jobs.map((job) => this.outputInfo(job)),
    };
  }
}

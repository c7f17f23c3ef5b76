import { require } from '../errors.js';
import type { Cancel, Process } from '../ports/Process.js';
import { Condition } from '../process/Condition.js';
import { ReceiverTracker } from '../receiver/ReceiverTracker.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Time } from '../time/index.js';
import { errorText } from './errorText.js';
import type { Job } from './Job.js';
import { JobGenerator } from './JobGenerator.js';
import { JobSet } from './JobSet.js';
import { StreamingListenerBus } from './StreamingListener.js';

interface QueuedJob {
  readonly set: JobSet;
  readonly job: Job;
}

/**
 * Runs the jobs of the batches strictly in the order of submission, `spark.streaming.concurrentJobs` at a time: a slow batch makes the next ones
 * wait, and nothing is dropped (SS-820). Model: apache/spark 3.2.1 streaming/.../scheduler/JobScheduler.scala.
 */
export class JobScheduler {
  readonly receiverTracker: ReceiverTracker;
  readonly generator: JobGenerator;
  readonly listeners: StreamingListenerBus;
  /** Batches that were submitted and did not end well yet: waiting, running or failed (SS-822). */
  private readonly jobSets = new Map<number, JobSet>();
  private readonly inputs = new Map<number, Map<number, number>>();
  private readonly queue: QueuedJob[] = [];
  private readonly running = new Set<{ cancel: Cancel }>();
  private readonly concurrentJobs: number;
  private readonly jobs: Condition;

  constructor(private readonly context: StreamingContext) {
    this.receiverTracker = new ReceiverTracker(context);
    this.generator = new JobGenerator(context, this);
    this.listeners = new StreamingListenerBus(context.environment);
    this.jobs = new Condition('the jobs of the batches to end', context.environment.driver.clock);
    this.concurrentJobs = context.conf.getNumber('spark.streaming.concurrentJobs', 1);
  }

  /** Times of the batches that have not ended well, ascending. */
  get pendingTimes(): Time[] {
    return [...this.jobSets.values()].map(({ time }) => time).sort((a, b) => a.compareTo(b));
  }

  /** Launches the receivers, then starts the batches. */
  start(): void {
    this.receiverTracker.start();
    this.generator.start();
    this.log('INFO', 'Started JobScheduler');
  }

  /** Called by an input when it makes the RDD of a batch. @throws {IllegalArgumentException} less than nothing */
  reportInput(time: Time, stream: number, records: number): void {
    require(records >= 0, 'numRecords must not be negative');
    const known = this.inputs.get(time.millis) ?? new Map<number, number>();
    this.inputs.set(time.millis, known);
    known.set(stream, records);
  }

  inputsOf(time: Time): ReadonlyMap<number, number> {
    return this.inputs.get(time.millis) ?? new Map();
  }

  cleanupInputs(threshold: Time): void {
    for (const millis of this.inputs.keys()) if (millis < threshold.millis) this.inputs.delete(millis);
  }

  submit(time: Time, jobs: readonly Job[], inputs: ReadonlyMap<number, number>): void {
    const { environment } = this.context;
    if (jobs.length === 0) {
      environment.trace.emit({ type: 'batch.withoutJobs', batchTime: time.millis });
      this.log('INFO', `No jobs added for time ${time}`);
      return;
    }
    const set = new JobSet(time, jobs, inputs, this.now);
    this.jobSets.set(time.millis, set);
    environment.trace.emit({
      type: 'batch.submitted',
      batchTime: time.millis,
      records: set.records,
      outputs: jobs.length,
      waiting: [...this.jobSets.values()].filter((each) => !each.hasCompleted).length,
    });
    this.listeners.post('onBatchSubmitted', set.info());
    for (const job of jobs) this.queue.push({ set, job });
    this.log('INFO', `Added jobs for time ${time}`);
    this.pump();
  }

  /** Logs the error and has `awaitTermination` throw it (SS-825). The context goes on. */
  reportError(message: string, error: unknown): void {
    this.log('ERROR', message, errorText(error));
    this.context.waiter.notifyError(error);
  }

  /** SS-850 without, SS-851 with `graceful`. */
  *stop(graceful: boolean): Process<void> {
    yield* this.receiverTracker.stop(graceful);
    yield* this.generator.stop(graceful);
    const idle = (): boolean => this.queue.length === 0 && this.running.size === 0;
    // Without grace what runs is interrupted: recorded under a clock that stands still meanwhile (conformance/runtime, stop of schedule-*).
    if (graceful) yield* this.jobs.until(idle, this.now + 3_600_000);
    this.queue.length = 0;
    for (const job of [...this.running]) job.cancel();
    this.log('INFO', 'Stopped JobScheduler');
  }

  private get now(): number {
    return this.context.environment.driver.clock.now();
  }

  private pump(): void {
    while (this.running.size < this.concurrentJobs && this.queue.length > 0) {
      const { set, job } = this.queue.shift() as QueuedJob;
      const entry = { cancel: (): void => {} };
      this.running.add(entry);
      entry.cancel = this.context.environment.driver.spawn(
        `streaming job ${set.time}.${job.output}`,
        this.execute(set, job),
        () => {
          this.running.delete(entry);
          this.jobs.changed();
          this.pump();
        },
      );
    }
  }

  private *execute(set: JobSet, job: Job): Process<void> {
    this.started(set, job);
    let error: unknown;
    let failed = false;
    try {
      yield* job.run();
    } catch (thrown) {
      failed = true;
      error = thrown;
    }
    this.completed(set, job, failed ? { error } : undefined);
  }

  private started(set: JobSet, job: Job): void {
    const { trace } = this.context.environment;
    const first = !set.hasStarted;
    const batchTime = set.time.millis;
    if (first) {
      set.processingStart = this.now;
      trace.emit({ type: 'batch.started', batchTime, schedulingDelayMs: set.schedulingDelay });
      this.listeners.post('onBatchStarted', set.info());
    }
    set.started(job, this.now);
    trace.emit({ type: 'output.started', batchTime, output: job.output, name: job.name });
    this.listeners.post('onOutputOperationStarted', set.outputInfo(job));
    this.log('INFO', `Starting job streaming job ${set.time}.${job.output} from job set of time ${set.time}`);
  }

  private completed(set: JobSet, job: Job, failure: { readonly error: unknown } | undefined): void {
    const { trace } = this.context.environment;
    const batchTime = set.time.millis;
    const reason = failure === undefined ? undefined : errorText(failure.error);
    set.completed(job, this.now, reason);
    trace.emit({
      type: 'output.completed',
      batchTime,
      output: job.output,
      name: job.name,
      ...(reason === undefined ? {} : { failure: reason.split('\n')[0] as string }),
    });
    this.listeners.post('onOutputOperationCompleted', set.outputInfo(job));
    this.log('INFO', `Finished job streaming job ${set.time}.${job.output} from job set of time ${set.time}`);
    if (set.hasCompleted) {
      trace.emit({
        type: 'batch.completed',
        batchTime,
        schedulingDelayMs: set.schedulingDelay,
        processingDelayMs: set.processingDelay,
        failed: set.failed,
        ...(failure === undefined ? {} : { staysPending: true }),
      });
      this.listeners.post('onBatchCompleted', set.info());
      this.receiverTracker.onBatchCompleted(set.info());
      for (const input of this.context.graph.inputStreams) input.rateController?.onBatchCompleted(set.info());
    }
    if (failure !== undefined) {
      this.reportError(`Error running job streaming job ${set.time}.${job.output}`, failure.error);
      return;
    }
    if (!set.hasCompleted) return;
    // Only the job that ended last decides: an earlier failure of the same batch is forgotten (SS-827).
    this.jobSets.delete(batchTime);
    this.generator.onBatchCompletion(set.time);
    const total = ((this.now - batchTime) / 1000).toFixed(3);
    const execution = (set.processingDelay / 1000).toFixed(3);
    this.log('INFO', `Total delay: ${total} s for time ${set.time} (execution: ${execution} s)`);
  }

  private log(level: 'INFO' | 'ERROR', message: string, detail?: string): void {
    this.context.environment.console.log(level, 'JobScheduler', message, detail);
  }
}

import { Checkpoint } from '../checkpoint/Checkpoint.js';
import { CheckpointWriter } from '../checkpoint/CheckpointWriter.js';
import { inPlace } from '../place.js';
import type { Clock } from '../ports/Clock.js';
import { awaiting, type Cancel, type Process } from '../ports/Process.js';
import { Condition } from '../process/Condition.js';
import { Mailbox } from '../process/Mailbox.js';
import { ManualClock } from '../process/ManualClock.js';
import type { StreamingContext } from '../StreamingContext.js';
import { type Duration, restartTime, startTime, Time } from '../time/index.js';
import type { Job } from './Job.js';
import type { JobScheduler } from './JobScheduler.js';

type GeneratorEvent =
  | { readonly kind: 'generateJobs'; readonly time: Time }
  | { readonly kind: 'clearMetadata'; readonly time: Time }
  | { readonly kind: 'clearCheckpointData'; readonly time: Time }
  | { readonly kind: 'stop' };

/**
 * Makes the jobs of a batch when its time has come: gives it its blocks, asks every output operation for a job and hands them to the scheduler. It
 * never waits for earlier batches (SS-804). Model: apache/spark 3.2.1 streaming/.../scheduler/JobGenerator.scala.
 */
export class JobGenerator {
  private readonly events = new Mailbox<GeneratorEvent>('the next event of the job generator');
  private cancelTimer: Cancel = () => {};
  private nextTime = 0;
  private lastProcessed: Time | undefined;
  /** Batches that the timer makes before it ends, once a stop was asked for. */
  private ticksLeft: number | undefined;
  private writer: CheckpointWriter | undefined;
  private readonly progress: Condition;
  /** By which batches come; `spark.streaming.clock`. */
  readonly clock: Clock;

  constructor(
    private readonly context: StreamingContext,
    private readonly scheduler: JobScheduler,
  ) {
    const { clock, wallClock } = context.environment.driver;
    this.progress = new Condition('the batches to be processed', wallClock);
    const isManual = context.conf.get('spark.streaming.clock') === 'org.apache.spark.util.ManualClock';
    this.clock = isManual ? new ManualClock(clock) : clock;
  }

  /** Begins, or goes on from a checkpoint. */
  start(): void {
    if (this.context.checkpointDir !== undefined) {
      this.writer = new CheckpointWriter(this.context.environment);
    }
    if (this.context.recoveredFrom === undefined) this.startFirst();
    else this.restart(this.context.recoveredFrom);
  }

  /** The first batch is at the next multiple of the batch duration since the epoch; its interval begins one before (SS-208). */
  private startFirst(): void {
    const { graph } = this.context;
    const batchMs = this.batchMs;
    const first = startTime(this.clock.now(), batchMs);
    graph.start(new Time(first - batchMs));
    this.run(first);
    this.log('INFO', `Started JobGenerator at ${first} ms`);
  }

  /** Runs again what was pending, and what came due meanwhile, the checkpoint's own batch included (SS-840). @throws what generating one of them throws */
  private restart(checkpoint: Checkpoint): void {
    const { graph, environment } = this.context;
    const duration = graph.batchDuration as Duration;
    const next = restartTime(this.clock.now(), this.batchMs, (graph.zeroTime as Time).millis);
    const downTime = checkpoint.time.until(new Time(next), duration);
    const pending = [...checkpoint.pendingTimes].sort((a, b) => a.compareTo(b));
    const all = [...pending, ...downTime].map(({ millis }) => millis).filter((millis) => millis < next);
    const again = [...new Set(all)].sort((a, b) => a - b).map((millis) => new Time(millis));
    const list = (what: string, times: readonly Time[]): void =>
      this.log('INFO', `Batches ${what} (${times.length} batches): ${times.join(', ')}`);
    list('during down time', downTime);
    list('pending processing', pending);
    list('to reschedule', again);
    const millis = (times: readonly Time[]): number[] => times.map((time) => time.millis);
    environment.trace.emit({
      type: 'context.recovered',
      checkpointTime: checkpoint.time.millis,
      downTime: millis(downTime),
      pending: millis(pending),
      rescheduled: millis(again),
      restartTime: next,
    });
    for (const time of again) {
      this.scheduler.receiverTracker.allocateBlocksToBatch(time);
      const jobs = inPlace({ kind: 'generation', batchTime: time.millis }, () => graph.generateJobs(time));
      environment.trace.emit({ type: 'batch.generated', batchTime: time.millis, jobs: jobs.length });
      this.scheduler.submit(time, jobs, new Map());
    }
    this.run(next);
    this.log('INFO', `Restarted JobGenerator at ${next} ms`);
  }

  private run(first: number): void {
    this.context.environment.driver.spawn('job generator', this.loop());
    this.nextTime = first;
    this.schedule();
  }

  /** The batch ended well: what no later one needs may go. */
  onBatchCompletion(time: Time): void {
    this.events.put({ kind: 'clearMetadata', time });
  }

  /** SS-850 (3), SS-851 (2). */
  *stop(graceful: boolean): Process<void> {
    if (graceful) yield* this.finish();
    else this.log('INFO', 'Stopping JobGenerator immediately');
    this.cancelTimer();
    this.context.graph.stop();
    this.events.put({ kind: 'stop' });
    this.log('INFO', 'Stopped JobGenerator');
  }

  private *finish(): Process<void> {
    const { conf, environment } = this.context;
    this.log('INFO', 'Stopping JobGenerator gracefully');
    const timeout = conf.getMillis('spark.streaming.gracefulStopTimeout', `${10 * this.batchMs}ms`);
    const end = environment.driver.wallClock.now() + timeout;
    const timedOut = (): void => this.log('WARN', `Timed out while stopping the job generator (timeout = ${timeout})`);
    this.log('INFO', 'Waiting for all received blocks to be consumed for job generation');
    const { receiverTracker } = this.scheduler;
    if (!(yield* this.progress.until(() => !receiverTracker.hasUnallocatedBlocks, end))) timedOut();
    this.log('INFO', 'Waited for all received blocks to be consumed for job generation');
    this.ticksLeft = 2;
    yield* this.progress.until(() => this.ticksLeft === 0);
    this.log('INFO', 'Stopped generation timer');
    this.log('INFO', 'Waiting for jobs to be processed and checkpoints to be written');
    const last = this.nextTime - this.batchMs;
    if (!(yield* this.progress.until(() => this.lastProcessed?.millis === last, end))) timedOut();
    this.log('INFO', 'Waited for jobs to be processed and checkpoints to be written');
  }

  private get batchMs(): number {
    return (this.context.graph.batchDuration as { millis: number }).millis;
  }

  private schedule(): void {
    const time = this.nextTime;
    this.cancelTimer = this.clock.schedule(time, `batch ${time} ms`, () => {
      this.nextTime = time + this.batchMs;
      this.events.put({ kind: 'generateJobs', time: new Time(time) });
      if (this.ticksLeft !== undefined) this.ticksLeft--;
      this.progress.changed();
      if (this.ticksLeft !== 0) this.schedule();
    });
  }

  private *loop(): Process<void> {
    for (;;) {
      const event = yield* this.events.take();
      if (event.kind === 'stop') return;
      if (event.kind === 'generateJobs') {
        yield* this.generateJobs(event.time);
        this.progress.changed();
        this.checkpoint(event.time, false);
      } else if (event.kind === 'clearMetadata') this.clearMetadata(event.time);
      else {
        this.context.graph.clearCheckpointData(event.time);
        this.cleanup(event.time);
      }
    }
  }

  private *generateJobs(time: Time): Process<void> {
    const { environment, graph } = this.context;
    let jobs: readonly Job[];
    try {
      this.scheduler.receiverTracker.allocateBlocksToBatch(time);
      jobs = inPlace({ kind: 'generation', batchTime: time.millis }, () => graph.generateJobs(time));
      environment.trace.emit({ type: 'batch.generated', batchTime: time.millis, jobs: jobs.length });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      environment.trace.emit({ type: 'batch.generationFailed', batchTime: time.millis, reason: reason.split('\n')[0] as string });
      this.scheduler.reportError(`Error generating jobs for time ${time}`, error);
      return;
    }
    if (environment.costs.batchMs > 0) yield* awaiting(environment.driver.clock.sleep(environment.costs.batchMs));
    this.scheduler.submit(time, jobs, this.scheduler.inputsOf(time));
  }

  private clearMetadata(time: Time): void {
    this.context.graph.clearMetadata(time);
    if (this.writer === undefined) this.cleanup(time);
    else this.checkpoint(time, true);
  }

  /** Has the graph written as it is now; `later`: the batch is over, so that what no checkpoint needs may be deleted then (SS-803). */
  private checkpoint(time: Time, later: boolean): void {
    const { context, writer } = this;
    if (writer === undefined || context.checkpointDir === undefined) return;
    context.graph.updateCheckpointData(time);
    const checkpoint = new Checkpoint(
      time,
      context.graph.snapshot(),
      this.scheduler.pendingTimes,
      context.conf.all(),
      context.checkpointDir,
      context.counters,
    );
    writer.write(checkpoint, () => {
      if (later) this.events.put({ kind: 'clearCheckpointData', time });
    });
  }

  private cleanup(time: Time): void {
    const longest = this.context.graph.getMaxInputStreamRememberDuration();
    if (longest !== undefined) {
      const threshold = time.minus(longest);
      this.scheduler.receiverTracker.cleanupOldBlocksAndBatches(threshold);
      this.scheduler.cleanupInputs(threshold);
    }
    this.lastProcessed = time;
    this.progress.changed();
  }

  /** Time of the last batch that was processed to its end and cleaned up after. */
  get lastProcessedBatch(): Time | undefined {
    return this.lastProcessed;
  }

  private log(level: 'INFO' | 'WARN', message: string): void {
    this.context.environment.console.log(level, 'JobGenerator', message);
  }
}

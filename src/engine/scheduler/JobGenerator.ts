import { inPlace } from '../place.js';
import { awaiting, type Cancel, type Process } from '../ports/Process.js';
import { Mailbox } from '../process/Mailbox.js';
import type { StreamingContext } from '../StreamingContext.js';
import { startTime, Time } from '../time/index.js';
import type { Job } from './Job.js';
import type { JobScheduler } from './JobScheduler.js';

type GeneratorEvent =
  | { readonly kind: 'generateJobs'; readonly time: Time }
  | { readonly kind: 'clearMetadata'; readonly time: Time }
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

  constructor(
    private readonly context: StreamingContext,
    private readonly scheduler: JobScheduler,
  ) {}

  /** The first batch is at the next multiple of the batch duration since the epoch; its interval begins one before (SS-208). */
  start(): void {
    const { graph, environment } = this.context;
    const batchMs = this.batchMs;
    const first = startTime(environment.driver.clock.now(), batchMs);
    graph.start(new Time(first - batchMs));
    this.run(first);
    this.log('INFO', `Started JobGenerator at ${first} ms`);
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
    const { clock } = environment.driver;
    this.log('INFO', 'Stopping JobGenerator gracefully');
    const timeout = conf.getMillis('spark.streaming.gracefulStopTimeout', `${10 * this.batchMs}ms`);
    const end = clock.now() + timeout;
    let warned = false;
    const inTime = (): boolean => {
      if (clock.now() < end) return true;
      if (!warned) this.log('WARN', `Timed out while stopping the job generator (timeout = ${timeout})`);
      warned = true;
      return false;
    };
    this.log('INFO', 'Waiting for all received blocks to be consumed for job generation');
    while (this.scheduler.receiverTracker.hasUnallocatedBlocks && inTime()) yield* awaiting(clock.sleep(100));
    this.log('INFO', 'Waited for all received blocks to be consumed for job generation');
    this.ticksLeft = 2;
    while (this.ticksLeft > 0) yield* awaiting(clock.sleep(Math.max(1, this.nextTime - clock.now())));
    this.log('INFO', 'Stopped generation timer');
    this.log('INFO', 'Waiting for jobs to be processed and checkpoints to be written');
    const last = (): number => this.nextTime - this.batchMs;
    while (this.lastProcessed?.millis !== last() && inTime()) yield* awaiting(clock.sleep(100));
    this.log('INFO', 'Waited for jobs to be processed and checkpoints to be written');
  }

  private get batchMs(): number {
    return (this.context.graph.batchDuration as { millis: number }).millis;
  }

  private schedule(): void {
    const time = this.nextTime;
    this.cancelTimer = this.context.environment.driver.clock.schedule(time, `batch ${time} ms`, () => {
      this.nextTime = time + this.batchMs;
      this.events.put({ kind: 'generateJobs', time: new Time(time) });
      if (this.ticksLeft !== undefined) this.ticksLeft--;
      if (this.ticksLeft !== 0) this.schedule();
    });
  }

  private *loop(): Process<void> {
    for (;;) {
      const event = yield* this.events.take();
      if (event.kind === 'stop') return;
      if (event.kind === 'generateJobs') {
        yield* this.generateJobs(event.time);
        this.checkpoint(event.time);
      } else this.clearMetadata(event.time);
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
    if (this.context.checkpointDir !== undefined) this.checkpoint(time);
    this.cleanup(time);
  }

  /** Notes which RDDs of state are on the disk, and removes those that are out of date. */
  private checkpoint(time: Time): void {
    if (this.context.checkpointDir === undefined) return;
    this.context.graph.updateCheckpointData(time);
    this.context.graph.clearCheckpointData(time);
  }

  private cleanup(time: Time): void {
    const longest = this.context.graph.getMaxInputStreamRememberDuration();
    if (longest !== undefined) {
      const threshold = time.minus(longest);
      this.scheduler.receiverTracker.cleanupOldBlocksAndBatches(threshold);
      this.scheduler.cleanupInputs(threshold);
    }
    this.lastProcessed = time;
  }

  /** Time of the last batch that was processed to its end and cleaned up after. */
  get lastProcessedBatch(): Time | undefined {
    return this.lastProcessed;
  }

  private log(level: 'INFO' | 'WARN', message: string): void {
    this.context.environment.console.log(level, 'JobGenerator', message);
  }
}

import { mayHoldUnserializable, requireSerializable, visitAll } from '../closure.js';
import { IllegalArgumentException, SparkException } from '../errors.js';
import { toJavaString } from '../jvm/toJavaString.js';
import { currentPlace } from '../place.js';
import { awaiting, isProcess, type Process } from '../ports/Process.js';
import { Signal } from '../process/Signal.js';
import type { RecordIterator } from '../RecordIterator.js';
import { mergeCopies } from '../rdd/accumulatorCopies.js';
import { ShuffleDependency } from '../rdd/Dependency.js';
import { ChargingIterator } from '../rdd/iterators/ChargingIterator.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partition } from '../rdd/Partition.js';
import type { RDD } from '../rdd/RDD.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import { CapturingIterator } from './CapturingIterator.js';
import type { Executor } from './Executor.js';
import { rddsOfStage, shufflesBelow } from './lineage.js';
import { networkReads } from './networkReads.js';
import { paced } from './paced.js';
import { mayPrefer, preferredLocations } from './preferredLocations.js';
import type { ActiveJob, AnyRDD, AnyShuffle, ResultWork, Stage } from './Stage.js';
import { infoOf, StageGraph } from './StageGraph.js';
import type { TaskAttempt } from './TaskAttempt.js';
import type { TaskEndReason, TaskFailedReason } from './TaskEndReason.js';
import type { ExecutorListener, TaskScheduler } from './TaskScheduler.js';
import { WaitingStages } from './WaitingStages.js';

export interface JobOptions<U> {
  /** All of the RDD's, unless said. */
  readonly partitions?: readonly number[] | undefined;
  /** Name of the job in recordings; the action's. */
  readonly action?: string | undefined;
  /** Starting it takes no time, whatever `cost.jobMs` says: a receiver is launched before there are batches. */
  readonly isFree?: boolean;
  /** The body is a process that waits by itself where records ask for it (`PAUSE`). */
  readonly waits?: boolean;
  /** Called as each task ends, with the position in `partitions`. */
  readonly onResult?: (index: number, value: U) => void;
}

/** How long fetch failures are gathered before the stages run again. */
const resubmitMs = 200;

/**
 * Cuts jobs into stages, submits those whose parents are there, and runs again what was lost (SC-240 …).
 * Model: apache/spark 3.2.1 core/.../scheduler/DAGScheduler.scala.
 */
export class DAGScheduler implements ExecutorListener {
  private jobs = 0;
  private readonly graph: StageGraph;
  private readonly active = new Set<ActiveJob>();
  private readonly waiting = new WaitingStages();
  /** To be submitted again when fetch failures have been gathered. */
  private readonly failed = new Set<Stage>();

  constructor(
    private readonly context: SparkContext,
    private readonly tasks: TaskScheduler,
  ) {
    this.graph = new StageGraph(context);
    tasks.addListener(this);
  }

  *runJob<T, U>(
    rdd: RDD<T>,
    body: (records: RecordIterator<T>, task: TaskContext) => U | Process<U>,
    options: JobOptions<U>,
  ): Process<U[]> {
    const { trace, costs, driver } = this.context.environment;
    const place = currentPlace();
    const count = rdd.partitions.length;
    const partitions = options.partitions ?? rdd.partitions.map(({ index }) => index);
    for (const partition of partitions) {
      if (!(partition >= 0 && partition < count)) {
        throw new IllegalArgumentException(
          `Attempting to access a non-existent partition: ${partition}. Total number of partitions: ${count}`,
        );
      }
    }
    const id = this.jobs++;
    const action = options.action ?? 'runJob';
    const of = {
      ...('batchTime' in place && place.batchTime !== undefined ? { batchTime: place.batchTime } : {}),
      ...(place.kind === 'job' ? { output: place.output } : {}),
    };
    if (partitions.length === 0) {
      trace.emit({ type: 'job.started', job: id, stages: [], ...of, action });
      this.context.listeners.post('onJobStart', { job: id, stages: () => [] });
      trace.emit({ type: 'job.completed', job: id });
      this.context.listeners.post('onJobEnd', { job: id, error: undefined });
      return [];
    }
    const results: U[] = new Array(partitions.length);
    const positions = new Map(partitions.map((partition, i) => [partition, i]));
    const final = this.graph.makeResultStage(rdd as AnyRDD, id, action, {
      partitions,
      finished: new Set(),
      body: body as ResultWork['body'],
      waits: options.waits === true,
      onResult: (partition, value) => {
        const at = positions.get(partition) as number;
        results[at] = value as U;
        options.onResult?.(at, value as U);
      },
    });
    const job: ActiveJob = { id, done: new Signal(`job ${id} (${action})`), stages: new Set(), final, place };
    this.claim(final, job);
    this.active.add(job);
    const stages = [...job.stages].sort((a, b) => a.id - b.id);
    trace.emit({ type: 'job.started', job: id, stages: stages.map((stage) => stage.id), ...of, action });
    this.context.listeners.post('onJobStart', { job: id, stages: () => stages.map(infoOf) });
    if (costs.jobMs > 0 && options.isFree !== true) yield* awaiting(driver.clock.sleep(costs.jobMs));
    this.submit(final);
    for (const stage of stages) {
      if (stage.state === 'idle') {
        trace.emit({ type: 'stage.skipped', stage: stage.id, job: id, name: stage.name, tasks: stage.rdd.partitions.length });
      }
    }
    yield* job.done.wait();
    return results;
  }

  /** Fails all jobs: the context stops. */
  stop(): void {
    for (const job of [...this.active]) {
      this.finish(job, new SparkException(`Job ${job.id} cancelled because SparkContext was shut down`));
    }
    this.tasks.stop();
  }

  executorAdded(executor: Executor): void {
    executor.failureEpoch = undefined;
  }

  executorLost(executor: Executor): void {
    this.removeOutputs(executor, this.tasks.epoch);
  }

  private claim(stage: Stage, job: ActiveJob): void {
    if (job.stages.has(stage)) return;
    job.stages.add(stage);
    stage.jobs.add(job);
    for (const parent of stage.parents) this.claim(parent, job);
  }

  private submit(stage: Stage): void {
    if (stage.state !== 'idle') return;
    const missing = this.missingParents(stage);
    if (missing.length === 0) {
      this.submitTasks(stage);
      return;
    }
    stage.state = 'waiting';
    this.waiting.add(stage);
    for (const parent of missing) this.submit(parent);
  }

  /** Map stages whose output is needed and not complete, by id. Behind kept partitions nothing is needed. */
  private missingParents(stage: Stage): Stage[] {
    const missing = new Set<Stage>();
    const seen = new Set<AnyRDD>();
    const visit = (rdd: AnyRDD) => {
      if (seen.has(rdd)) return;
      seen.add(rdd);
      if (rdd.partitions.length > 0 && rdd.partitions.every(({ index }) => rdd.isStored(index))) return;
      for (const dependency of rdd.dependencies) {
        if (dependency instanceof ShuffleDependency) {
          const parent = this.stageOf(dependency, stage);
          if (this.context.shuffles.isComplete(dependency)) parent.skipped();
          else missing.add(parent);
        } else visit(dependency.rdd);
      }
    };
    visit(stage.rdd);
    return [...missing].sort((a, b) => a.id - b.id);
  }

  private stageOf(dependency: AnyShuffle, child: Stage): Stage {
    const stage = this.graph.mapStage(dependency, child.firstJob);
    for (const job of child.jobs) this.claim(stage, job);
    return stage;
  }

  private submitTasks(stage: Stage): void {
    const { environment, shuffles, listeners } = this.context;
    const { shuffle, result, rdd } = stage;
    const partitions =
      shuffle === undefined
        ? (result as ResultWork).partitions.filter((partition) => !(result as ResultWork).finished.has(partition))
        : shuffles.missing(shuffle);
    const attempt = stage.nextAttempt++;
    const [job] = stage.jobs;
    stage.state = 'running';
    stage.pendingPartitions.clear();
    for (const partition of partitions) stage.pendingPartitions.add(partition);
    environment.trace.emit({
      type: 'stage.submitted',
      stage: stage.id,
      attempt,
      job: job?.id ?? stage.firstJob,
      name: stage.name,
      kind: shuffle === undefined ? 'result' : 'map',
      tasks: partitions.length,
      rdd: rdd.id,
    });
    listeners.post('onStageSubmitted', { stage: stage.id, attempt, tasks: partitions.length });
    if (partitions.length === 0) {
      this.stageCompleted(stage);
      return;
    }
    this.tasks.submit({
      job: stage.firstJob,
      stage: stage.id,
      stageAttempt: attempt,
      writesShuffle: shuffle !== undefined,
      partitions,
      locations: mayPrefer(rdd) ? partitions.map((partition) => preferredLocations(rdd, partition)) : undefined,
      serialize: mayHoldUnserializable()
        ? () =>
            visitAll(
              [...rddsOfStage(rdd)].map(({ shipped }) => shipped),
              false,
            )
        : undefined,
      submittedFrom: job?.place ?? { kind: 'application' },
      run: (partition, task) => this.runTask(stage, partition, task),
      ended: (task, reason, value) => this.taskEnded(stage, task, reason, value),
      speculated: (index) => {
        environment.trace.emit({ type: 'task.speculated', stage: stage.id, attempt, partition: partitions[index] as number });
        listeners.post('onSpeculativeTaskSubmitted', { stage: stage.id, attempt, index });
      },
      aborted: (reason, error) => this.abort(stage, reason, error),
    });
  }

  /** What one task does, on its executor. */
  private runTask(stage: Stage, partition: number, task: TaskContext): unknown {
    const work = () => this.workOf(stage, partition, task);
    return this.context.readsOverNetwork ? afterReading(stage.rdd, partition, task, work) : work();
  }

  private workOf(stage: Stage, partition: number, task: TaskContext): unknown {
    const { shuffle, rdd } = stage;
    const records = this.input(rdd, partition, task);
    if (shuffle !== undefined) {
      return this.context.shuffles.write(shuffle, records as RecordIterator<Pair<unknown, unknown>>, task);
    }
    const { body, waits } = stage.result as ResultWork;
    return this.context.mayPause && !waits ? paced(records, body, task) : body(records, task);
  }

  /** The records of a partition, counted, charged for and, in detail, noted. */
  private input(rdd: AnyRDD, partition: number, task: TaskContext): RecordIterator<unknown> {
    const { trace } = this.context.environment;
    const records = new ChargingIterator(rdd.iterator(rdd.partitions[partition] as Partition, task), task, task.recordMs);
    if (!trace.detail) return records;
    return new CapturingIterator(records, toJavaString, (contents, count) =>
      trace.emit({ type: 'partition.computed', rdd: rdd.id, stage: task.stageId, partition, records: count, contents }),
    );
  }

  private taskEnded(stage: Stage, task: TaskAttempt, reason: TaskEndReason, value: unknown): void {
    const isCurrent = task.stageAttempt === stage.attempt;
    if (reason.kind === 'success') this.taskSucceeded(stage, task, value);
    this.context.listeners.post('onTaskEnd', { attempt: task, reason });
    switch (reason.kind) {
      case 'success':
        if (stage.state === 'running' && isCurrent && stage.pendingPartitions.size === 0) this.stageCompleted(stage);
        return;
      case 'resubmitted':
        stage.pendingPartitions.add(task.partitionId);
        this.context.environment.trace.emit({
          type: 'task.resubmitted',
          stage: stage.id,
          attempt: task.stageAttempt,
          partition: task.partitionId,
          executor: task.executorId,
        });
        return;
      case 'fetchFailed':
        this.fetchFailed(stage, task, reason);
    }
  }

  private taskSucceeded(stage: Stage, task: TaskAttempt, value: unknown): void {
    const { shuffle, result } = stage;
    const partition = task.partitionId;
    this.tasks.partitionCompleted(task);
    if (shuffle !== undefined) {
      mergeCopies(task.place);
      stage.pendingPartitions.delete(partition);
      const { failureEpoch } = task.executor;
      // Written by an executor that is known to be dead: nobody could read it.
      if (failureEpoch !== undefined && task.epoch <= failureEpoch) return;
      this.context.shuffles.register(shuffle, partition, value as readonly (readonly Pair<unknown, unknown>[])[], task.executor);
      return;
    }
    const work = result as ResultWork;
    if (work.finished.has(partition) || stage.jobs.size === 0) return;
    mergeCopies(task.place);
    work.finished.add(partition);
    stage.pendingPartitions.delete(partition);
    try {
      work.onResult(partition, value);
    } catch (error) {
      this.tasks.cancel(stage.id);
      for (const each of [...stage.jobs]) this.finish(each, error);
    }
  }

  private stageCompleted(stage: Stage): void {
    if (stage.shuffle !== undefined && !this.context.shuffles.isComplete(stage.shuffle)) {
      // Some outputs were lost meanwhile.
      this.markFinished(stage, undefined);
      this.submit(stage);
      return;
    }
    this.markFinished(stage, undefined);
    if (stage.shuffle === undefined) {
      for (const job of [...stage.jobs]) this.finish(job, undefined);
      this.tasks.cancel(stage.id, 'Stage finished');
      return;
    }
    const children = this.waiting.inOrder().filter((each) => each.parents.includes(stage) || this.dependsOn(each, stage));
    for (const child of children.sort((a, b) => a.firstJob - b.firstJob)) {
      this.waiting.delete(child);
      child.state = 'idle';
      this.submit(child);
    }
  }

  private dependsOn(child: Stage, parent: Stage): boolean {
    return shufflesBelow(child.rdd).some((dependency) => dependency === parent.shuffle);
  }

  private markFinished(stage: Stage, failure: string | undefined): void {
    const { environment, listeners } = this.context;
    stage.state = 'idle';
    if (failure === undefined) stage.failedAttempts.clear();
    const { id, attempt } = stage;
    environment.trace.emit({ type: 'stage.completed', stage: id, attempt, ...(failure === undefined ? {} : { failure }) });
    listeners.post('onStageCompleted', { stage: id, attempt, failure });
  }

  /** A map output could not be read: the stage fails, and after a moment both stages run their missing parts again (SC-250 …). */
  private fetchFailed(stage: Stage, task: TaskAttempt, reason: Extract<TaskFailedReason, { kind: 'fetchFailed' }>): void {
    if (stage.attempt !== task.stageAttempt) return;
    const { shuffles, conf, environment } = this.context;
    const mapStage = this.graph.writerOf(reason.shuffle);
    stage.failedAttempts.add(task.stageAttempt);
    const maxAttempts = conf.getNumber('spark.stage.maxConsecutiveAttempts', 4);
    const mustAbort = stage.failedAttempts.size >= maxAttempts;
    if (stage.state === 'running') this.markFinished(stage, reason.message);
    const from = reason.from === undefined ? undefined : task.fetchedFrom;
    if (reason.map >= 0 && from !== undefined && mapStage?.shuffle !== undefined) {
      if (shuffles.unregister(mapStage.shuffle, reason.map, from)) this.tasks.epoch++;
    }
    if (mustAbort) {
      this.abort(
        stage,
        `${stage} (${stage.name}) has failed the maximum allowable number of times: ${maxAttempts}. Most recent failure reason:\n${reason.message}`,
        undefined,
      );
    } else if (!this.failed.has(stage)) {
      const { clock } = environment.driver;
      this.failed.add(stage);
      if (mapStage !== undefined) this.failed.add(mapStage);
      for (const each of [stage, mapStage]) if (each !== undefined && each.state === 'idle') each.state = 'failed';
      clock.schedule(clock.now() + resubmitMs, 'resubmit failed stages', () => this.resubmitFailed());
    } else if (mapStage !== undefined) this.failed.add(mapStage);
    if (from !== undefined) this.removeOutputs(from, task.epoch);
  }

  private resubmitFailed(): void {
    const failed = [...this.failed].sort((a, b) => a.firstJob - b.firstJob);
    this.failed.clear();
    for (const stage of failed) if (stage.state === 'failed') stage.state = 'idle';
    for (const stage of failed) {
      if (stage.jobs.size === 0 || stage.state !== 'idle') continue;
      this.context.environment.trace.emit({ type: 'stage.resubmitted', stage: stage.id, attempt: stage.nextAttempt });
      this.submit(stage);
    }
  }

  /** Blocks and map outputs of an executor are gone. @param known epoch up to which they were known when the loss was noticed */
  private removeOutputs(executor: Executor, known: number): void {
    if (executor.failureEpoch === undefined || executor.failureEpoch < known) {
      executor.failureEpoch = known;
      this.context.blocks.executorLost(executor);
    }
    if (executor.filesLostAt === undefined || executor.filesLostAt < known) {
      executor.filesLostAt = this.tasks.epoch;
      this.tasks.epoch++;
    }
  }

  private abort(stage: Stage, reason: string, error: unknown): void {
    const text = `Job aborted due to stage failure: ${reason}`;
    for (const job of [...this.active]) {
      if (job.stages.has(stage)) this.finish(job, new SparkException(text, error));
    }
  }

  private finish(job: ActiveJob, error: unknown): void {
    if (!this.active.delete(job)) return;
    for (const stage of [...job.stages].sort((a, b) => a.id - b.id)) {
      stage.jobs.delete(job);
      if (stage.jobs.size > 0) continue;
      this.waiting.delete(stage);
      this.failed.delete(stage);
      if (stage.state === 'running') {
        this.tasks.cancel(stage.id);
        this.markFinished(stage, error === undefined ? undefined : textOf(error));
      }
      stage.state = 'idle';
      this.graph.forget(stage);
    }
    const { environment, listeners } = this.context;
    const failure = error === undefined ? {} : { failure: textOf(error).split('\n')[0] as string };
    environment.trace.emit({ type: 'job.completed', job: job.id, ...failure });
    listeners.post('onJobEnd', { job: job.id, error });
    if (error === undefined) job.done.succeed(undefined);
    else job.done.fail(error);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The work of a task, once what it needs is there. @throws {NotSerializableException} its result cannot leave the executor */
function* afterReading(rdd: AnyRDD, partition: number, task: TaskContext, work: () => unknown): Process<unknown> {
  yield* networkReads(rdd, partition, task);
  const made = work();
  const value = isProcess(made) ? yield* made : made;
  requireSerializable(value);
  return value;
}

import { SparkException } from '../errors.js';
import type { Place } from '../events.js';
import { toJavaString } from '../jvm/toJavaString.js';
import { currentPlace } from '../place.js';
import { awaiting, type Process } from '../ports/Process.js';
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
import type { TaskScheduler } from './TaskScheduler.js';

type AnyRDD = RDD<unknown>;
type AnyShuffle = ShuffleDependency<unknown, unknown, unknown>;

export interface JobOptions<U> {
  /** All of the RDD's, unless said. */
  readonly partitions?: readonly number[] | undefined;
  /** Name of the job in recordings; the action's. */
  readonly action?: string | undefined;
  /** Starting it takes no time, whatever `cost.jobMs` says: a receiver is launched before there are batches. */
  readonly isFree?: boolean;
  /** Called as each task ends, with the position in `partitions`. */
  readonly onResult?: (index: number, value: U) => void;
}

interface Job {
  readonly id: number;
  readonly done: Signal<void>;
  readonly stages: Set<Stage>;
  readonly final: Stage;
  readonly place: Place;
}

/** A stage: the tasks that need no shuffle between them. */
class Stage {
  readonly jobs = new Set<Job>();
  attempts = 0;
  state: 'idle' | 'waiting' | 'running' = 'idle';
  /** Partitions of the running attempt that have not ended. */
  readonly outstanding = new Set<number>();
  constructor(
    readonly id: number,
    readonly rdd: AnyRDD,
    readonly parents: readonly Stage[],
    readonly firstJob: number,
    readonly name: string,
    /** Of a map stage: what it writes. */
    readonly shuffle: AnyShuffle | undefined,
    /** Of a result stage: what its tasks do. */
    readonly result: ResultWork | undefined,
  ) {}
}

interface ResultWork {
  readonly partitions: readonly number[];
  readonly body: (records: RecordIterator<unknown>, task: TaskContext) => unknown;
  readonly onResult: (partition: number, value: unknown) => void;
}

/** Cuts jobs into stages and submits those whose parents are there. Model: apache/spark 3.2.1 DAGScheduler.scala. */
export class DAGScheduler {
  private jobs = 0;
  private stages = 0;
  /** Map stages of running jobs, by shuffle id. */
  private readonly mapStages = new Map<number, Stage>();
  private readonly active = new Set<Job>();
  private readonly waiting = new Set<Stage>();

  constructor(
    private readonly context: SparkContext,
    private readonly tasks: TaskScheduler,
  ) {}

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
        throw new SparkException(
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
      trace.emit({ type: 'job.completed', job: id });
      return [];
    }
    const results: U[] = new Array(partitions.length);
    const parents = this.parentStages(rdd as AnyRDD, id);
    const positions = new Map(partitions.map((partition, i) => [partition, i]));
    const final = new Stage(this.stages++, rdd as AnyRDD, parents, id, action, undefined, {
      partitions,
      body: body as ResultWork['body'],
      onResult: (partition, value) => {
        const at = positions.get(partition) as number;
        results[at] = value as U;
        options.onResult?.(at, value as U);
      },
    });
    const job: Job = { id, done: new Signal(`job ${id} (${action})`), stages: new Set(), final, place };
    this.claim(final, job);
    this.active.add(job);
    trace.emit({
      type: 'job.started',
      job: id,
      stages: [...job.stages].map((stage) => stage.id).sort((a, b) => a - b),
      ...of,
      action,
    });
    if (costs.jobMs > 0 && options.isFree !== true) yield* awaiting(driver.clock.sleep(costs.jobMs));
    this.submit(final);
    for (const stage of [...job.stages].sort((a, b) => a.id - b.id)) {
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

  private claim(stage: Stage, job: Job): void {
    if (job.stages.has(stage)) return;
    job.stages.add(stage);
    stage.jobs.add(job);
    for (const parent of stage.parents) this.claim(parent, job);
  }

  private parentStages(rdd: AnyRDD, job: number): Stage[] {
    return shufflesBelow(rdd).map((dependency) => this.mapStage(dependency, job));
  }

  /** The stage that writes a shuffle; the stages that it needs are made first, the farthest ancestors before all (DAGScheduler.getOrCreateShuffleMapStage). */
  private mapStage(dependency: AnyShuffle, job: number): Stage {
    const known = this.mapStages.get(dependency.id);
    if (known !== undefined) return known;
    for (const ancestor of this.missingAncestors(dependency.rdd as AnyRDD)) {
      if (!this.mapStages.has(ancestor.id)) this.makeMapStage(ancestor, job);
    }
    return this.makeMapStage(dependency, job);
  }

  private makeMapStage(dependency: AnyShuffle, job: number): Stage {
    const rdd = dependency.rdd as AnyRDD;
    const parents = this.parentStages(rdd, job);
    const stage = new Stage(this.stages++, rdd, parents, job, rdd.callSite, dependency, undefined);
    this.mapStages.set(dependency.id, stage);
    return stage;
  }

  private missingAncestors(rdd: AnyRDD): AnyShuffle[] {
    const found: AnyShuffle[] = [];
    const seen = new Set<AnyRDD>();
    const waiting: AnyRDD[] = [rdd];
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      if (seen.has(each)) continue;
      seen.add(each);
      for (const dependency of shufflesBelow(each)) {
        if (this.mapStages.has(dependency.id)) continue;
        found.unshift(dependency);
        waiting.unshift(dependency.rdd as AnyRDD);
      }
    }
    return found;
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
          if (this.context.shuffles.missing(dependency).length > 0) missing.add(this.stageOf(dependency, stage));
        } else visit(dependency.rdd);
      }
    };
    visit(stage.rdd);
    return [...missing].sort((a, b) => a.id - b.id);
  }

  private stageOf(dependency: AnyShuffle, child: Stage): Stage {
    const stage = this.mapStage(dependency, child.firstJob);
    for (const job of child.jobs) this.claim(stage, job);
    return stage;
  }

  private submitTasks(stage: Stage): void {
    const { environment, shuffles } = this.context;
    const { shuffle, result, rdd } = stage;
    const partitions = shuffle === undefined ? (result as ResultWork).partitions : shuffles.missing(shuffle);
    const attempt = stage.attempts++;
    const [job] = stage.jobs;
    stage.state = 'running';
    stage.outstanding.clear();
    for (const partition of partitions) stage.outstanding.add(partition);
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
    if (partitions.length === 0) {
      this.stageCompleted(stage);
      return;
    }
    // Where the latest attempt at each task runs: accumulators keep its additions by that.
    const places = new Map<number, Place>();
    this.tasks.submit({
      job: stage.firstJob,
      stage: stage.id,
      stageAttempt: attempt,
      partitions,
      submittedFrom: job?.place ?? { kind: 'application' },
      run: (partition, task) => {
        places.set(partition, currentPlace());
        const records = this.input(rdd, partition, task);
        if (shuffle !== undefined) return shuffles.write(shuffle, records as RecordIterator<Pair<unknown, unknown>>, task);
        return (result as ResultWork).body(records, task);
      },
      succeeded: (partition, value) => {
        mergeCopies(places.get(partition));
        if (shuffle !== undefined) shuffles.register(shuffle, partition, value as readonly (readonly Pair<unknown, unknown>[])[]);
        else {
          try {
            (result as ResultWork).onResult(partition, value);
          } catch (error) {
            this.tasks.cancel(stage.id);
            for (const each of [...stage.jobs]) this.finish(each, error);
            return;
          }
        }
        stage.outstanding.delete(partition);
        if (stage.outstanding.size === 0) this.stageCompleted(stage);
      },
      failed: (reason, error) => this.stageFailed(stage, reason, error),
    });
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

  private stageCompleted(stage: Stage): void {
    stage.state = 'idle';
    this.context.environment.trace.emit({ type: 'stage.completed', stage: stage.id, attempt: stage.attempts - 1 });
    if (stage.shuffle === undefined) {
      for (const job of [...stage.jobs]) this.finish(job, undefined);
      return;
    }
    const children = [...this.waiting].filter((each) => each.parents.includes(stage) || this.dependsOn(each, stage));
    for (const child of children.sort((a, b) => a.firstJob - b.firstJob || a.id - b.id)) {
      this.waiting.delete(child);
      child.state = 'idle';
      this.submit(child);
    }
  }

  private dependsOn(child: Stage, parent: Stage): boolean {
    return shufflesBelow(child.rdd).some((dependency) => dependency === parent.shuffle);
  }

  private stageFailed(stage: Stage, reason: string, error: unknown): void {
    stage.state = 'idle';
    this.context.environment.trace.emit({
      type: 'stage.completed',
      stage: stage.id,
      attempt: stage.attempts - 1,
      failure: reason,
    });
    for (const job of [...stage.jobs]) this.finish(job, new SparkException(`Job aborted due to stage failure: ${reason}`, error));
  }

  private finish(job: Job, error: unknown): void {
    if (!this.active.delete(job)) return;
    for (const stage of job.stages) {
      stage.jobs.delete(job);
      if (stage.jobs.size > 0) continue;
      this.waiting.delete(stage);
      if (stage.state === 'running') this.tasks.cancel(stage.id);
      stage.state = 'idle';
      if (stage.shuffle !== undefined && this.mapStages.get(stage.shuffle.id) === stage) this.mapStages.delete(stage.shuffle.id);
    }
    const { trace } = this.context.environment;
    if (error === undefined) {
      trace.emit({ type: 'job.completed', job: job.id });
      job.done.succeed(undefined);
    } else {
      trace.emit({ type: 'job.completed', job: job.id, failure: firstLine(error) });
      job.done.fail(error);
    }
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] as string) : String(error));

/** The shuffles nearest below an RDD, each once; of several parents the last one first, as Spark's stack has it (DAGScheduler.getShuffleDependencies). */
function shufflesBelow(rdd: AnyRDD): AnyShuffle[] {
  const found = new Set<AnyShuffle>();
  const seen = new Set<AnyRDD>();
  const waiting: AnyRDD[] = [rdd];
  for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
    if (seen.has(each)) continue;
    seen.add(each);
    for (const dependency of each.dependencies) {
      if (dependency instanceof ShuffleDependency) found.add(dependency);
      else waiting.unshift(dependency.rdd as AnyRDD);
    }
  }
  return [...found];
}

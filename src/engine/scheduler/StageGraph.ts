import type { SparkContext } from '../rdd/SparkContext.js';
import { rddsOfStage, shufflesBelow } from './lineage.js';
import type { StageInfo } from './SparkListener.js';
import { type AnyRDD, type AnyShuffle, type ResultWork, Stage } from './Stage.js';

/** The stages of the jobs that run: made from lineages, numbered in the order in which Spark makes them (DAGScheduler.createResultStage ff.). */
export class StageGraph {
  private count = 0;
  /** Map stages of running jobs, by shuffle id. */
  private readonly mapStages = new Map<number, Stage>();

  constructor(private readonly context: SparkContext) {}

  /** The last stage of a job; the stages that it needs are made before it. */
  makeResultStage(rdd: AnyRDD, job: number, name: string, result: ResultWork): Stage {
    const parents = this.parentsOf(rdd, job);
    return new Stage(this.count++, rdd, parents, job, name, undefined, result);
  }

  /** The map stage of a running job that writes a shuffle. */
  writerOf(shuffle: number): Stage | undefined {
    return this.mapStages.get(shuffle);
  }

  /** The stage that writes a shuffle; the stages that it needs are made first, the farthest ancestors before all (DAGScheduler.getOrCreateShuffleMapStage). */
  mapStage(dependency: AnyShuffle, job: number): Stage {
    const known = this.mapStages.get(dependency.id);
    if (known !== undefined) return known;
    for (const ancestor of this.missingAncestors(dependency.rdd as AnyRDD)) {
      if (!this.mapStages.has(ancestor.id)) this.makeMapStage(ancestor, job);
    }
    return this.makeMapStage(dependency, job);
  }

  /** No running job needs it any more. */
  forget(stage: Stage): void {
    if (stage.shuffle !== undefined && this.mapStages.get(stage.shuffle.id) === stage) this.mapStages.delete(stage.shuffle.id);
  }

  private makeMapStage(dependency: AnyShuffle, job: number): Stage {
    const rdd = dependency.rdd as AnyRDD;
    const parents = this.parentsOf(rdd, job);
    const stage = new Stage(this.count++, rdd, parents, job, rdd.callSite, dependency, undefined);
    this.mapStages.set(dependency.id, stage);
    return stage;
  }

  private parentsOf(rdd: AnyRDD, job: number): Stage[] {
    return this.shufflesBelow(rdd).map((dependency) => this.mapStage(dependency, job));
  }

  private missingAncestors(rdd: AnyRDD): AnyShuffle[] {
    const found: AnyShuffle[] = [];
    const seen = new Set<AnyRDD>();
    const waiting: AnyRDD[] = [rdd];
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      if (seen.has(each)) continue;
      seen.add(each);
      for (const dependency of this.shufflesBelow(each)) {
        if (this.mapStages.has(dependency.id)) continue;
        found.unshift(dependency);
        waiting.unshift(dependency.rdd as AnyRDD);
      }
    }
    return found;
  }

  /**
   * Spark keeps them in a set by identity: their order differs from run to run, but not within one. In local mode, where the recorded runs nearly
   * always show the last one first, it is left at that, unless `ties.stages=shuffled` asks for chance there too.
   */
  private shufflesBelow(rdd: AnyRDD): AnyShuffle[] {
    const found = shufflesBelow(rdd);
    const { settings, draw } = this.context.environment;
    if (found.length < 2 || (this.context.isLocal && settings.get('ties.stages') !== 'shuffled')) return found;
    const order = ({ id }: AnyShuffle): number => draw('identity of shuffle', id);
    const keys = new Map(found.map((dependency) => [dependency, order(dependency)]));
    return found.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
  }
}

/** What a listener is told of a stage. */
export const infoOf = (stage: Stage): StageInfo => ({
  stage: stage.id,
  name: stage.name,
  shuffle: stage.shuffle?.id,
  tasks: stage.result?.partitions.length ?? stage.rdd.partitions.length,
  parents: stage.parents.map(({ id }) => id),
  rdds: [...rddsOfStage(stage.rdd)].map(({ id }) => id).sort((a, b) => a - b),
});

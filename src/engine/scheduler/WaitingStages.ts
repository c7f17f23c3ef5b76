import type { Stage } from './Stage.js';

const INITIAL_CAPACITY = 16;

/**
 * The stages whose parents are not complete. Spark keeps them in a hash set, and submits those of one job in its order: of two that become ready
 * together, 16 goes before 15. Model: apache/spark 3.2.1 core/.../scheduler/DAGScheduler.scala `waitingStages`, with Scala 2.13's
 * `mutable.HashSet`: a table of 16 places that doubles before the twelfth of them is filled, and a stage's number as its hash.
 */
export class WaitingStages {
  private readonly stages = new Set<Stage>();
  private capacity = INITIAL_CAPACITY;

  add(stage: Stage): void {
    if (this.stages.has(stage)) return;
    if (this.stages.size + 1 >= Math.trunc(0.75 * this.capacity)) this.capacity *= 2;
    this.stages.add(stage);
  }

  delete(stage: Stage): void {
    this.stages.delete(stage);
  }

  /** Place by place. */
  inOrder(): Stage[] {
    const place = (stage: Stage): number => (stage.id ^ (stage.id >>> 16)) & (this.capacity - 1);
    return [...this.stages].sort((a, b) => place(a) - place(b) || a.id - b.id);
  }
}

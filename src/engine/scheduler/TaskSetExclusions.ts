import type { Executor } from './Executor.js';

/** How many failures keep tasks away from an executor or a machine. */
export interface ExclusionSettings {
  /** Attempts at one task that may fail on one executor. */
  readonly attemptsPerExecutor: number;
  /** Attempts at one task that may fail on one machine. */
  readonly attemptsPerNode: number;
  /** Tasks of one set that may fail on one executor. */
  readonly failedTasksPerExecutor: number;
  /** Excluded executors of one machine that exclude it. */
  readonly failedExecutorsPerNode: number;
}

/** Where tasks of one set may no longer run. Model: apache/spark 3.2.1 core/.../scheduler/TaskSetExcludeList.scala. */
export class TaskSetExclusions {
  /** Failed attempts by executor and task. */
  private readonly failures = new Map<Executor, Map<number, number>>();
  private readonly executors = new Set<Executor>();
  private readonly nodes = new Set<string>();

  constructor(private readonly settings: ExclusionSettings) {}

  taskFailed(executor: Executor, index: number): void {
    const { failedTasksPerExecutor, failedExecutorsPerNode } = this.settings;
    const failed = this.failures.get(executor) ?? new Map<number, number>();
    this.failures.set(executor, failed);
    failed.set(index, (failed.get(index) ?? 0) + 1);
    if (failed.size < failedTasksPerExecutor) return;
    this.executors.add(executor);
    const ofNode = [...this.executors].filter(({ hostName }) => hostName === executor.hostName);
    if (ofNode.length >= failedExecutorsPerNode) this.nodes.add(executor.hostName);
  }

  isExcludedForSet(executor: Executor): boolean {
    return this.executors.has(executor) || this.nodes.has(executor.hostName);
  }

  isExcludedForTask(executor: Executor, index: number): boolean {
    if ((this.failures.get(executor)?.get(index) ?? 0) >= this.settings.attemptsPerExecutor) return true;
    let onNode = 0;
    for (const [each, failed] of this.failures) {
      if (each.hostName === executor.hostName) onNode += failed.get(index) ?? 0;
    }
    return onNode >= this.settings.attemptsPerNode;
  }
}

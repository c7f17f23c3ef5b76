import type { SparkConf } from '../rdd/SparkConf.js';
import type { Locality } from './Locality.js';
import type { SpeculationSettings } from './SpeculationPolicy.js';
import type { ExclusionSettings } from './TaskSetExclusions.js';

/** What a task scheduler is set to. Durations in ms. */
export interface SchedulerSettings {
  /** Failures of one task, after which its set is given up. */
  readonly maxFailures: number;
  readonly cpusPerTask: number;
  /** How long tasks wait at a level before they may run farther. */
  readonly localityWaits: Readonly<Record<Locality, number>>;
  readonly reviveIntervalMs: number;
  /** Free cores are offered in the order of executor ids instead of a new random one each time: the recorded runs are made so. */
  readonly offersInOrder: boolean;
  readonly speculation: SpeculationSettings | undefined;
  readonly exclusion: ExclusionSettings | undefined;
  /** A set none of whose tasks may run anywhere is given up after this. */
  readonly unschedulableTimeoutMs: number;
}

/** @param maxFailures of a local master; absent: `spark.task.maxFailures` */
export function readSchedulerSettings(conf: SparkConf, maxFailures?: number): SchedulerSettings {
  const wait = conf.get('spark.locality.wait', '3s');
  return {
    maxFailures: maxFailures ?? conf.getNumber('spark.task.maxFailures', 4),
    cpusPerTask: conf.getNumber('spark.task.cpus', 1),
    localityWaits: {
      PROCESS_LOCAL: conf.getMillis('spark.locality.wait.process', wait),
      NODE_LOCAL: conf.getMillis('spark.locality.wait.node', wait),
      NO_PREF: 0,
      ANY: 0,
    },
    reviveIntervalMs: conf.getMillis('spark.scheduler.revive.interval', '1s'),
    offersInOrder: conf.get('cluster.offers') === 'inOrder',
    speculation: conf.getBoolean('spark.speculation', false)
      ? {
          quantile: conf.getNumber('spark.speculation.quantile', 0.75),
          multiplier: conf.getNumber('spark.speculation.multiplier', 1.5),
          intervalMs: conf.getMillis('spark.speculation.interval', '100ms'),
          minRuntimeMs: 100,
        }
      : undefined,
    exclusion: conf.getBoolean('spark.excludeOnFailure.enabled', false)
      ? {
          attemptsPerExecutor: conf.getNumber('spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor', 1),
          attemptsPerNode: conf.getNumber('spark.excludeOnFailure.task.maxTaskAttemptsPerNode', 2),
          failedTasksPerExecutor: conf.getNumber('spark.excludeOnFailure.stage.maxFailedTasksPerExecutor', 2),
          failedExecutorsPerNode: conf.getNumber('spark.excludeOnFailure.stage.maxFailedExecutorsPerNode', 2),
        }
      : undefined,
    unschedulableTimeoutMs: conf.getMillis('spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout', '120s'),
  };
}

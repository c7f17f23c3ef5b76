import { storeSettings } from '../sim/store/storeSettings.js';
import { meant, UsageError } from './UsageError.js';

/** Settings of a scenario that are not Spark's, with what they mean; all times in virtual ms. */
export const worldSettings: Readonly<Record<string, string>> = {
  until: 'where the run ends: 10s',
  ties: 'shuffled: what is due at one instant comes in a drawn order',
  'ties.stages': 'shuffled: in local mode too, stages that do not depend on each other come in a drawn order',
  'cost.jobMs': 'time that starting a job takes',
  'cost.taskMs': 'time that launching a task takes',
  'cost.recordMs': 'time for each record of a task',
  'cost.shuffleRecordMs': 'time for each record of a shuffle',
  'cost.batchMs': 'time that making a batch takes',
  'net.latencyMs': 'one way over a link',
  'net.jitterMs': 'drawn addition to the latency',
  'net.loss': 'share of packets that are sent again, 0 to 1',
  'net.retransmitMs': 'delay of a packet that is sent again',
  'net.packetBytes': 'largest packet',
  'net.chunking': 'random: lines arrive in pieces',
  'cluster.executorStartMs': 'from the death of an executor until the one that replaces it has registered',
  'cluster.warmUpMs': 'how much longer the first task on a new executor takes to begin',
  'cluster.memory': 'bytes that blocks may take in the memory of an executor',
  'cluster.offers': 'inOrder: free cores are offered in the order of executors instead of a drawn one',
  'cluster.heartbeatMs': 'time between two heartbeats of an executor',
  'cluster.timeoutMs': 'silence after which the driver gives an executor up',
  'cluster.timeoutCheckMs': 'how often the driver looks for silent executors',
  ...storeSettings,
};

/** Properties of Spark that change what a run does (spec/spark-streaming.md, SS-131 and SS-132). */
const sparkSettings = [
  'spark.master',
  'spark.app.name',
  'spark.default.parallelism',
  'spark.task.maxFailures',
  'spark.task.cpus',
  'spark.locality.wait',
  'spark.locality.wait.node',
  'spark.locality.wait.process',
  'spark.speculation',
  'spark.speculation.interval',
  'spark.speculation.multiplier',
  'spark.speculation.quantile',
  'spark.stage.maxConsecutiveAttempts',
  'spark.excludeOnFailure.enabled',
  'spark.excludeOnFailure.stage.maxFailedExecutorsPerNode',
  'spark.excludeOnFailure.stage.maxFailedTasksPerExecutor',
  'spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor',
  'spark.excludeOnFailure.task.maxTaskAttemptsPerNode',
  'spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout',
  'spark.scheduler.revive.interval',
  'spark.shuffle.reduceLocality.enabled',
  'spark.storage.cachedPeersTtl',
  'spark.storage.replication.proactive',
  'spark.streaming.blockInterval',
  'spark.streaming.concurrentJobs',
  'spark.streaming.receiver.maxRate',
  'spark.streaming.receiverRestartDelay',
  'spark.streaming.backpressure.enabled',
  'spark.streaming.backpressure.initialRate',
  'spark.streaming.backpressure.pid.proportional',
  'spark.streaming.backpressure.pid.integral',
  'spark.streaming.backpressure.pid.derived',
  'spark.streaming.backpressure.pid.minRate',
  'spark.streaming.receiver.writeAheadLog.enable',
  'spark.streaming.unpersist',
  'spark.streaming.stopGracefullyOnShutdown',
  'spark.streaming.stopSparkContextByDefault',
  'spark.streaming.gracefulStopTimeout',
  'spark.streaming.checkpoint.directory',
  'spark.streaming.fileStream.minRememberDuration',
  'spark.streaming.sessionByKey.deltaChainThreshold',
  'spark.streaming.kafka.maxRatePerPartition',
  'spark.streaming.kafka.minRatePerPartition',
];

/** Reads `key=value`. @throws {UsageError} another form, or a key that nothing reads */
export function readSetting(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`--set ${text}: expected key=value, such as cost.jobMs=1500.`);
  const key = text.slice(0, at);
  const known = [...Object.keys(worldSettings), ...sparkSettings];
  if (!known.includes(key)) throw new UsageError(`There is no setting "${key}".${meant(key, known)}`);
  return [key, text.slice(at + 1)];
}

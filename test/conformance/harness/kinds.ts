import { runClusterCase } from './clusterCase.js';
import { runDStreamCase } from './dstreamCase.js';
import { runErrorsCase } from './errorsCase.js';
import { runAssignor, runAssignorSequence } from './kafkaAssignorCases.js';
import { runPidErrors, runPidSteps } from './kafkaCases.js';
import { runDirectStream } from './kafkaDirect.js';
import * as kafka from './kafkaPureCases.js';
import { runSession } from './kafkaSession.js';
import type { CaseRunner, RecordedCase } from './outcome.js';
import * as pure from './pureCases.js';
import { runRddCase } from './rddCase.js';
import { runRealTimeCase } from './realTimeCase.js';
import { runRunCase } from './runCase.js';
import { runSocketCase } from './socketRunCase.js';

/** How a case is run, by its kind; a kind that is not here does not agree. */
const runners: Readonly<Record<string, CaseRunner>> = {
  cluster: runClusterCase,
  dstream: runDStreamCase,
  rdd: runRddCase,
  pid: pure.runPid,
  'pid-arguments': pure.runPidArguments,
  'timer-ticks': pure.runTimerTicks,
  'file-names': pure.runFileNames,
  'socket-lines': pure.runSocketLines,
  time: pure.runTime,
  'rate-limiter': pure.runRateLimiter,
  'block-generator': pure.runBlockGenerator,
  'block-tracker': pure.runBlockTracker,
  'write-ahead-log': pure.runWriteAheadLog,
  // Situations of Spark, or errors of Kafka's protocol.
  errors: (recorded) => (typeof recorded.code === 'number' ? kafka.runProtocolError : runErrorsCase)(recorded),
  'receiver-real-time': runRealTimeCase,
  'socket-runs': runSocketCase,
  pidRateEstimator: runPidSteps,
  pidRateEstimatorErrors: runPidErrors,
  assignor: runAssignor,
  assignorSequence: runAssignorSequence,
  partitioner: kafka.runPartitioner,
  groupCoordinator: kafka.runGroupCoordinator,
  keylessRuns: kafka.runKeylessRuns,
  consumerRecordsIterationOrder: kafka.runIterationOrder,
  batchSize: kafka.runBatchSize,
  configDefaults: kafka.runConfigDefaults,
  schedule: runRunCase,
  session: runSession,
  tools: runSession,
  directStream: runDirectStream,
  jobs: runRunCase,
  print: runRunCase,
  remembered: runRunCase,
  receiver: runRunCase,
  'file-stream': runRunCase,
  recovery: runRunCase,
  'recovery-named': runRunCase,
};

export interface RecordedFile {
  readonly kind?: string;
  /** Of sessions: how many brokers. */
  readonly brokers?: number;
  readonly cases?: readonly Readonly<Record<string, unknown>>[];
}

/** The cases of a file, each with a name, its kind (its own, else the file's) and what the file says of all of them. */
export function casesOf(file: RecordedFile | NonNullable<RecordedFile['cases']>): RecordedCase[] {
  // Runs on a cluster are a plain list.
  if (isList(file)) return casesOf({ kind: 'cluster', cases: file });
  const { cases, ...shared } = file;
  // A file without cases is one case itself.
  if (cases === undefined) return [{ ...shared, name: String(file.kind ?? ''), kind: String(file.kind ?? '') }];
  return cases.map((each, i) => ({
    ...shared,
    ...each,
    name: String(each.name ?? each.id ?? i + 1),
    kind: String(each.kind ?? file.kind ?? ''),
    ...(file.brokers === undefined ? {} : { brokers: file.brokers }),
  }));
}

const isList = (file: RecordedFile | NonNullable<RecordedFile['cases']>): file is NonNullable<RecordedFile['cases']> =>
  Array.isArray(file);

/** The runner of a case. @throws when there is none yet */
export function runnerOf({ kind }: RecordedCase): CaseRunner {
  const runner = runners[kind];
  if (runner === undefined) throw new Error(`cases of kind "${kind}" cannot be run yet`);
  return runner;
}

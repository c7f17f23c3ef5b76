import { runDStreamCase } from './dstreamCase.js';
import { runErrorsCase } from './errorsCase.js';
import { runPidErrors, runPidSteps } from './kafkaCases.js';
import type { CaseRunner, RecordedCase } from './outcome.js';
import * as pure from './pureCases.js';
import { runRddCase } from './rddCase.js';
import { runRealTimeCase } from './realTimeCase.js';
import { runRunCase } from './runCase.js';
import { runSocketCase } from './socketRunCase.js';

/** How a case is run, by its kind; a kind that is not here does not agree. */
const runners: Readonly<Record<string, CaseRunner>> = {
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
  errors: runErrorsCase,
  'receiver-real-time': runRealTimeCase,
  'socket-runs': runSocketCase,
  pidRateEstimator: runPidSteps,
  pidRateEstimatorErrors: runPidErrors,
  schedule: runRunCase,
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
  readonly cases?: readonly Readonly<Record<string, unknown>>[];
}

/** The cases of a file, each with a name and its kind: its own, else the file's. */
export function casesOf(file: RecordedFile): RecordedCase[] {
  return (file.cases ?? []).map((each, i) => ({
    ...each,
    name: String(each.name ?? each.id ?? i + 1),
    kind: String(each.kind ?? file.kind ?? ''),
  }));
}

/** The runner of a case. @throws when there is none yet */
export function runnerOf({ kind }: RecordedCase): CaseRunner {
  const runner = runners[kind];
  if (runner === undefined) throw new Error(`cases of kind "${kind}" cannot be run yet`);
  return runner;
}

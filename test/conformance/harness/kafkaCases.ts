import { BatchwiseError } from '../../../src/engine/errors.js';
import { PIDRateEstimator } from '../../../src/engine/rate/PIDRateEstimator.js';
import type { CaseRunner } from './outcome.js';
import type { Json } from './values.js';

interface Parameters {
  readonly batchMs: number;
  readonly proportional: number;
  readonly integral: number;
  readonly derivative: number;
  readonly minRate: number;
}

interface Step {
  readonly time: number;
  readonly records: number;
  readonly processingMs: number;
  readonly schedulingMs: number;
}

/** Spark's rate estimator over a sequence of batches (recordings/kafka/README.md). */
export const runPidSteps: CaseRunner = (recorded) => {
  const estimator = new PIDRateEstimator(recorded as unknown as Parameters);
  const steps = (recorded.steps as Step[]).map((step) => ({
    ...step,
    rate: estimator.compute(step.time, step.records, step.processingMs, step.schedulingMs) ?? null,
  }));
  return { expected: recorded as unknown as Json, actual: { ...(recorded as unknown as Record<string, Json>), steps } as Json };
};

/** Its parameters out of range: the message of the error. */
export const runPidErrors: CaseRunner = (recorded) => {
  let error: Json = null;
  try {
    new PIDRateEstimator(recorded as unknown as Parameters);
  } catch (thrown) {
    if (!(thrown instanceof BatchwiseError)) throw thrown;
    error = thrown.message;
  }
  return { expected: recorded as unknown as Json, actual: { ...(recorded as unknown as Record<string, Json>), error } };
};

import type { Process } from '../ports/Process.js';
import type { Time } from '../time/index.js';

/** What one output operation does with one batch. Model: apache/spark 3.2.1 streaming/.../scheduler/Job.scala. */
export interface Job {
  readonly time: Time;
  /** Position in the batch's job set, from 0; numbered by the scheduler, so jobs that are missing shift the others (SS-805). */
  output: number;
  /** The output operation, as `print`. */
  readonly name: string;
  /** Called once. It fails with what the output operation threw. */
  run(): Process<void>;
}

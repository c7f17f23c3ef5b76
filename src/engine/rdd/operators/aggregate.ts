import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { aggregated } from './aggregated.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** As `fold`, with a result of another type (SC-144). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `aggregate`. */
    aggregate<U>(zero: U, seqOp: (combined: U, record: T) => U, combOp: (a: U, b: U) => U): Process<U>;
  }
}

attach(RDD.prototype, {
  aggregate: action(
    'aggregate',
    (rdd, zero: unknown, seqOp: (a: unknown, b: unknown) => unknown, combOp: (a: unknown, b: unknown) => unknown) =>
      aggregated(rdd, zero, seqOp, combOp, 'aggregate'),
  ),
});

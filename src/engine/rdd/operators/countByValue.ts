import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { counted } from './counted.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** How often each record occurs (SC-147). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `countByValue`. */
    countByValue(): Process<Map<T, number>>;
  }
}

attach(RDD.prototype, {
  countByValue: action('countByValue', (rdd) => counted(rdd.map((record) => [record, null] as const))),
});

import type { Process } from '../../ports/Process.js';
import { keep } from '../../provenance/records.js';
import { append, FirstIterator, firstFew } from '../../provenance/results.js';
import { END, PAUSE, type RecordIterator } from '../../RecordIterator.js';
import type { RDD } from '../RDD.js';
import type { TaskContext } from '../TaskContext.js';

/** The first records, partition by partition (SS-435). `action`: name of the jobs in recordings. */
export function* firstOf(rdd: RDD<unknown>, num: number, action = 'take'): Process<unknown[]> {
  const taken: unknown[] = [];
  if (num <= 0) return taken;
  const { provenance } = rdd.context.environment;
  const scaleUp = Math.max(Number(rdd.context.conf.get('spark.rdd.limit.scaleUpFactor', '4')), 2);
  const total = rdd.partitions.length;
  let scanned = 0;
  while (taken.length < num && scanned < total) {
    let tries = 1;
    const left = num - taken.length;
    if (scanned > 0) {
      tries =
        taken.length === 0 ? scanned * scaleUp : Math.min(Math.ceil((1.5 * left * scanned) / taken.length), scanned * scaleUp);
    }
    const partitions: number[] = [];
    for (let i = scanned; i < Math.min(scanned + tries, total); i++) partitions.push(i);
    const first = (records: RecordIterator<unknown>, task: TaskContext): unknown[] | Process<unknown[]> =>
      rdd.context.mayPause ? firstRecords(records, left, task) : keep(new FirstIterator(records, left), provenance);
    const results = yield* rdd.context.runJob(rdd, first, { partitions, action, waits: true });
    for (const result of results) append(taken, firstFew(result, num - taken.length, provenance), provenance);
    scanned += partitions.length;
  }
  return taken;
}

function* firstRecords(records: RecordIterator<unknown>, num: number, task: TaskContext): Process<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < num) {
    const record = records.next();
    if (record === END) break;
    if (record === PAUSE) yield* task.waitForCharge();
    else taken.push(record);
  }
  return taken;
}

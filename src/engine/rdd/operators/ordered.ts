import { type BoundedPriorityQueue, mergeTakeOrdered, takeOrderedInPartition } from '../../jvm/BoundedPriorityQueue.js';
import type { Compare } from '../../jvm/compareValues.js';
import type { Process } from '../../ports/Process.js';
import type { RDD } from '../RDD.js';

/** The first `num` by `compare`: a bounded queue in each task, merged as tasks finish (SC-149). `name`: of the action. */
export function* ordered(rdd: RDD<unknown>, num: number, compare: Compare<unknown>, name: string): Process<unknown[]> {
  if (num === 0 || rdd.partitions.length === 0) return [];
  const queues: BoundedPriorityQueue<unknown>[] = [];
  yield* rdd.context.runJob(rdd, (records) => takeOrderedInPartition(records, num, compare), {
    action: name,
    onResult: (_, queue) => queues.push(queue),
  });
  return mergeTakeOrdered(queues, compare);
}

import { isProcess, type Process } from '../ports/Process.js';
import { ArrayRecordIterator, END, PAUSE, type RecordIterator } from '../RecordIterator.js';
import type { TaskContext } from '../rdd/TaskContext.js';

/**
 * Gathers the records of a partition, waiting whenever the work that was charged on the way asks for it, then gives them to `body`: for bodies
 * that take all records at once and could not wait in between.
 */
export function* paced(
  records: RecordIterator<unknown>,
  body: (records: RecordIterator<unknown>, task: TaskContext) => unknown,
  task: TaskContext,
): Process<unknown> {
  const gathered: unknown[] = [];
  for (let record = records.next(); record !== END; record = records.next()) {
    if (record === PAUSE) yield* task.waitForCharge();
    else gathered.push(record);
  }
  const result = body(new ArrayRecordIterator(gathered), task);
  return isProcess(result) ? yield* result : result;
}

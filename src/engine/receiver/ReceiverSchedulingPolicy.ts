import type { Executor } from '../scheduler/Executor.js';

/**
 * Where receivers are to run at the start: every one on the executor that has the fewest, and executors that are left over may take any of those
 * with the fewest choices. Model: apache/spark 3.2.1 streaming/.../scheduler/ReceiverSchedulingPolicy.scala `scheduleReceivers`.
 * @returns for each receiver the executors that may run it
 */
export function scheduleReceivers(count: number, executors: readonly Executor[]): Executor[][] {
  const receiversOn = new Map(executors.map((executor) => [executor, 0]));
  const chosen = Array.from({ length: count }, (): Executor[] => []);
  if (executors.length === 0) return chosen;
  for (const candidates of chosen) {
    const least = leastBy(executors, (executor) => receiversOn.get(executor) as number);
    candidates.push(least);
    receiversOn.set(least, (receiversOn.get(least) as number) + 1);
  }
  for (const [executor, receivers] of receiversOn) {
    if (receivers === 0 && count > 0) leastBy(chosen, ({ length }) => length).push(executor);
  }
  return chosen;
}

/**
 * Where one receiver is to start again: on the executors without a receiver, else on those that have the fewest (`rescheduleReceiver`).
 * @param taken how many receivers each executor has, or may have
 */
export function rescheduleReceiver(executors: readonly Executor[], taken: ReadonlyMap<Executor, number>): Executor[] {
  const weight = (executor: Executor): number => taken.get(executor) ?? 0;
  const least = Math.min(...executors.map(weight));
  return executors.filter((executor) => weight(executor) === least);
}

function leastBy<T>(all: readonly T[], weight: (each: T) => number): T {
  return all.reduce((least, each) => (weight(each) < weight(least) ? each : least));
}

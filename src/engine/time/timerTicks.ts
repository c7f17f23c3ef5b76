/**
 * When a recurring timer of `periodMs` that is made at `nowMs` first ticks: at the next multiple of its period, counted from the epoch, and
 * never at once (SS-208). Model: apache/spark 3.2.1 streaming/.../util/RecurringTimer.scala (getStartTime).
 */
export function startTime(nowMs: number, periodMs: number): number {
  return (Math.floor(nowMs / periodMs) + 1) * periodMs;
}

/**
 * When a timer that first ticked at `originMs` ticks next when it is started again at `nowMs`: its old multiples go on (SS-214).
 * Model: apache/spark 3.2.1 streaming/.../util/RecurringTimer.scala (getRestartTime).
 */
export function restartTime(nowMs: number, periodMs: number, originMs: number): number {
  return (Math.floor((nowMs - originMs) / periodMs) + 1) * periodMs + originMs;
}

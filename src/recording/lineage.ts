import { Batches } from './batches.js';
import type { Recording } from './Recording.js';
import { StateHistory } from './state.js';

/** What a lost partition of a batch's state RDD would be computed from again. */
export interface StateLineage {
  /** Numbers of the batches whose state RDDs lie on the way, oldest first, the batch itself last. */
  readonly batches: readonly number[];
  /** The data of the oldest one is in a checkpoint; otherwise the way begins with an empty state. */
  readonly isCheckpointed: boolean;
}

/** Keys of a state before and after a batch: `before + added - removed = after`. */
export interface StateLedger {
  readonly before: number;
  readonly added: number;
  readonly removed: number;
  readonly after: number;
  /** Of the keys: those for which the function ran, and those of them that had new values. */
  readonly called: number;
  readonly withValues: number;
}

/** The state RDDs of a stream, as a chain: each is made from the one before it, back to one whose data was checkpointed. */
export function stateLineage(recording: Recording, stream: number, batchTime: number, seq: number): StateLineage {
  const batches = recording.project(Batches.of);
  const { made, saved } = recording.project(StateRdds);
  const rdds = (made.get(stream) ?? []).filter((each) => each.seq <= seq && each.batchTime <= batchTime);
  const from = rdds.findLastIndex((each) => {
    const at = saved.get(each.rdd);
    return at !== undefined && at <= seq;
  });
  const numbers = rdds.slice(Math.max(0, from)).map((each) => batches.ofTime(each.batchTime)?.number ?? 0);
  return { batches: [...new Set(numbers)], isCheckpointed: from >= 0 };
}

export function stateLedger(history: StateHistory, batchTime: number, seq: number): StateLedger {
  const sums = { before: 0, added: 0, removed: 0, after: 0, called: 0, withValues: 0 };
  for (const { before, after, change, seq: at, values } of history.at(batchTime, seq)) {
    if (before !== undefined) sums.before++;
    if (after !== undefined) sums.after++;
    if (change === 'new') sums.added++;
    if (change === 'removed') sums.removed++;
    if (at >= 0) sums.called++;
    if (at >= 0 && values.length > 0) sums.withValues++;
  }
  return sums;
}

interface MadeRdd {
  readonly seq: number;
  readonly batchTime: number;
  readonly rdd: number;
}

const StateRdds = (
  recording: Recording,
): { readonly made: ReadonlyMap<number, readonly MadeRdd[]>; readonly saved: ReadonlyMap<number, number> } => {
  const streams = recording.project(StateHistory.of);
  const made = new Map<number, MadeRdd[]>();
  const saved = new Map<number, number>();
  for (const event of recording) {
    if (event.type === 'rdd.checkpointed') saved.set(event.rdd, event.seq);
    if (event.type !== 'rdd.generated' || !streams.has(event.stream)) continue;
    const list = made.get(event.stream) ?? [];
    made.set(event.stream, list);
    list.push({ seq: event.seq, batchTime: event.batchTime, rdd: event.rdd });
  }
  return { made, saved };
};

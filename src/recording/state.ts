import { Batches } from './batches.js';
import type { EventOf } from './events.js';
import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

/**
 * What a batch did to a key. `same`: the function was called and left the value as it was; `untouched`: it was not called;
 * `pending`: the batch is not over yet.
 */
export type StateChange = 'new' | 'changed' | 'removed' | 'same' | 'untouched' | 'pending';

export interface StateRow {
  /** The event of the call; -1 for a key that was not visited. */
  readonly seq: number;
  readonly partition: number;
  readonly key: string;
  readonly before: string | undefined;
  readonly values: readonly string[];
  readonly after: string | undefined;
  readonly change: StateChange;
  readonly timedOut: boolean;
}

/** The keyed state of one stream over a run. */
export class StateHistory {
  /** By batch time, in the order of the calls. */
  private readonly updates = new Map<number, EventOf<'state.updated'>[]>();
  private readonly ofKey = new Map<string, EventOf<'state.updated'>[]>();

  constructor(
    readonly stream: number,
    private readonly recording: Recording,
  ) {}

  static of(this: void, recording: Recording): ReadonlyMap<number, StateHistory> {
    const streams = new Map<number, StateHistory>();
    for (const event of recording) {
      if (event.type !== 'state.updated') continue;
      const history = streams.get(event.stream) ?? new StateHistory(event.stream, recording);
      streams.set(event.stream, history);
      push(history.updates, event.batchTime, event);
      push(history.ofKey, event.key, event);
    }
    return streams;
  }

  /** The keys as a batch found and left them, as far as `seq`; visited keys first, in the order of the calls. */
  at(batchTime: number, seq: number): readonly StateRow[] {
    const rows = new Map<string, StateRow>();
    for (const event of this.updates.get(batchTime) ?? []) {
      if (event.seq > seq) break;
      const { partition, key, before, values, after } = event;
      rows.set(key, {
        seq: event.seq,
        partition,
        key,
        before,
        values,
        after,
        change: changeOf(before, after),
        timedOut: event.timedOut === true,
      });
    }
    const status = this.recording.project(Batches.of).ofTime(batchTime)?.statusAt(seq);
    const change = status === 'done' || status === 'failed' ? 'untouched' : 'pending';
    for (const [key, events] of this.ofKey) {
      if (rows.has(key)) continue;
      let at = countUpTo(events, seq) - 1;
      while (at >= 0 && events[at]!.batchTime >= batchTime) at--;
      const last = events[at];
      if (last?.after === undefined) continue;
      const { partition, after } = last;
      rows.set(key, { seq: -1, partition, key, before: after, values: [], after, change, timedOut: false });
    }
    return [...rows.values()].sort((a, b) => a.partition - b.partition || rank(a) - rank(b));
  }
}

/** Visited keys in the order of the calls, then the others. */
function rank(row: StateRow): number {
  return row.seq < 0 ? Number.MAX_SAFE_INTEGER : row.seq;
}

function changeOf(before: string | undefined, after: string | undefined): StateChange {
  if (before === undefined) return after === undefined ? 'same' : 'new';
  if (after === undefined) return 'removed';
  return before === after ? 'same' : 'changed';
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

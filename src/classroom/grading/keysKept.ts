import type { Attempt } from './Attempt.js';

/** What the keyed state held once a batch had been through it. */
export interface KeysKept {
  readonly timeMs: number;
  /** As the JVM prints them, in the order of the calls; of all states of the program together, each once. */
  readonly keys: readonly string[];
  /** Keys that the batch removed. */
  readonly removed: number;
  /** Last call of the batch. */
  readonly seq: number;
}

/** The keys in the state of a program after each batch that called a function for one, in order. A key that no batch touches stays. */
export function keysKept({ recording }: Attempt): KeysKept[] {
  const batches: { timeMs: number; keys: string[]; removed: number; seq: number }[] = [];
  const kept = new Set<string>();
  for (const event of recording) {
    if (event.type !== 'state.updated') continue;
    let batch = batches.at(-1);
    if (batch?.timeMs !== event.batchTime) {
      if (batch !== undefined) batch.keys = [...kept].map(keyOf);
      batch = { timeMs: event.batchTime, keys: [], removed: 0, seq: event.seq };
      batches.push(batch);
    }
    const entry = `${event.stream} ${event.key}`;
    if (event.after === undefined) {
      if (kept.delete(entry)) batch.removed++;
    } else kept.add(entry);
    batch.seq = event.seq;
  }
  const last = batches.at(-1);
  if (last !== undefined) last.keys = [...kept].map(keyOf);
  return batches.map((batch) => ({ ...batch, keys: [...new Set(batch.keys)] }));
}

const keyOf = (entry: string): string => entry.slice(entry.indexOf(' ') + 1);

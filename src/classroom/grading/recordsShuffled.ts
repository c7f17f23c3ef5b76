import type { Attempt } from './Attempt.js';

/** What the map tasks of a batch did. */
export interface RecordsShuffled {
  readonly batchTime: number;
  /** Records that went into the map side of the shuffles of the batch. */
  readonly read: number;
  /** Records that came out of it, and went over the network. */
  readonly written: number;
  /** The last of the map tasks. */
  readonly seq: number;
}

/** How many records the shuffles of each batch moved, in the order of the batches; a batch without a shuffle is left out. */
export function recordsShuffled({ recording }: Attempt): RecordsShuffled[] {
  const batches = new Map<number, { batchTime: number; read: number; written: number; seq: number }>();
  let batchTime = 0;
  for (const event of recording) {
    if (event.type === 'batch.started') batchTime = event.batchTime;
    if (event.type === 'job.started' && event.batchTime !== undefined) batchTime = event.batchTime;
    if (event.type !== 'shuffle.written') continue;
    const batch = batches.get(batchTime) ?? { batchTime, read: 0, written: 0, seq: event.seq };
    batch.read += event.read;
    batch.written += event.written;
    batch.seq = event.seq;
    batches.set(batchTime, batch);
  }
  return [...batches.values()];
}

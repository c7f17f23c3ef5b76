import { Batches } from './batches.js';
import type { Recording } from './Recording.js';
import { Received } from './received.js';
import { countUpTo } from './search.js';

/** Where the records that came in are, at one position of the run: `received = buffered + waiting + inBatches + lost`. */
export interface Ledger {
  readonly received: number;
  /** In a receiver's buffer, in no block yet. */
  readonly buffered: number;
  /** In blocks that no batch has been given. */
  readonly waiting: number;
  readonly inBatches: number;
  /** Gone with a host that crashed, before a batch had them. */
  readonly lost: number;
  /** Of those in batches: in batches that completed without an error. */
  readonly processed: number;
}

/** Counts the records at `seq`. Sources without a receiver hand theirs to a batch at once. */
export function ledgerAt(recording: Recording, seq: number): Ledger {
  const received = recording.project(Received.of);
  let buffered = 0;
  let lost = 0;
  for (const record of received.records.slice(0, countUpTo(received.records, seq))) {
    if (record.lostAt !== undefined && record.lostAt <= seq) lost++;
    else if (record.block === undefined || record.block.seq > seq) buffered++;
  }
  let waiting = 0;
  for (const block of received.blocks.slice(0, countUpTo(received.blocks, seq))) {
    const isAllocated = block.allocated !== undefined && block.allocated.seq <= seq;
    if (isAllocated) continue;
    if (block.removedAt !== undefined && block.removedAt <= seq) lost += block.records;
    else waiting += block.records;
  }
  let inBatches = 0;
  let processed = 0;
  for (const batch of recording.project(Batches.of).at(seq)) {
    inBatches += batch.records ?? 0;
    if (batch.status === 'done') processed += batch.records ?? 0;
  }
  return { received: buffered + waiting + inBatches + lost, buffered, waiting, inBatches, lost, processed };
}

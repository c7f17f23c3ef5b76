import { Batches } from './batches.js';
import type { Recording } from './Recording.js';
import { Received } from './received.js';
import { lastUpTo } from './search.js';

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
  return lastUpTo(recording.project(ledgers), seq) ?? nothing;
}

type Sums = Omit<Ledger, 'received'>;
const none: Sums = { buffered: 0, waiting: 0, inBatches: 0, lost: 0, processed: 0 };
const nothing: Ledger = { ...none, received: 0 };

/** The ledger after every event that moved a record, in order: what is asked at every step is summed once. */
function ledgers(recording: Recording): readonly (Ledger & { readonly seq: number })[] {
  const moves: { readonly seq: number; readonly by: Partial<Sums> }[] = [];
  const { records, blocks } = recording.project(Received.of);
  for (const { seq, block, lostAt } of records) {
    moves.push({ seq, by: { buffered: 1 } });
    if (block !== undefined) moves.push({ seq: block.seq, by: { buffered: -1 } });
    else if (lostAt !== undefined) moves.push({ seq: lostAt, by: { buffered: -1, lost: 1 } });
  }
  for (const { seq, records: count, allocated, removedAt, missingAt } of blocks) {
    moves.push({ seq, by: { waiting: count } });
    if (allocated !== undefined) moves.push({ seq: allocated.seq, by: { waiting: -count } });
    else if (removedAt !== undefined) moves.push({ seq: removedAt, by: { waiting: -count, lost: count } });
    if (missingAt !== undefined) moves.push({ seq: missingAt, by: { lost: count } });
  }
  for (const batch of recording.project(Batches.of).all) {
    const seqs = [...batch.changes, ...batch.recordCounts].map(({ seq }) => seq).sort((a, b) => a - b);
    let before = { inBatches: 0, processed: 0 };
    for (const seq of seqs) {
      const inBatches = batch.recordsAt(seq) ?? 0;
      const processed = batch.statusAt(seq) === 'done' ? inBatches : 0;
      moves.push({ seq, by: { inBatches: inBatches - before.inBatches, processed: processed - before.processed } });
      before = { inBatches, processed };
    }
  }
  moves.sort((a, b) => a.seq - b.seq);
  const sums = { ...none };
  const found: (Ledger & { seq: number })[] = [];
  for (const { seq, by } of moves) {
    for (const key of Object.keys(by) as (keyof Sums)[]) sums[key] += by[key] ?? 0;
    const ledger = { ...sums, received: sums.buffered + sums.waiting + sums.inBatches + sums.lost, seq };
    if (found.at(-1)?.seq === seq) found[found.length - 1] = ledger;
    else found.push(ledger);
  }
  return found;
}

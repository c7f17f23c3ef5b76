import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

/** A row as it was inserted, and how often. `batchTimes`: the batches whose tasks or jobs were running then, where known. */
export interface SinkRow {
  readonly store: string;
  readonly table: string;
  readonly text: string;
  readonly count: number;
  /** The events, oldest first. */
  readonly seqs: readonly number[];
}

/** Rows that were inserted: `rows = distinct + duplicates`. */
export interface SinkLedger {
  readonly rows: number;
  readonly distinct: number;
  readonly duplicates: number;
}

/** What was inserted into the tables of every store, in order. */
export class SinkRows {
  private constructor(
    private readonly inserts: readonly {
      readonly seq: number;
      readonly store: string;
      readonly table: string;
      readonly text: string;
    }[],
  ) {}

  static of(this: void, recording: Recording): SinkRows {
    const inserts = [];
    for (const event of recording) {
      if (event.type !== 'row.committed' || event.change !== 'insert') continue;
      const text = Object.values(event.row ?? {}).join(', ');
      inserts.push({ seq: event.seq, store: event.store, table: event.table, text });
    }
    return new SinkRows(inserts);
  }

  get isEmpty(): boolean {
    return this.inserts.length === 0;
  }

  at(seq: number): readonly SinkRow[] {
    const rows = new Map<string, SinkRow & { count: number; seqs: number[] }>();
    for (const { seq: at, store, table, text } of this.inserts.slice(0, countUpTo(this.inserts, seq))) {
      const key = `${store}/${table}/${text}`;
      const row = rows.get(key) ?? { store, table, text, count: 0, seqs: [] };
      rows.set(key, row);
      row.count++;
      row.seqs.push(at);
    }
    return [...rows.values()];
  }

  ledger(seq: number): SinkLedger {
    const rows = countUpTo(this.inserts, seq);
    const distinct = this.at(seq).length;
    return { rows, distinct, duplicates: rows - distinct };
  }
}

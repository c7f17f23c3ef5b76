import type { Recording } from './Recording.js';

/** A record that a receiver took in, and what became of it. */
export interface ReceivedRecord {
  readonly seq: number;
  readonly stream: number;
  readonly record: string;
  /** The block it was cut into. */
  block: ReceivedBlock | undefined;
  /** From this event on it is lost: its host crashed while it was in the buffer. */
  lostAt: number | undefined;
}

/** A block of a receiver's records, and the batch it was given to. */
export interface ReceivedBlock {
  /** The event that stored it. */
  readonly seq: number;
  readonly stream: number;
  readonly block: string;
  readonly records: number;
  readonly contents: readonly string[] | undefined;
  allocated: { readonly seq: number; readonly batchTime: number } | undefined;
  /** From this event on nobody holds it any more. */
  removedAt: number | undefined;
  /** Its batch was run again from here on, without it: the driver that held it is dead, and no log had it. */
  missingAt?: number;
}

/**
 * Records on their way from a receiver's buffer through a block to a batch.
 * A block takes the oldest records of its stream's buffer, as many as it says it holds.
 */
export class Received {
  readonly records: ReceivedRecord[] = [];
  readonly blocks: ReceivedBlock[] = [];
  private byBatch: Map<number, { readonly records: ReceivedRecord[]; readonly blocks: ReceivedBlock[] }> | undefined;
  private readonly byName = new Map<string, ReceivedBlock>();

  static of(this: void, recording: Recording): Received {
    const received = new Received();
    const buffers = new Map<number, ReceivedRecord[]>();
    const heldBy = new Map<ReceivedRecord | ReceivedBlock, string>();
    for (const event of recording) {
      switch (event.type) {
        case 'record.received': {
          const { seq, stream, record } = event;
          const taken: ReceivedRecord = { seq, stream, record, block: undefined, lostAt: undefined };
          received.records.push(taken);
          const buffer = buffers.get(stream) ?? [];
          buffers.set(stream, buffer);
          buffer.push(taken);
          heldBy.set(taken, event.host);
          break;
        }
        case 'block.stored': {
          const { seq, stream, block: name, records, contents } = event;
          const block: ReceivedBlock = {
            seq,
            stream,
            block: name,
            records,
            contents,
            allocated: undefined,
            removedAt: undefined,
          };
          received.blocks.push(block);
          received.byName.set(name, block);
          heldBy.set(block, event.host);
          for (const record of (buffers.get(stream) ?? []).splice(0, records)) record.block = block;
          break;
        }
        case 'blocks.allocated':
          for (const name of event.blocks) {
            const block = received.byName.get(name);
            if (block === undefined) continue;
            // After a recovery the same blocks are given to the same batch again; the first time is the fact.
            block.allocated ??= { seq: event.seq, batchTime: event.batchTime };
            // What a log kept was not gone.
            block.removedAt = undefined;
          }
          break;
        case 'batch.submitted':
          if (event.records === 0) received.ranAgainWithout(event.batchTime, event.seq);
          break;
        case 'host.crashed':
          received.hostDied(event.host, event.seq, buffers, heldBy);
          break;
        case 'block.removed': {
          const block = received.byName.get(event.block);
          if (block !== undefined) block.removedAt = event.seq;
          break;
        }
        default:
      }
    }
    return received;
  }

  /** A batch that had blocks is submitted once more, with no record: after a recovery without a log. */
  private ranAgainWithout(batchTime: number, seq: number): void {
    for (const block of this.blocks) {
      if (block.allocated?.batchTime === batchTime && block.missingAt === undefined) block.missingAt = seq;
    }
  }

  /** What a host held in memory only is gone with it: buffers, and blocks that no batch has been given. */
  private hostDied(
    host: string,
    seq: number,
    buffers: ReadonlyMap<number, ReceivedRecord[]>,
    heldBy: ReadonlyMap<ReceivedRecord | ReceivedBlock, string>,
  ): void {
    for (const buffer of buffers.values()) {
      for (const record of buffer) if (heldBy.get(record) === host) record.lostAt = seq;
      buffer.splice(0, buffer.length, ...buffer.filter((record) => record.lostAt === undefined));
    }
    for (const block of this.blocks) {
      if (block.allocated === undefined && block.removedAt === undefined && heldBy.get(block) === host) block.removedAt = seq;
    }
  }

  /** What a batch was given. */
  ofBatch(batchTime: number): { readonly records: readonly ReceivedRecord[]; readonly blocks: readonly ReceivedBlock[] } {
    if (this.byBatch === undefined) {
      this.byBatch = new Map();
      const of = (time: number) => {
        const known = this.byBatch?.get(time) ?? { records: [], blocks: [] };
        this.byBatch?.set(time, known);
        return known;
      };
      for (const block of this.blocks) if (block.allocated !== undefined) of(block.allocated.batchTime).blocks.push(block);
      for (const record of this.records) {
        const time = record.block?.allocated?.batchTime;
        if (time !== undefined) of(time).records.push(record);
      }
    }
    return this.byBatch.get(batchTime) ?? { records: [], blocks: [] };
  }

  block(name: string): ReceivedBlock | undefined {
    return this.byName.get(name);
  }
}

import { ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';
import { Received, type ReceivedRecord } from './received.js';
import { countUpTo } from './search.js';

/** `waits`: no batch has it yet; `given`: a batch has it; `lost`: nobody holds it any more, and no batch had it. */
export type BlockStatus = 'waits' | 'given' | 'lost';

export interface BlockLine {
  readonly seq: number;
  readonly stream: number;
  readonly block: string;
  readonly records: number;
  readonly contents: readonly string[];
  readonly status: BlockStatus;
  /** Batch time in ms, once it is given. */
  readonly batchTime: number | undefined;
}

/** A receiver at one position of the run. */
export interface ReceiverLine {
  readonly stream: number;
  readonly name: string;
  readonly executor: string;
  readonly status: 'running' | 'restarting' | 'stopped';
  /** How often it was started. */
  readonly starts: number;
  /** Why it stopped or restarts. */
  readonly message: string | undefined;
  /** Upper limit in records per second, where backpressure set one. */
  readonly recordsPerSecMax: number | undefined;
  /** In its buffer, in no block yet; the oldest first. */
  readonly buffer: readonly string[];
  /** Of those it took in: lost with its host. */
  readonly lost: number;
}

interface Change {
  readonly seq: number;
  readonly set: Partial<ReceiverLine>;
}

/** Receivers, their buffers and the blocks they made. */
export class Receivers {
  private readonly changes = new Map<number, Change[]>();
  private gone: readonly ReceivedRecord[] | undefined;

  private constructor(private readonly recording: Recording) {}

  static of(this: void, recording: Recording): Receivers {
    const receivers = new Receivers(recording);
    const starts = new Map<number, number>();
    const change = (stream: number, seq: number, set: Partial<ReceiverLine>): void => {
      const list = receivers.changes.get(stream) ?? [];
      receivers.changes.set(stream, list);
      list.push({ seq, set });
    };
    for (const event of recording) {
      const { seq } = event;
      switch (event.type) {
        case 'receiver.started': {
          const { stream, name, executor } = event;
          const count = (starts.get(stream) ?? 0) + 1;
          starts.set(stream, count);
          change(stream, seq, { name, executor, status: 'running', starts: count, message: undefined });
          break;
        }
        case 'receiver.stopped':
          change(event.stream, seq, { status: 'stopped', message: event.message });
          break;
        case 'receiver.restarting':
          change(event.stream, seq, { status: 'restarting', message: event.message });
          break;
        case 'receiver.error':
          change(event.stream, seq, { message: event.message });
          break;
        case 'rate.updated':
          change(event.stream, seq, { recordsPerSecMax: event.recordsPerSec });
          break;
        default:
      }
    }
    return receivers;
  }

  /** Whether the run has a receiver at all. */
  get isEmpty(): boolean {
    return this.changes.size === 0;
  }

  at(seq: number): readonly ReceiverLine[] {
    const graph = this.recording.project(ProgramGraph.of);
    const { records } = this.recording.project(Received.of);
    const until = countUpTo(records, seq);
    this.gone ??= records.filter((record) => record.lostAt !== undefined);
    const { gone } = this;
    const lines: ReceiverLine[] = [];
    for (const [stream, changes] of this.changes) {
      const known = changes.slice(0, countUpTo(changes, seq));
      if (known.length === 0) continue;
      const buffer: string[] = [];
      // The buffer is what came last: the records behind the newest one that is in a block or gone.
      for (let i = until - 1; i >= 0; i--) {
        const record = records[i]!;
        if (record.stream !== stream) continue;
        if ((record.block?.seq ?? record.lostAt ?? Number.POSITIVE_INFINITY) <= seq) break;
        buffer.unshift(record.record);
      }
      const lost = gone.filter((record) => record.stream === stream && record.lostAt! <= seq).length;
      let line: ReceiverLine = {
        ...{ stream, name: graph.streamLabel(stream), executor: '', status: 'running', starts: 0, message: undefined },
        ...{ recordsPerSecMax: undefined, buffer, lost },
      };
      for (const { set } of known) line = { ...line, ...set };
      lines.push(line);
    }
    return lines;
  }

  /** How many blocks were stored up to `seq`. */
  blockCount(seq: number): number {
    return countUpTo(this.recording.project(Received.of).blocks, seq);
  }

  /** The blocks stored up to `seq`, oldest first; at most the last `most` of them. */
  blocksAt(seq: number, most = Number.POSITIVE_INFINITY): readonly BlockLine[] {
    const received = this.recording.project(Received.of);
    const count = this.blockCount(seq);
    return received.blocks.slice(Math.max(0, count - most), count).map((block): BlockLine => {
      const { stream, block: name, records, contents, allocated, removedAt } = block;
      const isGiven = allocated !== undefined && allocated.seq <= seq;
      const isGone = removedAt !== undefined && removedAt <= seq;
      return {
        ...{ seq: block.seq, stream, block: name, records },
        contents: contents ?? received.records.filter((record) => record.block === block).map((record) => record.record),
        status: isGiven ? 'given' : isGone ? 'lost' : 'waits',
        batchTime: isGiven ? allocated.batchTime : undefined,
      };
    });
  }
}

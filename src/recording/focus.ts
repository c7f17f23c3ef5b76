import { Batches } from './batches.js';
import type { Recording } from './Recording.js';
import { Received } from './received.js';

/**
 * The batch that each event is about: the one it names; the one of its job or stage; for a record or a block, the batch that it will
 * be given to. An event about none keeps the batch before it in focus.
 */
export class BatchFocus {
  private readonly indexes: Int32Array;

  private constructor(length: number) {
    this.indexes = new Int32Array(length);
  }

  static of(this: void, recording: Recording): BatchFocus {
    const batches = recording.project(Batches.of);
    const received = recording.project(Received.of);
    const focus = new BatchFocus(recording.length);
    const ahead = new Map<number, number>();
    for (const record of received.records) {
      if (record.block?.allocated !== undefined) ahead.set(record.seq, record.block.allocated.batchTime);
    }
    for (const block of received.blocks) if (block.allocated !== undefined) ahead.set(block.seq, block.allocated.batchTime);

    const ofJob = new Map<number, number>();
    const ofStage = new Map<number, number>();
    let current = -1;
    for (const event of recording) {
      let time: number | undefined = ahead.get(event.seq);
      if ('batchTime' in event && event.batchTime !== undefined) time = event.batchTime;
      if (event.type === 'job.started' && time !== undefined) {
        ofJob.set(event.job, time);
        for (const stage of event.stages) ofStage.set(stage, time);
      } else if (event.type === 'stage.submitted') {
        time = ofJob.get(event.job);
        if (time !== undefined) ofStage.set(event.stage, time);
      } else if (event.type === 'console.line') {
        if ('batchTime' in event.place && event.place.batchTime !== undefined) time = event.place.batchTime;
      } else if (time === undefined && 'stage' in event) time = ofStage.get(event.stage);
      else if (time === undefined && 'job' in event) time = ofJob.get(event.job);
      const found = time === undefined ? undefined : batches.ofTime(time)?.index;
      if (found !== undefined) current = found;
      focus.indexes[event.seq] = current;
    }
    return focus;
  }

  /** Index of the batch in focus at `seq`; -1 before the first. */
  at(seq: number): number {
    return this.indexes[seq] ?? -1;
  }
}

import { ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';
import { countUpTo, lastUpTo } from './search.js';

/**
 * Where a batch is at a position of the run: not there yet; generated with nothing to run; submitted and waiting for the ones before it;
 * running; completed; completed with an error, or its generation failed.
 */
export type BatchStatus = 'ahead' | 'idle' | 'queued' | 'running' | 'done' | 'failed';

interface Change {
  readonly seq: number;
  /** Microseconds. */
  readonly at: number;
  readonly status: BatchStatus;
  readonly schedulingDelayMs?: number;
  readonly processingDelayMs?: number;
  readonly reason?: string;
}

/** All that a run says about one batch. */
export class BatchFacts {
  readonly changes: Change[] = [];
  /** How many records the batch was given, from which `seq` on that is known. */
  readonly recordCounts: { readonly seq: number; readonly records: number }[] = [];

  /** @param index position in order of batch time, from 0 */
  constructor(
    readonly index: number,
    readonly number: number,
    /** Milliseconds. */
    readonly time: number,
  ) {}

  /** The event that made the batch; the start of the batch when stepping by batches. */
  get bornAt(): number {
    return this.changes[0]?.seq ?? 0;
  }

  /** Its records at `seq`; undefined: not known yet. */
  recordsAt(seq: number): number | undefined {
    return lastUpTo(this.recordCounts, seq)?.records;
  }

  statusAt(seq: number): BatchStatus {
    return lastUpTo(this.changes, seq)?.status ?? 'ahead';
  }

  at(seq: number): BatchView {
    const count = countUpTo(this.changes, seq);
    let view: BatchView = { ...emptyView, index: this.index, number: this.number, time: this.time };
    for (const change of this.changes.slice(0, count)) {
      view = {
        ...view,
        status: change.status,
        schedulingDelayMs: change.schedulingDelayMs ?? view.schedulingDelayMs,
        processingDelayMs: change.processingDelayMs ?? view.processingDelayMs,
        reason: change.reason ?? view.reason,
        submittedUs: change.status === 'queued' ? change.at : view.submittedUs,
        startedUs: change.status === 'running' ? change.at : view.startedUs,
        completedUs: change.status === 'done' || change.status === 'failed' ? change.at : view.completedUs,
        runs: change.status === 'running' ? view.runs + 1 : view.runs,
      };
    }
    return { ...view, records: this.recordsAt(seq) };
  }
}

/** A batch at one position of the run. Undefined: not known yet. */
export interface BatchView {
  readonly index: number;
  readonly number: number;
  readonly time: number;
  readonly status: BatchStatus;
  readonly records: number | undefined;
  readonly schedulingDelayMs: number | undefined;
  readonly processingDelayMs: number | undefined;
  readonly submittedUs: number | undefined;
  readonly startedUs: number | undefined;
  readonly completedUs: number | undefined;
  readonly reason: string | undefined;
  /** How often it was started; more than once after a recovery. */
  readonly runs: number;
}

const emptyView: BatchView = {
  index: 0,
  number: 0,
  time: 0,
  status: 'ahead',
  records: undefined,
  schedulingDelayMs: undefined,
  processingDelayMs: undefined,
  submittedUs: undefined,
  startedUs: undefined,
  completedUs: undefined,
  reason: undefined,
  runs: 0,
};

/** The batches of a run, oldest first. */
export class Batches {
  readonly all: readonly BatchFacts[];
  private readonly byTime = new Map<number, BatchFacts>();

  private constructor(times: readonly number[], graph: ProgramGraph) {
    this.all = times.map((time, index) => {
      const number = graph.batchDurationMs > 0 ? Math.round((time - graph.zeroTime) / graph.batchDurationMs) : index + 1;
      const facts = new BatchFacts(index, number, time);
      this.byTime.set(time, facts);
      return facts;
    });
  }

  static of(this: void, recording: Recording): Batches {
    const times = new Set<number>();
    for (const event of recording) if (isBatchEvent(event.type) && 'batchTime' in event) times.add(event.batchTime as number);
    const batches = new Batches(
      [...times].sort((a, b) => a - b),
      recording.project(ProgramGraph.of),
    );
    batches.read(recording);
    return batches;
  }

  at(seq: number): readonly BatchView[] {
    return this.all.map((batch) => batch.at(seq));
  }

  /** The batch of a batch time in milliseconds. */
  ofTime(batchTime: number): BatchFacts | undefined {
    return this.byTime.get(batchTime);
  }

  private read(recording: Recording): void {
    /** Records allotted so far per batch time; several streams may give to one batch. */
    const allotted = new Map<number, Map<number, number>>();
    for (const event of recording) {
      const { seq, at } = event;
      switch (event.type) {
        case 'blocks.allocated': {
          const streams = allotted.get(event.batchTime) ?? new Map<number, number>();
          allotted.set(event.batchTime, streams.set(event.stream, event.records));
          const records = [...streams.values()].reduce((sum, n) => sum + n, 0);
          this.byTime.get(event.batchTime)?.recordCounts.push({ seq, records });
          break;
        }
        case 'batch.generated':
          this.add(event.batchTime, { seq, at, status: event.jobs === 0 ? 'idle' : 'queued' });
          break;
        case 'batch.withoutJobs':
          this.add(event.batchTime, { seq, at, status: 'idle' });
          break;
        case 'batch.generationFailed':
          this.add(event.batchTime, { seq, at, status: 'failed', reason: event.reason });
          break;
        case 'batch.submitted':
          this.add(event.batchTime, { seq, at, status: 'queued' });
          this.byTime.get(event.batchTime)?.recordCounts.push({ seq, records: event.records });
          break;
        case 'batch.started':
          this.add(event.batchTime, { seq, at, status: 'running', schedulingDelayMs: event.schedulingDelayMs });
          break;
        case 'batch.completed': {
          const { schedulingDelayMs, processingDelayMs } = event;
          const status = event.failed ? 'failed' : 'done';
          this.add(event.batchTime, { seq, at, status, schedulingDelayMs, processingDelayMs });
          break;
        }
        default:
      }
    }
  }

  private add(batchTime: number, change: Change): void {
    this.byTime.get(batchTime)?.changes.push(change);
  }
}

function isBatchEvent(type: string): boolean {
  return type.startsWith('batch.');
}

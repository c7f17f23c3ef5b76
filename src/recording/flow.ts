import { Batches } from './batches.js';
import { ConsoleOutput, printedEntries } from './console.js';
import type { RunEvent } from './events.js';
import { BatchFocus } from './focus.js';
import { ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';
import { Received } from './received.js';

/** A block of a batch: one partition of its input. */
export interface FlowBlock {
  readonly seq: number;
  readonly block: string;
  readonly records: number;
  readonly contents: readonly string[];
  readonly isAllocated: boolean;
}
export interface FlowTask {
  readonly seq: number;
  readonly task: number;
  readonly partition: number;
  readonly attempt: number;
  readonly executor: string;
  readonly core: number;
  readonly status: 'running' | 'done' | 'failed';
  readonly reason: string | undefined;
  /** The records of the stage's last RDD in this partition; undefined until computed. */
  readonly records: number | undefined;
  readonly contents: readonly string[];
  readonly startedUs: number;
  readonly endedUs: number | undefined;
}
export interface FlowStage {
  readonly seq: number;
  readonly stage: number;
  readonly attempt: number;
  readonly name: string;
  readonly kind: 'map' | 'result';
  readonly taskCount: number;
  readonly status: 'running' | 'done' | 'failed' | 'skipped';
  readonly tasks: readonly FlowTask[];
  /** Records read by and written to the shuffle, when the stage ends in one. */
  readonly shuffle: { readonly read: number; readonly written: number } | undefined;
}
export interface FlowJob {
  readonly seq: number;
  readonly job: number;
  readonly output: number | undefined;
  readonly action: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly stages: readonly FlowStage[];
}
export interface FlowOutput {
  readonly output: number;
  readonly name: string;
  readonly status: 'ahead' | 'running' | 'done' | 'failed';
  readonly failure: string | undefined;
  /** The records below the header. */
  readonly printed: readonly { readonly seq: number; readonly text: string }[];
}

/** The way of a batch's records at one position of the run, from the receiver to the output. */
export interface FlowView {
  readonly index: number;
  /** Received for this batch and still in a receiver's buffer. */
  readonly buffered: readonly { readonly seq: number; readonly record: string }[];
  readonly blocks: readonly FlowBlock[];
  readonly jobs: readonly FlowJob[];
  readonly outputs: readonly FlowOutput[];
}

/** What happened to the jobs of each batch, kept as the events that say so. */
export class BatchFlow {
  private readonly events = new Map<number, RunEvent[]>();

  private constructor(private readonly recording: Recording) {}

  static of(this: void, recording: Recording): BatchFlow {
    const flow = new BatchFlow(recording);
    const focus = recording.project(BatchFocus.of);
    for (const event of recording) {
      if (!flowTypes.has(event.type)) continue;
      const index = focus.at(event.seq);
      const list = flow.events.get(index) ?? [];
      flow.events.set(index, list);
      list.push(event);
    }
    return flow;
  }

  /** @param index of the batch, as `Batches` counts */
  at(index: number, seq: number): FlowView {
    const received = this.recording.project(Received.of);
    const batchTime = this.recording.project(Batches.of).all[index]?.time;
    const own = batchTime === undefined ? undefined : received.ofBatch(batchTime);
    const buffered = (own?.records ?? [])
      .filter((r) => r.seq <= seq && (r.block === undefined || r.block.seq > seq))
      .map(({ seq: at, record }) => ({ seq: at, record }));
    const blocks = (own?.blocks ?? [])
      .filter((block) => block.seq <= seq)
      .map((block) => ({
        seq: block.seq,
        block: block.block,
        records: block.records,
        contents: block.contents ?? own!.records.filter((r) => r.block === block).map((r) => r.record),
        isAllocated: block.allocated !== undefined && block.allocated.seq <= seq,
      }));
    const builder = new FlowBuilder();
    for (const event of this.events.get(index) ?? []) {
      if (event.seq > seq) break;
      builder.add(event);
    }
    return { index, buffered, blocks, jobs: [...builder.jobs.values()], outputs: this.outputs(batchTime, seq, builder) };
  }

  private outputs(batchTime: number | undefined, seq: number, builder: FlowBuilder): readonly FlowOutput[] {
    if (batchTime === undefined) return [];
    const graph = this.recording.project(ProgramGraph.of);
    const output = this.recording.project(ConsoleOutput.of);
    const known = new Map([...graph.outputs.values()].map(({ output: number, name }) => [number, name]));
    for (const [number, { name }] of builder.outputs) known.set(number, name);
    return [...known].map(([number, name]) => {
      const here = builder.outputs.get(number);
      return {
        output: number,
        name,
        status: here?.status ?? 'ahead',
        failure: here?.failure,
        printed: printedEntries(output.ofBatch(batchTime, seq, number)),
      };
    });
  }
}

const flowTypes: ReadonlySet<string> = new Set([
  'job.started',
  'job.completed',
  'stage.submitted',
  'stage.skipped',
  'stage.completed',
  'task.started',
  'task.completed',
  'task.failed',
  'partition.computed',
  'shuffle.written',
  'output.started',
  'output.completed',
]);

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** Folds the events of one batch. */
class FlowBuilder {
  readonly jobs = new Map<number, Building<FlowJob> & { stages: Building<FlowStage>[] }>();
  readonly outputs = new Map<number, { name: string; status: 'running' | 'done' | 'failed'; failure: string | undefined }>();
  private readonly stages = new Map<number, Building<FlowStage> & { tasks: Building<FlowTask>[] }>();
  private readonly tasks = new Map<number, Building<FlowTask>>();

  add(event: RunEvent): void {
    switch (event.type) {
      case 'output.started':
        this.outputs.set(event.output, { name: event.name, status: 'running', failure: undefined });
        break;
      case 'output.completed':
        this.outputs.set(event.output, {
          name: event.name,
          status: event.failure === undefined ? 'done' : 'failed',
          failure: event.failure,
        });
        break;
      case 'job.started':
        this.jobs.set(event.job, {
          seq: event.seq,
          job: event.job,
          output: event.output,
          action: event.action,
          status: 'running',
          stages: [],
        });
        break;
      case 'job.completed': {
        const job = this.jobs.get(event.job);
        if (job !== undefined) job.status = event.failure === undefined ? 'done' : 'failed';
        break;
      }
      case 'stage.submitted': {
        const { seq, stage, attempt, name, kind, tasks: taskCount } = event;
        const made = { seq, stage, attempt, name, kind, taskCount, status: 'running' as const, tasks: [], shuffle: undefined };
        this.stages.set(stage, made);
        this.jobs.get(event.job)?.stages.push(made);
        break;
      }
      case 'stage.skipped': {
        const { seq, stage, name, tasks: taskCount } = event;
        const kind = 'map' as const;
        const made = { seq, stage, attempt: 0, name, kind, taskCount, status: 'skipped' as const, tasks: [], shuffle: undefined };
        this.jobs.get(event.job)?.stages.push(made);
        break;
      }
      case 'stage.completed': {
        const stage = this.stages.get(event.stage);
        if (stage !== undefined) stage.status = event.failure === undefined ? 'done' : 'failed';
        break;
      }
      case 'task.started': {
        const { seq, task, partition, attempt, executor, core, at: startedUs } = event;
        const unknown = { reason: undefined, records: undefined, contents: [], endedUs: undefined };
        const made = { seq, task, partition, attempt, executor, core, startedUs, status: 'running' as const, ...unknown };
        this.tasks.set(task, made);
        this.stages.get(event.stage)?.tasks.push(made);
        break;
      }
      case 'task.completed': {
        const task = this.tasks.get(event.task);
        if (task !== undefined)
          Object.assign(task, { status: 'done', endedUs: event.at, records: task.records ?? event.records });
        break;
      }
      case 'task.failed': {
        const task = this.tasks.get(event.task);
        if (task !== undefined) Object.assign(task, { status: 'failed', endedUs: event.at, reason: event.reason });
        break;
      }
      case 'partition.computed': {
        const tasks = this.stages.get(event.stage)?.tasks.filter((task) => task.partition === event.partition) ?? [];
        const task = tasks.at(-1);
        if (task !== undefined) Object.assign(task, { records: event.records, contents: event.contents });
        break;
      }
      case 'shuffle.written': {
        // The event names the shuffle, not the stage: the one whose map task has just run.
        const stage = [...this.stages.values()].reverse().find(({ kind, status }) => kind === 'map' && status === 'running');
        if (stage === undefined) break;
        const before = stage.shuffle ?? { read: 0, written: 0 };
        stage.shuffle = { read: before.read + event.read, written: before.written + event.written };
        break;
      }
      default:
    }
  }
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Case, Outcome, ProgramText, RunLimits, Runner } from '../classroom/index.js';
import { Recording } from '../recording/index.js';
import { EventLog } from '../sim/kernel/EventLog.js';
import type { GradeReply, GradeRequest } from './gradeProtocol.js';
import { whereItLoops } from './whereItLoops.js';

/** How long one case may compute in real time, in ms. */
const patience = 3000;

/** Cases that a thread should have before another one is started for the same program: a start costs as much as some twenty runs. */
const casesPerThread = 20;
/** Programs whose threads are kept: a submission, its solution, and those of the saves before. */
const keptPrograms = 8;

/** Runs untrusted programs, each in threads of its own that are kept for further cases of the same program. */
export class ThreadRunner implements Runner {
  private readonly pools = new Map<string, (ProgramThread | undefined)[]>();

  /**
   * @param worker the built thread: `gradeWorker.js`
   * @param width threads for one program at most; unless said, one for each core
   */
  constructor(
    private readonly worker: URL,
    private readonly width = availableParallelism(),
  ) {}

  /** Which thread a case runs in depends on its place alone, so that a second run of the same cases meets whatever the first left behind. */
  async run(program: ProgramText, cases: readonly Case[], limits: RunLimits): Promise<readonly Outcome[]> {
    const threads = Math.max(1, Math.min(this.width, Math.floor(cases.length / casesPerThread)));
    const outcomes = new Array<Outcome | undefined>(cases.length).fill(undefined);
    const until = performance.now() + limits.wallMs;
    let isEndless = false;
    const share = async (first: number): Promise<void> => {
      for (let i = first; i < cases.length && !isEndless; i += threads) {
        const outcome = await this.runOne(program, first, cases[i] as Case, limits, until);
        outcomes[i] = outcome;
        // What does not end on one case will not end on the next one either.
        isEndless ||= outcome.kind === 'error' && outcome.message === endless;
      }
    };
    await Promise.all(Array.from({ length: threads }, (_, first) => share(first)));
    const last = outcomes.findLast((outcome) => outcome?.kind === 'error' && outcome.message === endless);
    return outcomes.map((outcome) => outcome ?? (last as Outcome));
  }

  /** Ends all threads. */
  close(): void {
    for (const pool of this.pools.values()) for (const thread of pool) thread?.close();
    this.pools.clear();
  }

  private async runOne(program: ProgramText, thread: number, given: Case, limits: RunLimits, until: number): Promise<Outcome> {
    const left = until - performance.now();
    if (left <= 0) {
      const message = `the runs took more than ${limits.wallMs / 1000} s in all`;
      return { kind: 'error', owner: 'your program', message };
    }
    return this.threadOf(program, thread, limits).run(given, limits, Math.min(left, patience));
  }

  private threadOf(program: ProgramText, index: number, { memoryMb }: RunLimits): ProgramThread {
    const key = `${program.name}\n${program.text}`;
    const pool = this.pools.get(key) ?? [];
    // Used last, so that the first of the map is the one that was not used for the longest time.
    this.pools.delete(key);
    this.pools.set(key, pool);
    if (this.pools.size > keptPrograms) this.closeOldest();
    let thread = pool[index];
    if (thread === undefined || thread.isOver) {
      thread = new ProgramThread(this.worker, program, memoryMb);
      pool[index] = thread;
    }
    return thread;
  }

  /** Ends the threads of the program that was not run for the longest time, unless one of them is at work. */
  private closeOldest(): void {
    for (const [key, pool] of this.pools) {
      if (pool.some((thread) => thread?.isBusy)) continue;
      for (const thread of pool) thread?.close();
      this.pools.delete(key);
      return;
    }
  }
}

const endless = 'it computes without end, and no virtual time passes';

class ProgramThread {
  isOver = false;
  private readonly thread: Worker;
  private waiting: { readonly id: number; readonly resolve: (outcome: Outcome) => void; readonly given: Case } | undefined;
  private requests = 0;
  /** Cases come one after the other, whoever asks. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    worker: URL,
    private readonly program: ProgramText,
    private readonly memoryMb: number,
  ) {
    this.thread = new Worker(worker, {
      workerData: program,
      stdin: false,
      stdout: true,
      stderr: true,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
    });
    this.thread.unref();
    this.thread.on('message', (reply: GradeReply) => this.answered(reply));
    this.thread.on('error', (error: NodeJS.ErrnoException) => this.broke(error));
    this.thread.on('exit', () => this.broke(undefined));
  }

  get isBusy(): boolean {
    return this.waiting !== undefined;
  }

  run(given: Case, limits: RunLimits, waitMs: number): Promise<Outcome> {
    const result = this.queue.then(() => this.ask(given, limits, waitMs));
    this.queue = result.catch(() => {});
    return result;
  }

  close(): void {
    this.isOver = true;
    void this.thread.terminate();
  }

  private ask(given: Case, { activations, provenance }: RunLimits, waitMs: number): Promise<Outcome> {
    if (this.isOver)
      return Promise.resolve({ kind: 'error', owner: 'your program', message: 'it ended the thread that it ran in' });
    return new Promise((resolve) => {
      this.thread.ref();
      const timer = setTimeout(() => void this.stop(), waitMs);
      this.waiting = {
        id: this.requests++,
        given,
        resolve: (outcome) => {
          clearTimeout(timer);
          this.waiting = undefined;
          this.thread.unref();
          resolve(outcome);
        },
      };
      const request: GradeRequest = { id: this.waiting.id, given, activations, provenance: provenance === true };
      this.thread.postMessage(request);
    });
  }

  /** Ends a program that gives no answer, and says where it is. */
  private async stop(): Promise<void> {
    const line = await whereItLoops(this.thread.threadId, this.program.name);
    this.isOver = true;
    this.waiting?.resolve({ kind: 'error', owner: 'your program', message: endless, ...(line === undefined ? {} : { line }) });
    void this.thread.terminate();
  }

  private broke(error: NodeJS.ErrnoException | undefined): void {
    this.isOver = true;
    const message =
      error === undefined
        ? 'it ended the thread that it ran in'
        : error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `it needs more than ${this.memoryMb} MB of memory`
          : error.message;
    this.waiting?.resolve({ kind: 'error', owner: 'your program', message });
  }

  private answered(reply: GradeReply): void {
    // What the program itself sends has no id that is waited for.
    if (this.waiting === undefined || reply.id !== this.waiting.id) return;
    this.waiting.resolve(outcomeOf(reply, this.waiting.given, this.program));
  }
}

function outcomeOf(reply: GradeReply, given: Case, program: ProgramText): Outcome {
  switch (reply.kind) {
    case 'called':
      return { kind: 'called', results: reply.results };
    case 'refused': {
      const owner = reply.by === 'program' ? 'your program' : 'the fault in the script';
      return { kind: 'error', owner, ...reply.problem };
    }
    case 'ran': {
      const { end, problem } = reply;
      if (end.kind === 'limit') return { kind: 'error', owner: 'your program', message: end.reason };
      const run = {
        programText: program.text,
        scriptText: given.script ?? '',
        seed: given.seed ?? '0',
        settings: given.settings ?? {},
        end: end.reason,
      };
      const recording = new Recording(EventLog.fromParts(reply.parts), run, undefined, reply.provenance);
      return { kind: 'ran', recording, end: end.reason, ...(problem === undefined ? {} : { problem }) };
    }
  }
}

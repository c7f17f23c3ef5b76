import { Worker } from 'node:worker_threads';
import type { Case, Outcome, ProgramText, RunLimits, Runner } from '../classroom/index.js';
import { Recording } from '../recording/index.js';
import { EventLog } from '../sim/kernel/EventLog.js';
import type { GradeReply, GradeRequest } from './gradeProtocol.js';
import { whereItLoops } from './whereItLoops.js';

/** How long one case may compute in real time, in ms. */
const patience = 3000;

/** Runs untrusted programs, each in a thread of its own that is kept for further cases of the same program. */
export class ThreadRunner implements Runner {
  private readonly threads = new Map<string, ProgramThread>();

  /** @param worker the built thread: `gradeWorker.js` */
  constructor(private readonly worker: URL) {}

  async run(program: ProgramText, cases: readonly Case[], limits: RunLimits): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    const until = performance.now() + limits.wallMs;
    for (const given of cases) {
      const left = until - performance.now();
      if (left <= 0) {
        const message = `the runs took more than ${limits.wallMs / 1000} s in all`;
        outcomes.push({ kind: 'error', owner: 'your program', message });
        continue;
      }
      const outcome = await this.threadOf(program, limits).run(given, limits.activations, Math.min(left, patience));
      outcomes.push(outcome);
      // What does not end on one case will not end on the next one either.
      if (outcome.kind === 'error' && outcome.message === endless) break;
    }
    while (outcomes.length < cases.length) outcomes.push(outcomes.at(-1) as Outcome);
    return outcomes;
  }

  /** Ends all threads. */
  close(): void {
    for (const thread of this.threads.values()) thread.close();
    this.threads.clear();
  }

  private threadOf(program: ProgramText, { memoryMb }: RunLimits): ProgramThread {
    const key = `${program.name}\n${program.text}`;
    let thread = this.threads.get(key);
    if (thread === undefined || thread.isOver) {
      thread = new ProgramThread(this.worker, program, memoryMb);
      this.threads.set(key, thread);
    }
    return thread;
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

  run(given: Case, activations: number, waitMs: number): Promise<Outcome> {
    const result = this.queue.then(() => this.ask(given, activations, waitMs));
    this.queue = result.catch(() => {});
    return result;
  }

  close(): void {
    this.isOver = true;
    void this.thread.terminate();
  }

  private ask(given: Case, activations: number, waitMs: number): Promise<Outcome> {
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
      const request: GradeRequest = { id: this.waiting.id, given, activations };
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
      const recording = new Recording(EventLog.fromParts(reply.parts), {
        programText: program.text,
        scriptText: given.script ?? '',
        seed: given.seed ?? '0',
        settings: given.settings ?? {},
        end: end.reason,
      });
      return { kind: 'ran', recording, end: end.reason, ...(problem === undefined ? {} : { problem }) };
    }
  }
}

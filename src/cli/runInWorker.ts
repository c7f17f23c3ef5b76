import { Worker } from 'node:worker_threads';
import { Recording } from '../recording/index.js';
import { EventLog } from '../sim/kernel/EventLog.js';
import type { RunEnd } from '../sim/kernel/Kernel.js';
import { printScript } from '../sim/script/Script.js';
import type { LogText, RunProblem, RunRequest, WorkerMessage } from './protocol.js';
import { whereItLoops } from './whereItLoops.js';

/** What a run gave. */
export interface RunResult {
  readonly end: RunEnd;
  /** Missing when the program never came to an end of its own. */
  readonly recording?: Recording;
  readonly problem?: RunProblem;
  /** The command was wrong, not the program. */
  readonly usage?: boolean;
}

export interface RunListener {
  onLines?(lines: readonly string[]): void;
  onLog?(log: readonly LogText[]): void;
  /** Virtual ms that have been run. */
  onProgress?(at: number): void;
}

/** How long a program may compute without any virtual time passing, in ms of real time. */
const patience = 5000;

/** Runs a program in a thread of its own: a loop without end stops that thread, never this one. */
export function runInWorker(worker: URL, request: RunRequest, listener: RunListener = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const thread = new Worker(worker, { workerData: request, stdin: false });
    let lastSign = performance.now();
    let over = false;
    const finish = (result: RunResult): void => {
      if (over) return;
      over = true;
      clearInterval(watchdog);
      void thread.terminate();
      resolve(result);
    };
    const failed = (message: string, line?: number): void =>
      finish({ end: { kind: 'error', reason: message }, problem: { message, ...(line === undefined ? {} : { line }) } });
    let asking = false;
    const watchdog = setInterval(() => {
      if (asking || performance.now() - lastSign < patience) return;
      asking = true;
      void whereItLoops(thread.threadId, request.programName).then((line) =>
        failed(`it computes for ${patience / 1000} s and no virtual time passes: a loop without end?`, line),
      );
    }, 250);
    thread.on('message', (message: WorkerMessage) => {
      lastSign = performance.now();
      switch (message.kind) {
        case 'progress':
          if (message.lines.length > 0) listener.onLines?.(message.lines);
          if (message.log.length > 0) listener.onLog?.(message.log);
          listener.onProgress?.(message.at);
          return;
        case 'refused':
          finish({ end: { kind: 'error', reason: message.problem.message }, problem: message.problem, usage: message.usage });
          return;
        case 'done': {
          const description = {
            programText: request.program,
            scriptText: printScript(request.script),
            seed: request.seed,
            settings: request.settings,
            end: message.end.reason,
          };
          const recording = new Recording(EventLog.fromParts(message.parts), description, undefined, message.provenance);
          finish({ end: message.end, recording, ...(message.problem === undefined ? {} : { problem: message.problem }) });
        }
      }
    });
    thread.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    thread.on('exit', () => failed('the thread of the program ended'));
  });
}

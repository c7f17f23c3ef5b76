import { readFileSync, writeFileSync } from 'node:fs';
import { Batches, canonicalText, diffFirst } from '../../recording/index.js';
import { parseScript, parseTime } from '../../sim/script/parseScript.js';
import type { Script } from '../../sim/script/Script.js';
import { ScriptError } from '../../sim/script/ScriptError.js';
import { readFeed, withFeeds } from '../feed.js';
import type { RunProblem, RunRequest } from '../protocol.js';
import { type RunResult, runInWorker } from '../runInWorker.js';
import { readSetting } from '../settings.js';
import { findTarget, type Target } from '../target.js';
import { UsageError } from '../UsageError.js';

export interface RunOptions {
  readonly script?: string;
  readonly seed?: string;
  readonly set: readonly string[];
  readonly feed: readonly string[];
  readonly until?: string;
  readonly json?: boolean;
  readonly trace?: string;
  readonly verify?: boolean;
}

/** Runs a lesson or a program without a screen; what the program prints goes to standard output, everything else to standard error. @returns the exit code */
export async function run(worker: URL, name: string, options: RunOptions): Promise<number> {
  const target = findTarget(name);
  const request = requestOf(target, options);
  const quiet = options.json === true || options.verify === true;
  let at = 0;
  const result = await runInWorker(worker, request, {
    onLines: (lines) => {
      if (!quiet) process.stdout.write(`${lines.join('\n')}\n`);
    },
    onLog: (log) => {
      if (!quiet) for (const { text } of log) process.stderr.write(`${text}\n`);
    },
    onProgress: (now) => {
      if (process.stderr.isTTY && !process.stdout.isTTY && now - at > 60_000) {
        at = now;
        process.stderr.write(`\r${Math.floor(now / 1000)} s of virtual time\x1b[K`);
      }
    },
  });
  if (options.trace !== undefined && result.recording !== undefined) writeTrace(options.trace, result);
  if (options.verify === true) return verify(worker, request, result, target);
  if (options.json === true) process.stdout.write(`${JSON.stringify(summary(target, request, result), null, 2)}\n`);
  if (result.problem !== undefined) {
    report(target.programName, result.problem);
    return result.usage === true ? 2 : 1;
  }
  if (result.end.kind === 'stuck' || result.end.kind === 'limit') {
    process.stderr.write(`The run ended early: ${result.end.reason}\n`);
    return 1;
  }
  return 0;
}

/** @throws {UsageError} options that cannot be read */
export function requestOf(target: Target, options: Omit<RunOptions, 'json' | 'trace' | 'verify'>): RunRequest {
  const settings: Record<string, string> = { ...target.settings };
  const feeds = options.feed.flatMap(readFeed);
  const script = withFeeds(readScript(target, options.script), feeds);
  // A lesson ends where its text does; lines of one's own go to their own end.
  if (feeds.length > 0 || options.script !== undefined) delete settings.until;
  for (const text of options.set) {
    const [key, value] = readSetting(text);
    settings[key] = value;
  }
  if (options.until !== undefined) settings.until = options.until;
  if (settings.until !== undefined && parseTime(settings.until) === undefined) {
    throw new UsageError(`--until ${settings.until}: expected a time such as 10s or 1500ms.`);
  }
  const { program, programName } = target;
  return { program, programName, script, seed: options.seed ?? target.seed, settings, trace: 'detail' };
}

function readScript(target: Target, file: string | undefined): Script {
  let text = target.script;
  if (file !== undefined) {
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      throw new UsageError(`There is no script ${file}.`);
    }
  }
  try {
    return parseScript(text);
  } catch (error) {
    if (error instanceof ScriptError) throw new UsageError(`${file ?? 'script'}: ${error.message}`);
    throw error;
  }
}

export function report(programName: string, { message, line }: RunProblem): void {
  process.stderr.write(`${programName}${line === undefined ? '' : `, line ${line}`}: ${message}\n`);
}

function writeTrace(file: string, { recording }: RunResult): void {
  const lines: string[] = [];
  for (const event of recording ?? []) lines.push(canonicalText(event));
  try {
    writeFileSync(file, `${lines.join('\n')}\n`);
  } catch (error) {
    throw new UsageError(`--trace ${file}: ${(error as Error).message}`);
  }
}

function summary(target: Target, request: RunRequest, { end, recording, problem }: RunResult): unknown {
  const batches = recording?.project(Batches.of).all.map((batch) => ({ ...batch })) ?? [];
  const output: string[] = [];
  for (const event of recording ?? []) if (event.type === 'console.line') output.push(event.text);
  return {
    program: target.lesson?.folder ?? target.programName,
    seed: request.seed,
    settings: request.settings,
    end: end.kind,
    reason: end.reason,
    events: recording?.length ?? 0,
    digest: recording?.digest ?? null,
    output,
    batches,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Runs the same again and compares byte by byte. */
async function verify(worker: URL, request: RunRequest, first: RunResult, target: Target): Promise<number> {
  const second = await runInWorker(worker, request);
  if (first.recording === undefined || second.recording === undefined) {
    if (first.problem !== undefined) report(target.programName, first.problem);
    return 1;
  }
  const { digest, length } = first.recording;
  if (digest === second.recording.digest) {
    process.stdout.write(`The same twice: ${length} events, digest ${digest}\n`);
    return 0;
  }
  const difference = diffFirst(first.recording, second.recording);
  process.stdout.write(`The two runs differ: ${JSON.stringify(difference, null, 2)}\n`);
  return 1;
}

import { readFileSync, writeFileSync } from 'node:fs';
import { type BranchChange, changedTexts, type RunTexts } from '../../recording/index.js';
import { parseTime } from '../../sim/script/parseScript.js';
import { ScriptError } from '../../sim/script/ScriptError.js';
import { replayCommand, savedText } from '../replayCode.js';
import { sandboxStart } from '../sandboxTemplates.js';
import { readSetting } from '../settings.js';
import { UsageError } from '../UsageError.js';
import { openRun, showSession } from './replay.js';

export interface SandboxOptions {
  readonly input?: string;
  readonly add: readonly string[];
  readonly set: readonly string[];
  readonly seed?: string;
  readonly save?: string;
  readonly share?: boolean;
  readonly plain?: boolean;
}

/** When the first line without a time is typed, and how far apart the next ones are. */
const firstUs = 500_000;
const stepUs = 1_000_000;

/**
 * A world to play in: what is typed or injected is a line of its script. It is opened, or saved or shared when that is asked for.
 * @returns the exit code
 */
export async function sandbox(worker: URL, name: string, options: SandboxOptions): Promise<number> {
  const start = sandboxStart(name);
  const texts = applied(start.texts, changesOf(options));
  const run = { ...start, texts };
  if (options.save !== undefined) {
    // A script alone is for `run --script`; anything else is the whole run.
    write(options.save, options.save.endsWith('.script') ? texts.script : savedText(run));
    process.stdout.write(`Saved: ${options.save}\n`);
  }
  if (options.share === true) process.stdout.write(`${replayCommand(run)}\n`);
  if (options.save !== undefined || options.share === true) return 0;
  const session = await openRun(worker, run);
  if (session === undefined) return 1;
  const lesson = start.lesson === undefined ? { id: 'sandbox', title: `Sandbox: ${texts.programName}` } : session.lesson;
  return showSession({ ...session, lesson }, options.plain === true);
}

/** What the options do to the world, in their order: settings, seed, input, lines. @throws {UsageError} */
function changesOf({ input, add, set, seed }: SandboxOptions): BranchChange[] {
  const changes: BranchChange[] = set.map((text) => {
    const [key, value] = readSetting(text);
    if (key === 'until' && parseTime(value) === undefined)
      throw new UsageError(`--set ${text}: expected a time such as 10s or 1500ms.`);
    return { kind: 'set', key, value };
  });
  if (seed !== undefined) changes.push({ kind: 'seed', seed });
  let atUs = firstUs;
  for (const line of input === undefined ? [] : readLines(input)) {
    if (/^\s*(@|#|$)/.test(line)) changes.push({ kind: 'addLine', text: line });
    else {
      changes.push({ kind: 'type', port: 9999, text: line, atUs });
      atUs += stepUs;
    }
  }
  return [...changes, ...add.map((text): BranchChange => ({ kind: 'addLine', text }))];
}

function applied(texts: RunTexts, changes: readonly BranchChange[]): RunTexts {
  try {
    return changes.reduce(changedTexts, texts);
  } catch (error) {
    if (error instanceof ScriptError) throw new UsageError(error.message);
    throw error;
  }
}

function readLines(file: string): string[] {
  try {
    const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    return lines;
  } catch {
    throw new UsageError(`--input ${file}: there is no such file.`);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--save ${file}: ${(error as Error).message}`);
  }
}

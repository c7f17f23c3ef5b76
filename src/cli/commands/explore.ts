import { drawnPlans, explorationLines, explore, sweptPlans, Trial, TrialError } from '../../classroom/explore/index.js';
import { type Anomaly, anomalies } from '../../recording/checks/index.js';
import type { RunTexts } from '../../recording/index.js';
import { printScript } from '../../sim/script/Script.js';
import { replayCommand } from '../replayCode.js';
import { ThreadRunner } from '../ThreadRunner.js';
import { findTarget, type Target } from '../target.js';
import { meant, UsageError } from '../UsageError.js';
import { requestOf } from './run.js';

export interface ExploreOptions {
  readonly seeds?: string;
  readonly sweep?: boolean;
  readonly host?: string;
  readonly stopAt?: string;
  readonly check?: string;
  readonly script?: string;
  readonly seed?: string;
  readonly set: readonly string[];
  readonly until?: string;
  readonly json?: boolean;
}

/**
 * Runs a lesson or a program under many faults and reports which checks break, each with the smallest script that breaks it.
 * @returns 0 when nothing broke, 1 when something did or the program cannot be run
 */
export async function exploreCommand(gradeWorker: URL, name: string, options: ExploreOptions): Promise<number> {
  const target = findTarget(name);
  const texts = readTexts(target, options);
  const checks = readChecks(options.check);
  const stopAt = options.stopAt === undefined ? undefined : readCount('--stop-at', options.stopAt);
  const seeds = readCount('--seeds', options.seeds ?? '50');
  const runner = new ThreadRunner(gradeWorker);
  try {
    const trial = new Trial(texts, runner);
    const reference = await trial.reference();
    const plans = options.sweep === true ? sweptPlans(reference, options.host) : drawnPlans(reference, seeds);
    const found = await explore(trial, plans, { checks, ...(stopAt === undefined ? {} : { stopAt }), onProgress });
    const lesson = target.lesson === undefined ? {} : { lesson: target.lesson.id };
    const replay = (run: RunTexts, at: number): string => replayCommand({ texts: run, ...lesson, at });
    if (options.json === true) {
      const groups = found.groups.map(({ check, plans: broken, small }) => ({
        check,
        plans: broken.map((plan) => plan.name),
        ...(small === undefined
          ? {}
          : { sentence: small.record.sentence, script: small.texts.script, replay: replay(small.texts, small.record.seq) }),
      }));
      const errors = found.errors.map(({ plan, message }) => ({ plan: plan.name, message }));
      const { of, broken, vacuous } = found;
      process.stdout.write(`${JSON.stringify({ runs: found.done.length, of, broken, vacuous, groups, errors }, null, 2)}\n`);
    } else for (const line of explorationLines(found, replay)) process.stdout.write(`${line}\n`);
    return found.broken === 0 && found.errors.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TrialError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    runner.close();
  }
}

/** @throws {UsageError} options that cannot be read */
export function readTexts(target: Target, options: Pick<ExploreOptions, 'script' | 'seed' | 'set' | 'until'>): RunTexts {
  const { program, programName, script, seed, settings } = requestOf(target, { ...options, feed: [] });
  return { program, programName, script: printScript(script), seed, settings };
}

/** `lost,never-read` as names of checks. @throws {UsageError} with the nearest name */
export function readChecks(text: string | undefined): readonly Anomaly[] {
  if (text === undefined) return anomalies;
  return text.split(',').map((word) => {
    const name = word.trim().replaceAll('-', ' ');
    const known = anomalies.find((each) => each === name);
    if (known !== undefined) return known;
    const names = anomalies.map((each) => each.replaceAll(' ', '-'));
    throw new UsageError(`There is no check "${word}".${meant(word, names)} Checks: ${names.join(', ')}.`);
  });
}

/** @throws {UsageError} anything but a whole number above 0 */
export function readCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${option} ${text}: expected a number such as 50.`);
  return Number(text);
}

function onProgress(done: number, of: number, broken: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < of ? `\r${done} of ${of} runs, ${broken} broken …\x1b[K` : '\r\x1b[K');
}

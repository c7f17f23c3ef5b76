import { readFileSync } from 'node:fs';
import {
  allowedKinds,
  type BreakVerdict,
  type Experiment,
  faultCount,
  judgeBreak,
  readExperiments,
} from '../../classroom/experiment/index.js';
import { TrialError } from '../../classroom/explore/index.js';
import { plural } from '../../recording/index.js';
import { faultLines } from '../../sim/fault/faultLines.js';
import { ScriptError } from '../../sim/script/ScriptError.js';
import { replayCommand } from '../replayCode.js';
import { ThreadRunner } from '../ThreadRunner.js';
import { findLesson, lessonDirectory, lessons } from '../target.js';
import { meant, UsageError } from '../UsageError.js';
import { Workspace } from '../workspace.js';

export interface BreakOptions {
  readonly experiment?: string;
  readonly json?: boolean;
}

/** Shows an experiment, or grades a script of faults against it. @returns 0 when there is nothing to grade or the program was broken as asked */
export async function breakCommand(
  gradeWorker: URL,
  name: string,
  file: string | undefined,
  options: BreakOptions,
): Promise<number> {
  const experiment = experimentOf(name, options.experiment);
  if (file === undefined) {
    for (const line of taskLines(experiment, name)) process.stdout.write(`${line}\n`);
    return 0;
  }
  const script = readScript(file);
  const runner = new ThreadRunner(gradeWorker);
  try {
    const verdict = await judgeBreak(experiment, script, runner);
    if (options.json === true) {
      const shown = Object.fromEntries(Object.entries(verdict).filter(([key]) => key !== 'recording' && key !== 'texts'));
      process.stdout.write(`${JSON.stringify({ experiment: experiment.id, ...shown }, null, 2)}\n`);
    } else for (const line of verdictLines(experiment, verdict)) process.stdout.write(`${line}\n`);
    const { kind } = verdict;
    const payload = {
      experiment: experiment.id,
      verdict: kind,
      ...(kind === 'broken' ? { used: verdict.used, needed: verdict.needed } : {}),
    };
    new Workspace().progress.add({ at: new Date().toISOString(), lesson: experiment.lesson, event: 'break', payload });
    return kind === 'broken' ? 0 : 1;
  } catch (error) {
    if (error instanceof ScriptError) throw new UsageError(`${file}: ${error.message}`);
    if (!(error instanceof TrialError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    runner.close();
  }
}

/** @throws {UsageError} no experiment, no such one, or several and none is named */
function experimentOf(name: string, wanted: string | undefined): Experiment {
  const lesson = findLesson(name);
  const found = readExperiments(lessonDirectory(), lesson);
  if (found.length === 0) {
    const others = lessons().filter((each) => readExperiments(lessonDirectory(), each).length > 0);
    throw new UsageError(
      `Lesson ${lesson.number} has no experiment. Lessons with one: ${others.map(({ number }) => number).join(', ') || 'none'}.`,
    );
  }
  const ids = found.map(({ id }) => id);
  if (wanted === undefined) {
    if (found.length > 1) throw new UsageError(`Which one? --experiment ${ids.join(', ')}.`);
    return found[0] as Experiment;
  }
  const experiment = found.find(({ id }) => id === wanted);
  if (experiment === undefined)
    throw new UsageError(`There is no experiment "${wanted}".${meant(wanted, ids)} Experiments: ${ids.join(', ')}.`);
  return experiment;
}

function readScript(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new UsageError(`There is no script ${file}.`);
  }
}

function taskLines(experiment: Experiment, name: string): string[] {
  const { title, says, check, records, budget, script } = experiment;
  const count = records === undefined ? 'at least one record' : plural(records, 'record');
  const examples = allowedKinds(experiment).flatMap(({ id, title: what, targets }) => {
    const [target] = targets({
      executors: ['1'],
      links: ['driver-nc'],
      ports: [9999],
      brokers: [1],
      stores: ['mysql'],
      untilUs: 0,
    });
    return target === undefined
      ? []
      : [`  ${what}:`, ...faultLines({ kind: id, target, atUs: 2_000_000, values: {} }).map((line) => `    ${line}`)];
  });
  return [
    title,
    '',
    says,
    '',
    `Goal: ${count} ${check}. Budget: ${plural(budget, 'fault')}. The best script known has ${plural(faultCount(experiment.best), 'fault')}.`,
    '',
    'The input:',
    ...script
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    'Faults that you may use, with example times:',
    ...examples,
    '',
    `Write them into a file, a line each, then: batchwise break ${name} my.script`,
  ];
}

function verdictLines(experiment: Experiment, verdict: BreakVerdict): string[] {
  const open = (run: { readonly texts: BreakTexts; readonly at?: number }): string =>
    replayCommand({ texts: run.texts, ...(run.at === undefined ? {} : { at: run.at }) });
  switch (verdict.kind) {
    case 'refused':
      return [`✗ Not allowed: ${verdict.reason}.`];
    case 'held':
      return [`✗ Not broken: ${verdict.reason}.`, open(verdict)];
    case 'too much':
      return [
        '✗ The repaired program breaks too, so this is not the flaw of the program:',
        `  ${verdict.sentence}`,
        open(verdict),
      ];
    case 'broken': {
      const { used, needed, best, sentence, chain, lines } = verdict;
      const enough =
        needed < used
          ? `${needed} of your ${used} faults ${needed === 1 ? 'was' : 'were'} needed`
          : used === 1
            ? 'your one fault was needed'
            : `all of your ${used} faults were needed`;
      const against = used <= best ? 'as few as the best script known' : `the best script known has ${best}`;
      return [
        `✓ Broken: ${experiment.check}. ${sentence}`,
        `  ${chain.slice(0, 5).join(' → ')}`,
        `  ${enough}; ${against}.`,
        ...lines.map((line) => `    ${line}`),
        '  The repaired program holds under the same faults.',
        open(verdict),
      ];
    }
  }
}

type BreakTexts = Extract<BreakVerdict, { readonly kind: 'held' }>['texts'];

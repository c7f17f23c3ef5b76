import type { Runner } from '../grading/Case.js';
import type { Experiment } from './Experiment.js';
import { judgeBreak } from './judgeBreak.js';

/** What an author has to repair in an experiment; empty when there is nothing. */
export async function checkExperiment(experiment: Experiment, runner: Runner): Promise<string[]> {
  try {
    const verdict = await judgeBreak(experiment, `${experiment.best.join('\n')}\n`, runner);
    switch (verdict.kind) {
      case 'refused':
        return [`"best" is not allowed by the experiment itself: ${verdict.reason}`];
      case 'held':
        return [`"best" does not break the program: ${verdict.reason}`];
      case 'too much':
        return [`"best" breaks the repaired program too: ${verdict.sentence}`];
      case 'broken':
        return verdict.needed < verdict.used
          ? [`"best" has ${verdict.used} faults, and ${verdict.needed} are enough: ${verdict.lines.join('; ')}`]
          : [];
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

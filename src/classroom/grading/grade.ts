import type { Exercise } from '../exercise/Exercise.js';
import { apartOf } from './apartOf.js';
import type { ProgramText, Runner } from './Case.js';
import type { FirstFailure, PropertyVerdict, Report, Tier } from './Finding.js';
import { Grading } from './Grading.js';
import type { Example, HiddenTests } from './HiddenTests.js';
import { loadAuthorModule } from './loadAuthorModule.js';

export interface GradeOptions {
  /** The last tier to run; `final` needs `finalSeeds`. */
  readonly upTo: Tier;
  readonly finalSeeds?: readonly string[];
  /** Makes the first failure small; true unless said. */
  readonly shrink?: boolean;
  /** Goes on with the later tiers after a failure: for who grades a class and wants every property on every seed. */
  readonly allTiers?: boolean;
  readonly onProgress?: (tier: Tier, done: number, of: number) => void;
}

/**
 * Grades one submission: the examples first, then seeds tier by tier until something fails. Each seed runs twice; a submission whose runs differ
 * is not repeatable, and that is its own error (lesson-format.md, section 9).
 */
export async function grade(exercise: Exercise, submission: ProgramText, runner: Runner, options: GradeOptions): Promise<Report> {
  const hidden = hiddenTests(exercise);
  const examples = visibleExamples(exercise);
  const session = new Grading(exercise, submission, runner, hidden);
  const forbidden = forbiddenUse(exercise, submission);
  if (forbidden !== undefined) return session.report('visible', { passed: 0, of: examples.length }, [], forbidden);
  const shown = await session.tryExamples(examples);
  const tally = { passed: shown.passed, of: examples.length };
  const verdicts = new Map<string, PropertyVerdict>();
  let first = shown.first;
  let reached: Tier = 'visible';
  for (const tier of ['visible', 'practice', 'final'] as const) {
    if (first !== undefined && tier !== 'visible' && options.allTiers !== true) break;
    // More seeds would only use up as much time again.
    if (apartOf(first) === 'over budget') break;
    const seeds = seedsOf(exercise, tier, options.finalSeeds ?? []);
    if (seeds.length === 0) continue;
    reached = tier;
    const tried = await session.trySeeds(tier, seeds, options.onProgress);
    for (const verdict of tried.verdicts) {
      const before = verdicts.get(verdict.property);
      verdicts.set(verdict.property, before === undefined ? verdict : joined(before, verdict));
    }
    first ??= tried.first;
    if (tier === options.upTo) break;
  }
  if (first !== undefined && options.shrink !== false) first = await session.shrunk(first);
  return session.report(reached, tally, [...verdicts.values()], first);
}

/** @throws {TypeError} when `hidden.ts` does not export what it must */
export function hiddenTests(exercise: Exercise): HiddenTests {
  const found = loadAuthorModule(exercise.hidden, `${exercise.lessonFolder}/hidden.ts`) as Partial<HiddenTests>;
  const { generate, checks } = found;
  if (typeof generate !== 'function' || typeof checks !== 'object') {
    throw new TypeError(`${exercise.lessonFolder}/hidden.ts: expected the exports generate and checks.`);
  }
  for (const { id } of exercise.properties) {
    if (typeof checks[id] !== 'function') throw new TypeError(`${exercise.lessonFolder}/hidden.ts: there is no check "${id}".`);
  }
  return { generate, checks };
}

/** @throws {TypeError} when there is none: a grader without examples is an error, never a green result */
export function visibleExamples(exercise: Exercise): readonly Example[] {
  const { examples } = loadAuthorModule(exercise.visible, `${exercise.lessonFolder}/visible.ts`) as { examples?: unknown };
  if (!Array.isArray(examples) || examples.length === 0) {
    throw new TypeError(`${exercise.lessonFolder}/visible.ts: expected the export examples, a list that is not empty.`);
  }
  return examples as Example[];
}

export function seedsOf(exercise: Exercise, tier: Tier, finalSeeds: readonly string[]): readonly string[] {
  if (tier === 'visible') return exercise.seeds.visible;
  if (tier === 'final') return finalSeeds;
  return Array.from({ length: exercise.seeds.practice }, (_, i) => `practice-${i + 1}`);
}

const rank = { pass: 0, vacuous: 1, fail: 2, error: 3 } as const;

/** The verdict over two tiers: passing in one of them is enough against vacuous, failing in one is failing. */
function joined(a: PropertyVerdict, b: PropertyVerdict): PropertyVerdict {
  const worse = rank[a.verdict] > rank[b.verdict] ? a : b;
  const verdict = worse.verdict === 'vacuous' && (a.verdict === 'pass' || b.verdict === 'pass') ? 'pass' : worse.verdict;
  return { ...b, verdict, failedSeeds: [...a.failedSeeds, ...b.failedSeeds], tried: a.tried + b.tried };
}

/** Use of what the exercise is about not to use. Comments and texts do not count. */
function forbiddenUse({ forbids }: Exercise, { text }: ProgramText): FirstFailure | undefined {
  const lines = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).split('\n');
  for (const [i, line] of lines.entries()) {
    const code = line.replace(/\/\/.*$/, '').replace(/'[^']*'|"[^"]*"/g, '');
    const found = forbids.find(({ name }) => new RegExp(`\\b${name}\\b`).test(code));
    if (found === undefined) continue;
    const sentence = `this exercise is to be solved without ${found.name}: ${found.why}`;
    return { owner: 'your program', failure: { verdict: 'fail', sentence }, tier: 'visible', seed: '', line: i + 1 };
  }
  return undefined;
}

import { withoutFaults } from '../../sim/fault/withoutFaults.js';
import type { Exercise, Property } from '../exercise/Exercise.js';
import { Attempt } from './Attempt.js';
import type { Case, Outcome, ProgramText, RunLimits, Runner } from './Case.js';
import { exampleFinding } from './exampleFinding.js';
import type { Failure, Finding, FirstFailure, PropertyVerdict, Report, Tier } from './Finding.js';
import type { Example, HiddenTests } from './HiddenTests.js';
import { Random } from './Random.js';
import { type SmallCase, shrinkCase } from './shrinkCase.js';

/** One submission under one exercise: examples, seeds, shrinking. */
export class Grading {
  private readonly limits: RunLimits;
  constructor(
    private readonly exercise: Exercise,
    private readonly submission: ProgramText,
    private readonly runner: Runner,
    private readonly hidden: HiddenTests,
  ) {
    this.limits = exercise.budget;
  }

  async tryExamples(examples: readonly Example[]): Promise<{ passed: number; first?: FirstFailure }> {
    const outcomes = await this.runner.run(
      this.submission,
      examples.map((example) => example.given),
      this.limits,
    );
    let passed = 0;
    let first: FirstFailure | undefined;
    for (const [i, example] of examples.entries()) {
      const outcome = outcomes[i] as Outcome;
      const failure = outcome.kind === 'error' ? undefined : exampleFinding(example, new Attempt(example.given, outcome));
      if (failure?.verdict === 'pass') {
        passed++;
        continue;
      }
      first ??= {
        ...this.failureOf(outcome, failure as Failure | undefined),
        tier: 'visible',
        seed: `example: ${example.title}`,
        ...placeOf(example.given),
      };
    }
    return first === undefined ? { passed } : { passed, first };
  }

  /** The solution on each seed; without its faults where the case says so. */
  referenceOn(seeds: readonly string[]): Promise<readonly Outcome[]> {
    return this.runner.run(
      this.reference,
      seeds.map((seed) => referenceCase(this.caseOf(seed))),
      this.limits,
    );
  }

  /**
   * Each seed twice, and the solution beside it.
   * @param trusted what the solution gave on these seeds, when that is known already; then the submission is the author's, and runs once
   */
  async trySeeds(
    tier: Tier,
    seeds: readonly string[],
    onProgress?: (tier: Tier, done: number, of: number) => void,
    trusted?: readonly Outcome[],
  ): Promise<{ readonly verdicts: readonly PropertyVerdict[]; readonly first?: FirstFailure }> {
    const cases = seeds.map((seed) => this.caseOf(seed));
    onProgress?.(tier, 0, seeds.length);
    const run = () => this.runner.run(this.submission, cases, this.limits);
    const [once, again, reference] = await Promise.all([
      run(),
      trusted === undefined ? run() : undefined,
      trusted ?? this.referenceOn(seeds),
    ]);
    const twice = again ?? once;
    onProgress?.(tier, seeds.length, seeds.length);
    let first: FirstFailure | undefined;
    const verdicts = this.exercise.properties.map((property): PropertyVerdict => {
      const failedSeeds: string[] = [];
      let passes = 0;
      let errors = 0;
      for (const [i, seed] of seeds.entries()) {
        const outcome = once[i] as Outcome;
        const at = { tier, seed, ...placeOf(cases[i] as Case) };
        if (outcome.kind === 'error') {
          errors++;
          first ??= { ...this.failureOf(outcome, undefined), ...at };
          continue;
        }
        const difference = differenceOf(outcome, twice[i] as Outcome);
        if (difference !== undefined) {
          errors++;
          first ??= { owner: 'your program', failure: { verdict: 'fail', sentence: difference }, ...at };
          continue;
        }
        const finding = this.check(property, cases[i] as Case, outcome, reference[i] as Outcome);
        if (finding.verdict === 'pass') passes++;
        if (finding.verdict !== 'fail') continue;
        failedSeeds.push(seed);
        first ??= { ...this.failureOf(outcome, named(finding, property)), property: property.id, ...at };
      }
      const verdict = errors > 0 ? 'error' : failedSeeds.length > 0 ? 'fail' : passes > 0 ? 'pass' : 'vacuous';
      return { property: property.id, points: property.points, verdict, failedSeeds, tried: seeds.length };
    });
    return first === undefined ? { verdicts } : { verdicts, first };
  }

  /** The same failure with the smallest script or call that still shows it. */
  async shrunk(first: FirstFailure): Promise<FirstFailure> {
    if (first.property === undefined) return first;
    const small = await this.smallest(first.seed, first.property);
    return small === undefined ? first : { ...first, failure: small.failure, ...placeOf(small.given) };
  }

  /** The smallest case made from that of a seed on which a property fails; undefined when it does not fail there. */
  smallest(seed: string, property: string): Promise<SmallCase | undefined> {
    return shrinkCase(this.caseOf(seed), (candidate) => this.failureOn(candidate, property));
  }

  /** How a property fails on a case; undefined when it does not, or when the case could not be run. */
  async failureOn(given: Case, id: string): Promise<Failure | undefined> {
    const property = this.exercise.properties.find((each) => each.id === id);
    if (property === undefined) return undefined;
    const [[outcome], [reference]] = await Promise.all([
      this.runner.run(this.submission, [given], this.limits),
      this.runner.run(this.reference, [referenceCase(given)], this.limits),
    ]);
    if (outcome === undefined || outcome.kind === 'error') return undefined;
    const finding = this.check(property, given, outcome, reference as Outcome);
    return finding.verdict === 'fail' ? named(finding, property) : undefined;
  }

  report(
    tier: Tier,
    examples: { readonly passed: number; readonly of: number },
    properties: readonly PropertyVerdict[],
    first: FirstFailure | undefined,
  ): Report {
    const all = examples.passed === examples.of;
    const held = properties.filter(({ verdict }) => verdict === 'pass');
    return {
      exercise: this.exercise.id,
      passed: all && first === undefined && held.length === this.exercise.properties.length,
      tier,
      examples,
      properties,
      points: all ? held.reduce((sum, { points }) => sum + points, 0) : 0,
      maxPoints: this.exercise.properties.reduce((sum, { points }) => sum + points, 0),
      ...(first === undefined ? {} : { first }),
    };
  }

  private get reference(): ProgramText {
    return { text: this.exercise.solution, name: 'solution.ts' };
  }

  private caseOf(seed: string): Case {
    const made = this.hidden.generate(new Random(`${this.exercise.id} ${seed}`));
    return { seed, ...made };
  }

  /** @throws {Error} when the reference itself could not be run: that is the tool's fault, not the learner's */
  private check(property: Property, on: Case, outcome: Exclude<Outcome, { kind: 'error' }>, reference: Outcome): Finding {
    if (reference.kind === 'error')
      throw new Error(`the solution of ${this.exercise.lessonFolder} could not be run: ${reference.message}`);
    const attempt = new Attempt(on, outcome);
    const expected = new Attempt(referenceCase(on), reference);
    const withHazard = on.referenceWithoutFaults === true ? attempt : expected;
    if (property.needs !== undefined && outcome.kind === 'ran' && !occurs(property.needs, withHazard))
      return { verdict: 'vacuous' };
    return (this.hidden.checks[property.id] as HiddenTests['checks'][string])(attempt, expected);
  }

  private failureOf(outcome: Outcome, failure: Failure | undefined): Pick<FirstFailure, 'owner' | 'failure' | 'line'> {
    if (outcome.kind === 'error') {
      const line = outcome.line === undefined ? {} : { line: outcome.line };
      return { owner: outcome.owner, failure: { verdict: 'fail', sentence: outcome.message }, ...line };
    }
    const line = outcome.kind === 'ran' && outcome.problem?.line !== undefined ? { line: outcome.problem.line } : {};
    return { owner: 'your program', failure: failure as Failure, ...line };
  }
}

/** What the solution is run on. */
const referenceCase = (given: Case): Case =>
  given.referenceWithoutFaults === true && given.script !== undefined ? { ...given, script: withoutFaults(given.script) } : given;

/** The anomaly of the property, where the check names none. */
const named = (failure: Failure, { anomaly }: Property): Failure =>
  failure.anomaly !== undefined || anomaly === undefined ? failure : { ...failure, anomaly };

const placeOf = ({ script, settings, calls }: Case): Pick<FirstFailure, 'script' | 'settings' | 'call'> => ({
  ...(script === undefined ? {} : { script }),
  ...(settings === undefined ? {} : { settings }),
  ...(calls?.length === 1 ? { call: `${calls[0]?.name}(${calls[0]?.args.map((each) => JSON.stringify(each)).join(', ')})` } : {}),
});

function occurs(type: string, { recording }: Attempt): boolean {
  for (const event of recording) if (event.type === type) return true;
  return false;
}

/** Says in what two runs of the same case differ. */
function differenceOf(a: Exclude<Outcome, { kind: 'error' }>, b: Outcome): string | undefined {
  const same =
    a.kind === b.kind &&
    (a.kind === 'ran' ? a.recording.digest === (b as typeof a).recording.digest : JSON.stringify(a) === JSON.stringify(b));
  if (same) return undefined;
  return 'not repeatable: the same case was run twice and gave two different results. Something outlives a run: a variable of the module that is changed?';
}

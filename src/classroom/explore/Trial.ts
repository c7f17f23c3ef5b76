import { type CheckResult, checkRun, type Recording, type RunTexts } from '../../recording/index.js';
import { splitScript } from '../../sim/fault/splitScript.js';
import { parseTime } from '../../sim/script/parseScript.js';
import { printTime } from '../../sim/script/Script.js';
import type { Outcome, ProgramText, RunLimits, Runner } from '../grading/Case.js';
import { type PlannedFault, withPlan } from './Plan.js';

/** A run with faults against the same run without them. */
export interface TrialResult {
  readonly recording: Recording;
  readonly results: readonly CheckResult[];
}

const limits: RunLimits = { activations: 5_000_000, wallMs: 600_000, memoryMb: 512, provenance: true };

/** How much longer runs with faults go on than the lesson's own end, so that what is only late still comes. */
const settleUs = 6_000_000;

/** One program with one input, tried under faults; faults that its script had are left out. */
export class Trial {
  private readonly references = new Map<string, Promise<Recording>>();
  private readonly program: ProgramText;
  readonly settings: Readonly<Record<string, string>>;
  /** The lines of the script that are no faults. */
  readonly input: readonly string[];

  /** @throws {ScriptError} */
  constructor(
    readonly texts: RunTexts,
    private readonly runner: Runner,
  ) {
    this.program = { text: texts.program, name: texts.programName };
    this.input = splitScript(texts.script).input.filter((line) => line.trim() !== '');
    const until = texts.settings.until === undefined ? undefined : parseTime(texts.settings.until);
    this.settings = until === undefined ? texts.settings : { ...texts.settings, until: printTime(until + settleUs) };
  }

  /** The run without faults. @throws {TrialError} when it cannot be run */
  reference(input: readonly string[] = this.input): Promise<Recording> {
    const key = input.join('\n');
    let reference = this.references.get(key);
    if (reference === undefined) {
      reference = this.outcomes(input, [[]]).then(([outcome]) => {
        if (outcome?.kind === 'ran' && outcome.problem === undefined) return outcome.recording;
        const line = outcome?.kind === 'error' ? outcome.line : outcome?.kind === 'ran' ? outcome.problem?.line : undefined;
        const message = outcome?.kind === 'error' ? outcome.message : outcome?.kind === 'ran' ? outcome.problem?.message : '';
        throw new TrialError(`${this.program.name}${line === undefined ? '' : `, line ${line}`}: ${message}`);
      });
      this.references.set(key, reference);
    }
    return reference;
  }

  /** Runs the input under each of several lists of faults. */
  outcomes(input: readonly string[], plans: readonly (readonly PlannedFault[])[]): Promise<readonly Outcome[]> {
    const { seed } = this.texts;
    const cases = plans.map((faults) => ({ script: withPlan(input, faults), seed, settings: this.settings }));
    return this.runner.run(this.program, cases, limits);
  }

  /** One run with faults and what the checks say of it; undefined when it could not be run. @throws {TrialError} */
  async of(input: readonly string[], faults: readonly PlannedFault[]): Promise<TrialResult | undefined> {
    const reference = await this.reference(input);
    const [outcome] = await this.outcomes(input, [faults]);
    if (outcome?.kind !== 'ran') return undefined;
    return { recording: outcome.recording, results: checkRun(outcome.recording, reference) };
  }

  /** The texts of a run with these faults, for whoever runs it again. */
  textsWith(input: readonly string[], faults: readonly PlannedFault[]): RunTexts {
    return { ...this.texts, script: withPlan(input, faults), settings: this.settings };
  }
}

/** The program cannot be run even without faults. */
export class TrialError extends Error {
  readonly code = 'TRIAL';
  constructor(message: string) {
    super(message);
    this.name = 'TrialError';
  }
}

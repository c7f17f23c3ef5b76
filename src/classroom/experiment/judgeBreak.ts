import type { Recording, RunTexts } from '../../recording/index.js';
import { kindOfLine } from '../../sim/fault/kindOfLine.js';
import { isFaultEvent } from '../../sim/fault/splitScript.js';
import { faultKinds } from '../../sim/fault/vocabulary.js';
import { parseScript } from '../../sim/script/parseScript.js';
import { fixedFault, type PlannedFault } from '../explore/Plan.js';
import { shrinkTrial } from '../explore/shrinkTrial.js';
import { Trial } from '../explore/Trial.js';
import type { Runner } from '../grading/Case.js';
import type { Experiment } from './Experiment.js';

/** What came of a script that is meant to break a program. */
export type BreakVerdict =
  /** The script is not one that the experiment allows. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The program did what it should all the same, or it happened to another number of records. */
  | { readonly kind: 'held'; readonly reason: string; readonly texts: RunTexts }
  /** The repaired program breaks too: the flaw that the experiment is about was not used. */
  | { readonly kind: 'too much'; readonly sentence: string; readonly texts: RunTexts; readonly at: number }
  | {
      readonly kind: 'broken';
      readonly sentence: string;
      readonly chain: readonly string[];
      /** Faults that were used, that were needed, and that the author needed. */
      readonly used: number;
      readonly needed: number;
      readonly best: number;
      /** The needed faults, as lines. */
      readonly lines: readonly string[];
      readonly texts: RunTexts;
      /** Event at which it goes wrong. */
      readonly at: number;
      readonly recording: Recording;
    };

/** Grades a script of faults against an experiment, and shrinks it. @throws {ScriptError} a line that cannot be read @throws {TrialError} the program itself fails */
export async function judgeBreak(experiment: Experiment, script: string, runner: Runner): Promise<BreakVerdict> {
  const read = readFaults(experiment, script);
  if (typeof read === 'string') return { kind: 'refused', reason: read };
  const { check, best } = experiment;
  const trial = new Trial(textsOf(experiment, experiment.program, 'program.ts'), runner);
  const texts = trial.textsWith(trial.input, read);
  const result = await trial.of(trial.input, read);
  const records = result?.results.find((each) => each.check === check)?.records ?? [];
  const [record] = records;
  if (result === undefined || record === undefined)
    return { kind: 'held', reason: `no record is ${check}: the program did what it does without faults`, texts };
  if (experiment.records !== undefined && records.length !== experiment.records)
    return { kind: 'held', reason: `${records.length} records are ${check}, and it should be ${experiment.records}`, texts };
  const repaired = new Trial(textsOf(experiment, experiment.repaired, 'repaired.ts'), runner);
  const other = (await repaired.of(repaired.input, read))?.results.find((each) => each.check === check)?.records[0];
  if (other !== undefined) {
    const at = other.seq;
    return { kind: 'too much', sentence: other.sentence, texts: repaired.textsWith(repaired.input, read), at };
  }
  const small = await shrinkTrial(trial, read, check, { input: false, records: experiment.records });
  const needed = small?.faults ?? read;
  return {
    kind: 'broken',
    sentence: record.sentence,
    chain: record.chain.map(({ what }) => what),
    used: read.length,
    needed: needed.length,
    best: faultCount(best),
    lines: needed.flatMap(({ lines }) => lines),
    texts: small?.texts ?? texts,
    at: small?.record.seq ?? record.seq,
    recording: result.recording,
  };
}

/** The kinds of faults that an experiment allows, with a line of each as an example. */
export const allowedKinds = ({ kinds }: Pick<Experiment, 'kinds'>) => faultKinds.filter(({ id }) => kinds.includes(id));

/** The faults of a script, each with the repairs behind it. @returns a sentence when the experiment does not allow it */
function readFaults({ kinds, budget }: Experiment, script: string): readonly PlannedFault[] | string {
  const { events, sources } = parseScript(script);
  const faults: string[][] = [];
  for (const event of events) {
    const line = (sources.get(event) as string).trim();
    if (!isFaultEvent(event)) return `"${line}" is input; the input is given, and the script has faults only`;
    const known = kindOfLine(event);
    if (known === undefined || !kinds.includes(known.kind)) return `"${line}" is not allowed here; allowed: ${kinds.join(', ')}`;
    if (!known.isRepair || faults.length === 0) faults.push([line]);
    else faults.at(-1)?.push(line);
  }
  if (faults.length === 0) return 'the script has no fault';
  if (faults.length > budget) return `${faults.length} faults are more than the budget of ${budget}`;
  return faults.map((lines) => fixedFault(...lines));
}

/** How many faults lines of a script are; what repairs one counts for nothing. @throws {ScriptError} */
export const faultCount = (lines: readonly string[]): number =>
  parseScript(lines.join('\n')).events.filter((event) => kindOfLine(event)?.isRepair === false).length;

const textsOf = ({ script, seed, settings }: Experiment, program: string, programName: string): RunTexts => ({
  program,
  programName,
  script,
  seed,
  settings,
});

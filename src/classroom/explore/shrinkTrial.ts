import type { AnomalousRecord, Anomaly, Recording, RunTexts } from '../../recording/index.js';
import { type ShrinkOptions, type Shrunk, shrinking } from '../../sim/fault/shrink.js';
import type { PlannedFault } from './Plan.js';
import type { Trial } from './Trial.js';

/** The smallest script that still shows an anomaly, and the first record that it happens to. */
export interface SmallTrial {
  readonly texts: RunTexts;
  readonly input: readonly string[];
  readonly faults: readonly PlannedFault[];
  readonly record: AnomalousRecord;
}

export interface ShrinkTrialOptions {
  /** Runs for the faults, and as many again for the input. */
  readonly tries?: number;
  /** Whether lines of the input are left out too; true unless said. */
  readonly input?: boolean;
  /** The anomaly must happen to exactly so many records. */
  readonly records?: number;
}

/**
 * Leaves out faults, then simplifies them, then leaves out lines of the input, as long as `check` still fails. No line may become one that does
 * nothing: a restart, say, that comes before its crash once there is less input.
 * @returns undefined when it does not fail on the whole
 */
export async function shrinkTrial(
  trial: Trial,
  faults: readonly PlannedFault[],
  check: Anomaly,
  { tries = 150, input: withInput = true, records: count }: ShrinkTrialOptions = {},
): Promise<SmallTrial | undefined> {
  let small: SmallTrial | undefined;
  let idleAtFirst: number | undefined;
  const fails = async (input: readonly string[], left: readonly PlannedFault[]): Promise<boolean> => {
    const result = await trial.of(input, left);
    const records = result?.results.find((each) => each.check === check)?.records ?? [];
    const [record] = records;
    if (result === undefined || record === undefined || records.length !== (count ?? records.length)) return false;
    const idle = idleLines(result.recording);
    idleAtFirst ??= idle;
    if (idle > idleAtFirst) return false;
    small = { texts: trial.textsWith(input, left), input, faults: left, record };
    return true;
  };
  if (!(await fails(trial.input, faults))) return undefined;
  const fewer = await drive(faults, (left) => fails(trial.input, left), { tries, simpler: (fault) => fault.simpler() });
  if (withInput) await drive(trial.input, (left) => fails(left, fewer.items), { tries });
  return small;
}

function idleLines(recording: Recording): number {
  let count = 0;
  for (const { type } of recording) if (type === 'script.ignored') count++;
  return count;
}

async function drive<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
  options: ShrinkOptions<T>,
): Promise<Shrunk<T>> {
  const steps = shrinking(items, options);
  let step = steps.next();
  while (step.done !== true) step = steps.next(await fails(step.value));
  return step.value;
}

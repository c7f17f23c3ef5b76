import { type Anomaly, anomalies, type CheckResult, checkRun } from '../../recording/index.js';
import type { Plan } from './Plan.js';
import { type SmallTrial, shrinkTrial } from './shrinkTrial.js';
import type { Trial } from './Trial.js';

export interface ExploreOptions {
  /** All of them unless said. */
  readonly checks?: readonly Anomaly[];
  /** Ends when so many plans have broken a check. */
  readonly stopAt?: number;
  /** Plans that are run between two looks at the results. */
  readonly chunk?: number;
  readonly onProgress?: (done: number, of: number, broken: number) => void;
}

/** What one anomaly did. */
export interface AnomalyGroup {
  readonly check: Anomaly;
  /** The plans that showed it, in their order. */
  readonly plans: readonly Plan[];
  /** The smallest script that shows it. */
  readonly small: SmallTrial | undefined;
}

/** What exploring a program under faults came to. */
export interface Exploration {
  /** Plans that were run; fewer than `of` after an early stop. */
  readonly done: readonly Plan[];
  readonly of: number;
  readonly checks: readonly Anomaly[];
  /** Plans that broke at least one check. */
  readonly broken: number;
  /** Plans under which nothing happened that could do harm. */
  readonly vacuous: number;
  /** Only the anomalies that occurred. */
  readonly groups: readonly AnomalyGroup[];
  /** Runs that ended with an error of the tool or the program, by their first message. */
  readonly errors: readonly { readonly plan: Plan; readonly message: string }[];
}

/** Runs a program under each plan and compares each run with the one without faults. @throws {TrialError} when that one fails */
export async function explore(trial: Trial, plans: readonly Plan[], options: ExploreOptions = {}): Promise<Exploration> {
  const { checks = anomalies, stopAt = Number.POSITIVE_INFINITY, chunk = 64, onProgress } = options;
  const reference = await trial.reference();
  const broken = new Map<Anomaly, Plan[]>();
  const errors: { plan: Plan; message: string }[] = [];
  const done: Plan[] = [];
  let brokenPlans = 0;
  let vacuous = 0;
  const start = (from: number) =>
    trial.outcomes(
      trial.input,
      plans.slice(from, from + chunk).map(({ faults }) => faults),
    );
  // The next chunk runs in its threads while this one is looked at here.
  let running = start(0);
  for (let from = 0; from < plans.length && brokenPlans < stopAt; from += chunk) {
    const outcomes = await running;
    if (from + chunk < plans.length) running = start(from + chunk);
    for (const [i, outcome] of outcomes.entries()) {
      const plan = plans[from + i] as Plan;
      done.push(plan);
      if (outcome.kind !== 'ran') {
        errors.push({ plan, message: outcome.kind === 'error' ? outcome.message : 'it ran no program' });
        continue;
      }
      const results = checkRun(outcome.recording, reference).filter(({ check }) => checks.includes(check));
      if (note(results, plan, broken)) brokenPlans++;
      else if (results.every(({ verdict }) => verdict === 'vacuous')) vacuous++;
      if (brokenPlans >= stopAt) break;
    }
    onProgress?.(done.length, plans.length, brokenPlans);
  }
  const groups: AnomalyGroup[] = [];
  for (const check of checks) {
    const found = broken.get(check);
    if (found === undefined) continue;
    // The plan with the fewest faults is nearest to the smallest.
    const start = found.reduce((best, plan) => (plan.faults.length < best.faults.length ? plan : best));
    groups.push({ check, plans: found, small: await shrinkTrial(trial, start.faults, check) });
  }
  return { done, of: plans.length, checks, broken: brokenPlans, vacuous, groups, errors };
}

/** @returns whether any check failed */
function note(results: readonly CheckResult[], plan: Plan, broken: Map<Anomaly, Plan[]>): boolean {
  let failed = false;
  for (const { check, verdict } of results) {
    if (verdict !== 'fail') continue;
    failed = true;
    const found = broken.get(check) ?? [];
    broken.set(check, found);
    found.push(plan);
  }
  return failed;
}

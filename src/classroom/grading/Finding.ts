import type { Anomaly } from '../../recording/index.js';
import type { Owner } from './Case.js';

/** What a check found about one property in one run. */
export type Finding =
  | { readonly verdict: 'pass' }
  /** The hazard did not occur in this run. */
  | { readonly verdict: 'vacuous' }
  | Failure;

/** What does not hold, so that a learner can see it. */
export interface Failure {
  readonly verdict: 'fail';
  readonly anomaly?: Anomaly;
  /** One sentence with numbers: `order o17 was stored twice: in batch 4 and again in batch 5`. */
  readonly sentence: string;
  /** The first place that differs, line by line. */
  readonly expected?: readonly string[];
  readonly actual?: readonly string[];
  /** At most five, the cause first. */
  readonly chain?: readonly string[];
  /** Event of the run at which it goes wrong. */
  readonly seq?: number;
}

/** The verdict on a property over all seeds of a tier. */
export interface PropertyVerdict {
  readonly property: string;
  readonly points: number;
  readonly verdict: 'pass' | 'fail' | 'vacuous' | 'error';
  /** Seeds on which it failed, in the order in which they were tried. */
  readonly failedSeeds: readonly string[];
  readonly tried: number;
}

/** The first failure of a submission, small enough to be read. */
export interface FirstFailure {
  readonly owner: Owner;
  readonly property?: string;
  readonly failure: Failure;
  readonly tier: Tier;
  readonly seed: string;
  /** The smallest script, or the one call, that shows it. */
  readonly script?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly call?: string;
  readonly line?: number;
}

export const tiers = ['visible', 'practice', 'final'] as const;
export type Tier = (typeof tiers)[number];

/** What grading a submission came to. */
export interface Report {
  readonly exercise: string;
  /** All properties hold in every tier that was run. */
  readonly passed: boolean;
  /** How far grading went. */
  readonly tier: Tier;
  readonly examples: { readonly passed: number; readonly of: number };
  readonly properties: readonly PropertyVerdict[];
  readonly points: number;
  readonly maxPoints: number;
  readonly first?: FirstFailure;
}

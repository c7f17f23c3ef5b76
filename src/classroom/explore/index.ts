/** Runs a program under many faults and says what broke (issue 8, failures by seed). */
export { explorationLines } from './explorationLines.js';
export { type AnomalyGroup, type Exploration, type ExploreOptions, explore } from './explore.js';
export { drawnPlans, fixedFault, type Plan, type PlannedFault, sweptPlans, withPlan } from './Plan.js';
export { type SmallTrial, shrinkTrial } from './shrinkTrial.js';
export { Trial, TrialError, type TrialResult } from './Trial.js';

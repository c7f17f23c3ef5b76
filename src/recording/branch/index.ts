/**
 * Going back and doing something else: a tree of runs, what makes one out of another, and what two of them have in common.
 * Nothing here runs anything: whoever derives a branch runs its texts and hands the recording to `withRecording`.
 */
export { alignedOutputs, type OutputRow } from './alignedOutputs.js';
export { type BranchChange, changedTexts, changeText, scriptLines, usualFault } from './BranchChange.js';
export { type Branch, type BranchRow, BranchTree } from './BranchTree.js';
export {
  type Differences,
  diffRuns,
  type FirstPart,
  type RunDifference,
  seqAtTime,
  type VerdictDifference,
} from './diffRuns.js';
export { type FaultChoice, faultMenu } from './faultMenu.js';
export type { RunTexts } from './RunTexts.js';

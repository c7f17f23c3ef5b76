/** "Break it": causing an anomaly on purpose, graded by the checks (lesson-format.md, section 7). */
export { checkExperiment } from './checkExperiment.js';
export type { Experiment } from './Experiment.js';
export { allowedKinds, type BreakVerdict, faultCount, judgeBreak } from './judgeBreak.js';
export { readExperiments } from './readExperiments.js';

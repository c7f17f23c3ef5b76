/** What `hidden.ts` and `visible.ts` of an exercise import as `batchwise/grading`. */
export { Attempt } from './Attempt.js';
export type { Call, CallResult, Case } from './Case.js';
export type { Finding } from './Finding.js';
export { callText, fail, pass, resultText, sameBlocks, sameResults, vacuous } from './findings.js';
export type { Example, HiddenTests } from './HiddenTests.js';
export { type KeysKept, keysKept } from './keysKept.js';
export type { PrintedBlock } from './printedBlocks.js';
export type { Random } from './Random.js';
export { type RecordsShuffled, recordsShuffled } from './recordsShuffled.js';
export { redisContents } from './redisContents.js';

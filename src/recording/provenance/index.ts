export type { InputRecord, ProvenanceParts } from '../../engine/provenance/Provenance.js';
export { Origins } from './Origins.js';
export { type Step, step, type Why } from './Step.js';
export { type StateCall, stateCalls } from './stateCalls.js';
export { inputOfEvent, type RecordWay, type Stop, whereDidItGo } from './whereDidItGo.js';
export { whyEvent, whyOutput, whyState } from './why.js';
export { neverHeld, type WindowMembers, windowMembers } from './windowMembers.js';

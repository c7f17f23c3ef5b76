export { State } from './State.js';
export { type MappingFunction, StateSpec } from './StateSpec.js';

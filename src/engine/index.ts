export * from './errors.js';
export { Double, Float, List, Long, None, type Option, Some, Vector } from './jvm/index.js';
export { Duration, Interval, Milliseconds, Minutes, Seconds, Time } from './time/index.js';

export * from './Duration.js';
export * from './Interval.js';
export * from './Time.js';
export * from './timerTicks.js';

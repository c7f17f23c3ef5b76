export { type Anomaly, anomalies, anomalyMeanings } from './anomalies.js';
export type { AnomalousRecord, CheckResult } from './CheckResult.js';
export { checkRun } from './checkRun.js';
export { type DeliveredRecord, Delivery, type VisibleEffect } from './Delivery.js';
export { hazardsOf } from './hazards.js';

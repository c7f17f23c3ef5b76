import type { Step } from '../provenance/index.js';
import type { Anomaly } from './anomalies.js';

/** One record that something happened to, and the chain that shows it. */
export interface AnomalousRecord {
  /** The record as text. */
  readonly text: string;
  /** One sentence with times: `"a b" was printed for batch 5000 ms twice`. */
  readonly sentence: string;
  /** From the record's entry to where it went wrong, the fault among them; each step can be jumped to. */
  readonly chain: readonly Step[];
  /** The event at which it goes wrong. */
  readonly seq: number;
}

/** The verdict on one anomaly over a whole run. */
export interface CheckResult {
  readonly check: Anomaly;
  /** `vacuous`: nothing happened in this run that could have caused it. */
  readonly verdict: 'pass' | 'fail' | 'vacuous';
  /** In the order in which they were read. */
  readonly records: readonly AnomalousRecord[];
}

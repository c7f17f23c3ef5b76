import type { Provenance } from '../provenance/Provenance.js';
import type { Cluster } from './Cluster.js';
import type { Console } from './Console.js';
import type { Host } from './Host.js';
import type { KafkaClient } from './KafkaClient.js';
import type { Network } from './Network.js';
import type { Storage } from './Storage.js';
import type { Trace } from './Trace.js';

/**
 * What virtual time a piece of work costs, in milliseconds (fractions to the microsecond). All default to 0: without costs a partition is
 * processed without yielding. Settings of the scenario, `cost.<name>`.
 */
export interface Costs {
  /** Driver-side cost of starting a job. */
  readonly jobMs: number;
  /** Cost of launching a task, paid on its executor. */
  readonly taskMs: number;
  /** Per record computed by a stage's last operator. */
  readonly recordMs: number;
  /** Per record written to or read from a shuffle. */
  readonly shuffleRecordMs: number;
  /** Per generated batch, paid by the job generator. */
  readonly batchMs: number;
}

/** Everything the engine asks of the world, for one incarnation of a driver. The engine reaches nothing else. */
export interface Environment {
  /** The driver's host. */
  readonly driver: Host;
  readonly cluster: Cluster;
  readonly network: Network;
  readonly storage: Storage;
  readonly console: Console;
  readonly trace: Trace;
  /** Where records came from; undefined when nobody asked. */
  readonly provenance?: Provenance;
  readonly costs: Costs;
  /** Absent: the scenario has no Kafka. */
  readonly kafka?: KafkaClient;
  /** Scenario settings: Spark properties and `cost.*`, as text. A program's own `SparkConf` wins over them. */
  readonly settings: ReadonlyMap<string, string>;
  /** A number in [0, 1) that depends only on the seed and `key`: what it decides about, e.g. `['offers', stage, round]`. */
  draw(...key: readonly (string | number)[]): number;
  /** What survives nothing but is shared by everything in this driver's incarnation (the JVM-wide singletons). */
  readonly statics: Map<string, unknown>;
}

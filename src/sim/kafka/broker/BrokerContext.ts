import type { Kernel } from '../../kernel/Kernel.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { KafkaEventInput } from '../events.js';
import type { PartitionLog } from '../log/PartitionLog.js';
import type { NetworkClient } from '../net/NetworkClient.js';
import type { ApiName, RequestOf, ResponseOf } from '../protocol/api.js';

/** What the parts of one running broker share. */
export interface BrokerContext {
  readonly id: number;
  readonly host: SimHost;
  readonly kernel: Kernel;
  /** Connections to the other brokers. */
  readonly client: NetworkClient;
  readonly nowMs: number;
  /** Whether the run also records what was appended. */
  readonly detail: boolean;
  number(setting: string): number;
  emit(event: KafkaEventInput): void;
  /** Calls `run` again and again while this incarnation lives. */
  every(ms: number, label: string, run: () => void): void;
  after(ms: number, label: string, run: () => void): () => void;
  /** A number in [0, 1) that decides about what is named. */
  draw(...key: readonly (string | number)[]): number;
  /** The replica's log on this broker's disk. */
  logFor(topic: string, partition: number): PartitionLog;
  deleteLog(name: string): void;
  /** Whether the cluster has this partition, as far as this broker was told. */
  knows(partition: string): boolean;
  addressOf(broker: number): string | undefined;
  askController<K extends ApiName>(api: K, body: RequestOf<K>, done: (response: ResponseOf<K> | undefined) => void): void;
}

import { stringHash, utf8Bytes } from '../../../src/engine/jvm/index.js';
import { JavaHashMap } from '../../../src/engine/jvm/JavaHashMap.js';
import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import { brokerConfig } from '../../../src/sim/kafka/config/brokerConfig.js';
import { consumerConfig } from '../../../src/sim/kafka/config/consumerConfig.js';
import { producerConfig } from '../../../src/sim/kafka/config/producerConfig.js';
import { topicConfig } from '../../../src/sim/kafka/config/topicConfig.js';
import { coordinatorPartition } from '../../../src/sim/kafka/group/coordinatorPartition.js';
import { BatchBuilder } from '../../../src/sim/kafka/log/BatchBuilder.js';
import { batchSize, type RecordSizes } from '../../../src/sim/kafka/log/batchSize.js';
import { murmur2 } from '../../../src/sim/kafka/producer/murmur2.js';
import { DefaultPartitioner, partitionForKey } from '../../../src/sim/kafka/producer/partitioner.js';
import { type ErrorName, Errors, exceptionOf } from '../../../src/sim/kafka/protocol/errorCodes.js';
import { Draws } from '../../../src/sim/kernel/draws.js';
import type { CaseRunner, Outcome, RecordedCase } from './outcome.js';
import type { Json } from './values.js';

/** The case as recorded, and with these fields worked out anew. */
function withComputed(recorded: RecordedCase, computed: Readonly<Record<string, Json>>): Outcome {
  const expected = recorded as unknown as Readonly<Record<string, Json>>;
  return { expected, actual: { ...expected, ...computed } };
}

function serialised(type: string, key: string | number): Uint8Array {
  if (type === 'string') return utf8Bytes(String(key));
  const bytes = new Uint8Array(type === 'int' ? 4 : 8);
  const view = new DataView(bytes.buffer);
  if (type === 'int') view.setInt32(0, Number(key));
  else view.setBigInt64(0, BigInt(key));
  return bytes;
}

export const runPartitioner: CaseRunner = (recorded) => {
  const bytes = serialised(recorded.type as string, recorded.key as string | number);
  const counts = recorded.partitionCounts as number[];
  const partitions = counts.map((count) => partitionForKey(bytes, count));
  return withComputed(recorded, { bytes: bytes.length, murmur2: murmur2(bytes), partitions });
};

export const runGroupCoordinator: CaseRunner = (recorded) => {
  const group = recorded.group as string;
  const partition = coordinatorPartition(group, recorded.offsetsTopicPartitions as number);
  return withComputed(recorded, { javaHash: stringHash(group), partition });
};

/** Records without key into batches of which none is sent, or each at once; then the lengths of runs to one partition. */
export const runKeylessRuns: CaseRunner = (recorded) => {
  const count = recorded.partitions as number;
  const available = Array.from({ length: count }, (_, i) => i);
  const cluster = { partitionCount: () => count, availablePartitions: () => available };
  const draws = new Draws('keyless');
  const partitioner = new DefaultPartitioner((topic, choice) => draws.draw('sticky', topic, choice));
  const record: RecordSizes = { keyBytes: -1, valueBytes: recorded.valueBytes as number };
  const batches = new Map<number, BatchBuilder>();
  const append = (partition: number): boolean => batches.get(partition)?.tryAppend(record, 0) ?? false;
  const runs: number[] = [];
  let last = -1;
  for (let i = 0; i < (recorded.records as number); i++) {
    let partition = partitioner.partition('t', undefined, cluster);
    if (!append(partition)) {
      partitioner.onNewBatch('t', cluster, partition);
      partition = partitioner.partition('t', undefined, cluster);
      if (!append(partition)) {
        batches.set(partition, new BatchBuilder(recorded.batchSize as number, record));
        append(partition);
      }
    }
    if (partition === last) runs[runs.length - 1] = (runs.at(-1) as number) + 1;
    else runs.push(1);
    last = partition;
    if (recorded.awaitEach === true) batches.clear();
  }
  return withComputed(recorded, { runs });
};

export const runIterationOrder: CaseRunner = (recorded) => {
  const records = new JavaHashMap<TopicPartition, null>();
  for (const partition of recorded.inserted as string[]) records.put(TopicPartition.parse(partition), null);
  return withComputed(recorded, { order: Array.from(records.keys(), String) });
};

export const runBatchSize: CaseRunner = (recorded) =>
  withComputed(recorded, { batchBytes: batchSize(recorded.records as (RecordSizes & { timestamp: number })[]) });

export const runConfigDefaults: CaseRunner = (recorded) =>
  withComputed(recorded, {
    producer: producerConfig.defaults,
    consumer: consumerConfig.defaults,
    topic: topicConfig.defaults,
    broker: brokerConfig.defaults,
  } as Readonly<Record<string, Json>>);

export const runProtocolError: CaseRunner = (recorded) => {
  const { code, message, exceptionClass, isRetriable, refreshesMetadata } = Errors[recorded.name as ErrorName];
  const javaClass = exceptionClass === undefined ? null : exceptionOf(Errors[recorded.name as ErrorName]).javaClass;
  return withComputed(recorded, { code, class: javaClass, message, retriable: isRetriable, refreshesMetadata });
};

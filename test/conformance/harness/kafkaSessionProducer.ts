import { ProducerRecord } from '../../../src/engine/kafka/ProducerRecord.js';
import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import type { ConsumerGroupMetadata, Producer } from '../../../src/engine/ports/KafkaClient.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { Step } from './kafkaSession.js';
import { parseOffsets, sessionError } from './kafkaSessionValues.js';
import type { Json } from './values.js';

export const producerSteps = new Set([
  'produce',
  'fill',
  'initTransactions',
  'beginTransaction',
  'commitTransaction',
  'abortTransaction',
  'closeProducer',
  'sendOffsetsToTransaction',
]);

/** What a step of a producer does. @param groupOf whom the offsets of a transaction are committed for. @returns undefined for no result */
export function* performProducer(
  producer: Producer<unknown, unknown>,
  step: Step,
  groupOf: (step: Step) => ConsumerGroupMetadata | string,
): Process<Json | undefined> {
  switch (step.do) {
    case 'produce':
      return yield* produce(producer, step.topic, step.records);
    case 'fill': {
      const records = Array.from({ length: step.n }, (_, i) => [
        TopicPartition.parse(step.partition).partition,
        null,
        `${step.prefix}${(step.from ?? 0) + i}`,
      ]);
      const results = (yield* produce(producer, TopicPartition.parse(step.partition).topic, records)) as number[][];
      return [results[0]?.[1] ?? -1, results.at(-1)?.[1] ?? -1];
    }
    case 'initTransactions':
      yield* producer.initTransactions();
      return undefined;
    case 'beginTransaction':
      producer.beginTransaction();
      return undefined;
    case 'commitTransaction':
      yield* producer.commitTransaction();
      return undefined;
    case 'abortTransaction':
      yield* producer.abortTransaction();
      return undefined;
    case 'closeProducer':
      yield* producer.close();
      return undefined;
    case 'sendOffsetsToTransaction': {
      yield* producer.sendOffsetsToTransaction(parseOffsets(step.offsets), groupOf(step));
      return undefined;
    }
  }
  return undefined;
}

/** Each record is sent and awaited before the next. */
function* produce(producer: Producer<unknown, unknown>, topic: string, records: Step['records']): Process<Json> {
  const results: Json[] = [];
  for (const [partition, key, value, timestamp] of records) {
    try {
      const record = new ProducerRecord(topic, key ?? undefined, value ?? undefined, {
        ...(partition === null ? {} : { partition }),
        ...(timestamp === undefined ? {} : { timestamp }),
      });
      const future = yield* producer.send(record);
      try {
        const metadata = yield* future.get();
        results.push([metadata.partition, metadata.offset]);
      } catch (error) {
        results.push({ error: sessionError(error) });
      }
    } catch (error) {
      results.push({ thrown: sessionError(error) });
    }
  }
  return results;
}

import type { Process } from '../ports/Process.js';
import type { ConsumerRecord } from './ConsumerRecord.js';
import type { OffsetRange } from './OffsetRange.js';
import type { RangeConsumer } from './RangeConsumer.js';

/** The records of a range, up to the one that could not be had. */
export interface FetchedRange<K, V> {
  readonly records: ConsumerRecord<K, V>[];
  /** What fetching the next one threw; it is met by whoever asks for that record. */
  failure?: { readonly error: unknown };
}

/**
 * Fetches the record of every offset of a range that is not empty; `allowsHoles`: those that are there. Model: apache/spark 3.2.1
 * external/kafka-0-10/.../KafkaRDD.scala `KafkaRDDIterator`, `CompactedKafkaRDDIterator` (SS-1150, SS-1155).
 */
export function* fetchRange<K, V>(
  consumer: RangeConsumer<K, V>,
  range: OffsetRange,
  timeoutMs: number,
  allowsHoles: boolean,
): Process<FetchedRange<K, V>> {
  const fetched: FetchedRange<K, V> = { records: [] };
  try {
    if (allowsHoles) yield* fetchWhatIsThere(consumer, range, timeoutMs, fetched.records);
    else yield* fetchEach(consumer, range, timeoutMs, fetched.records);
  } catch (error) {
    fetched.failure = { error };
  }
  return fetched;
}

function* fetchEach<K, V>(
  consumer: RangeConsumer<K, V>,
  { fromOffset, untilOffset }: OffsetRange,
  timeoutMs: number,
  into: ConsumerRecord<K, V>[],
): Process<void> {
  for (let offset = fromOffset; offset < untilOffset; offset++)
    into.push(consumer.buffered(offset) ?? (yield* consumer.get(offset, timeoutMs)));
}

/** The first record is not compared with the end of the range, and each is handed on only once the next one is there (SS-1156). */
function* fetchWhatIsThere<K, V>(
  consumer: RangeConsumer<K, V>,
  { fromOffset, untilOffset }: OffsetRange,
  timeoutMs: number,
  into: ConsumerRecord<K, V>[],
): Process<void> {
  yield* consumer.compactedStart(fromOffset, timeoutMs);
  let record = yield* consumer.compactedNext(timeoutMs);
  while (record.offset + 1 < untilOffset) {
    const next = consumer.compactedBuffered() ?? (yield* consumer.compactedNext(timeoutMs));
    into.push(record);
    if (next.offset >= untilOffset) {
      consumer.compactedPrevious();
      return;
    }
    record = next;
  }
  into.push(record);
}

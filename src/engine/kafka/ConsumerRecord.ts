import { NotSerializableException, type WritesItself, writeObject } from '../closure.js';

export type TimestampType = 'CreateTime' | 'LogAppendTime';

export interface Header {
  readonly key: string;
  readonly value: Uint8Array;
}

/** One record as a consumer gets it. Model: kafka 2.8.0 clients/consumer/ConsumerRecord.java (KA-108). */
export class ConsumerRecord<K, V> implements WritesItself {
  /** @param serializedKeySize in bytes, like `serializedValueSize`; -1 for null */
  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly offset: number,
    readonly timestamp: number,
    readonly timestampType: TimestampType,
    readonly serializedKeySize: number,
    readonly serializedValueSize: number,
    readonly key: K,
    readonly value: V,
    readonly headers: readonly Header[],
    readonly leaderEpoch: number | undefined,
  ) {}

  /** It stays where it was fetched: what is wanted of it is taken out there. @throws {NotSerializableException} */
  [writeObject](): void {
    throw new NotSerializableException('org.apache.kafka.clients.consumer.ConsumerRecord');
  }

  toString(): string {
    const headers = this.headers.map(({ key, value }) => `RecordHeader(key = ${key}, value = [${value.join(', ')}])`).join(', ');
    return (
      `ConsumerRecord(topic = ${this.topic}, partition = ${this.partition}, leaderEpoch = ${this.leaderEpoch ?? 'null'}, ` +
      `offset = ${this.offset}, ${this.timestampType} = ${this.timestamp}, serialized key size = ${this.serializedKeySize}, ` +
      `serialized value size = ${this.serializedValueSize}, headers = RecordHeaders(headers = [${headers}], isReadOnly = false), ` +
      `key = ${String(this.key)}, value = ${String(this.value)})`
    );
  }
}

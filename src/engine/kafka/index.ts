export { ConsumerRecord, type Header, type TimestampType } from './ConsumerRecord.js';
export { ConsumerRecords } from './ConsumerRecords.js';
export { KafkaConsumer, KafkaProducer, NoKafkaError } from './clients.js';
export { OffsetAndMetadata } from './OffsetAndMetadata.js';
export { ProducerRecord, RecordMetadata } from './ProducerRecord.js';
export { TopicPartition } from './TopicPartition.js';

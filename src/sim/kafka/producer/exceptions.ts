import { KafkaException, TimeoutException } from '../protocol/errors.js';

/** There was no memory for a record within `max.block.ms` (KA-070). Model: kafka 2.8.0 clients/producer/BufferExhaustedException.java. */
export class BufferExhaustedException extends TimeoutException {
  constructor(message: string) {
    super(message, undefined, 'org.apache.kafka.clients.producer');
  }
}

/** The batch was not sent, because its transaction was given up. Model: kafka 2.8.0 common/errors/TransactionAbortedException.java. */
export class TransactionAbortedException extends KafkaException {
  constructor() {
    super('Failing batch since transaction was aborted', undefined, 'org.apache.kafka.common.errors');
  }
}

import { expect, test } from 'vitest';
import { TopicPartition } from '../../../../src/engine/kafka/TopicPartition.js';
import { NoOffsetForPartitionException } from '../../../../src/sim/kafka/consumer/exceptions.js';
import { Errors, errorOf, exceptionOf } from '../../../../src/sim/kafka/protocol/errorCodes.js';
import { ApiException, KafkaException, RetriableException } from '../../../../src/sim/kafka/protocol/errors.js';
import { NotCoordinatorException, UnknownProducerIdException } from '../../../../src/sim/kafka/protocol/exceptions.js';

test('an error, its exception and its code belong together', () => {
  for (const error of Object.values(Errors)) {
    if (error !== Errors.NONE) expect(errorOf(exceptionOf(error))).toBe(error);
  }
});

test('an exception prints as the Java clients print it, and is caught by its base classes', () => {
  const exception = exceptionOf(Errors.NOT_COORDINATOR);
  expect(String(exception)).toBe('org.apache.kafka.common.errors.NotCoordinatorException: This is not the correct coordinator.');
  expect(exception).toBeInstanceOf(NotCoordinatorException);
  expect(exception).toBeInstanceOf(RetriableException);
  expect(exceptionOf(Errors.NOT_COORDINATOR, 'moved').message).toBe('moved');
});

test('an exception without error of its own stands for that of its base class, else for an unknown one', () => {
  class Special extends UnknownProducerIdException {}
  expect(errorOf(new Special())).toBe(Errors.UNKNOWN_PRODUCER_ID);
  expect(errorOf(new ApiException())).toBe(Errors.UNKNOWN_SERVER_ERROR);
  expect(errorOf('text')).toBe(Errors.UNKNOWN_SERVER_ERROR);
});

test('the consumer’s own exceptions are in its package', () => {
  const exception = new NoOffsetForPartitionException([new TopicPartition('strict', 0)]);
  expect(exception).toBeInstanceOf(KafkaException);
  expect(String(exception)).toBe(
    'org.apache.kafka.clients.consumer.NoOffsetForPartitionException: Undefined offset with no reset policy for partitions: [strict-0]',
  );
});

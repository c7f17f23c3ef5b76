import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import { KafkaException, RetriableException } from '../protocol/errors.js';

const PACKAGE = 'org.apache.kafka.clients.consumer';

/** There is no valid position, and no policy to find one. Model: kafka 2.8.0 clients/consumer/InvalidOffsetException.java. */
export abstract class InvalidOffsetException extends KafkaException {
  constructor(
    message: string,
    readonly partitions: readonly TopicPartition[],
  ) {
    super(message, undefined, PACKAGE);
  }
}

/** Nothing is committed for these partitions, and `auto.offset.reset` is `none`. */
export class NoOffsetForPartitionException extends InvalidOffsetException {
  constructor(partitions: readonly TopicPartition[]) {
    super(`Undefined offset with no reset policy for partitions: [${partitions.join(', ')}]`, partitions);
  }
}

/** The position lies before the log's start or behind its end, and `auto.offset.reset` is `none`. */
export class OffsetOutOfRangeException extends InvalidOffsetException {
  constructor(message: string, partitions: ReadonlyMap<TopicPartition, number>) {
    super(message, [...partitions.keys()]);
    this.offsets = partitions;
  }
  /** The positions that are out of range. */
  readonly offsets: ReadonlyMap<TopicPartition, number>;
}

/** The log was cut off below the position by an unclean election; `divergent` has where the logs part. */
export class LogTruncationException extends OffsetOutOfRangeException {
  constructor(
    message: string,
    positions: ReadonlyMap<TopicPartition, number>,
    readonly divergent: ReadonlyMap<TopicPartition, number>,
  ) {
    super(message, positions);
  }
}

/** The commit did certainly not happen and can't be repeated: the group has given the partitions to others (KA-122). */
export class CommitFailedException extends KafkaException {
  constructor(message = MAX_POLL_EXCEEDED) {
    super(message, undefined, PACKAGE);
  }
}

/** A `commitAsync` failed in a way that may pass; it isn't repeated, because a later one may have been sent (KA-121). */
export class RetriableCommitFailedException extends RetriableException {
  constructor(cause: unknown) {
    super(
      'Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets.',
      cause,
      PACKAGE,
    );
  }
}

const MAX_POLL_EXCEEDED =
  'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. This means that the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time message processing. You can address this either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.';

import { Trait } from '../jvm/Trait.js';
import type { CommitCallback } from '../ports/KafkaClient.js';
import type { OffsetRange } from './OffsetRange.js';

/** What a direct stream can do, and no stream that was made of it. Model: apache/spark 3.2.1 external/kafka-0-10/.../OffsetRange.scala. */
export interface CanCommitOffsets {
  /**
   * Has the ends of `ranges` committed when the ranges of the next batch are worked out: until then nothing is sent, and a driver that stops or dies
   * before has not committed them (SS-1141). Safe to be called where an output operation runs, on the driver.
   * @param callback told of the answer, one batch later still; it replaces the one given before, also when it is left out
   */
  commitAsync(ranges: readonly OffsetRange[], callback?: CommitCallback): void;
}

/** `stream.asInstanceOf(CanCommitOffsets).commitAsync(ranges)`. */
export const CanCommitOffsets = new Trait<CanCommitOffsets>(
  'org.apache.spark.streaming.kafka010.CanCommitOffsets',
  'commitAsync',
  'Only the stream that createDirectStream gave can commit: keep it in a variable of its own.',
);

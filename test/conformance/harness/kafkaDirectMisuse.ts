import { capturing } from '../../../src/engine/closure.js';
import { CanCommitOffsets, type DirectKafkaInputDStream, HasOffsetRanges } from '../../../src/engine/kafka/index.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { pair, type RDD } from '../../../src/engine/rdd/index.js';
import { Seconds } from '../../../src/engine/time/index.js';
import { sessionError } from './kafkaSessionValues.js';
import type { Json } from './values.js';

type Stream = DirectKafkaInputDStream<string, string>;
type Attempt = (rdd: RDD<unknown>) => unknown;

/** What a program may do wrong with a direct stream, by the recorded name: the output operation, given what notes its result. */
const attempts: Readonly<
  Record<string, (stream: Stream, run: (attempt: Attempt) => (rdd: RDD<unknown>) => Process<void>) => void>
> = {
  rangesOfMap: (stream, run) => values(stream).foreachRDD(run(rangesOf)),
  rangesOfFilter: (stream, run) => stream.filter(() => true).foreachRDD(run(rangesOf)),
  rangesOfShuffle: (stream, run) =>
    stream
      .map(({ value }) => pair(value, 1))
      .reduceByKey((a, b) => a + b)
      .foreachRDD(run(rangesOf)),
  rangesOfWindow: (stream, run) => values(stream).window(Seconds(2)).foreachRDD(run(rangesOf)),
  rangesOfRepartition: (stream, run) => values(stream).repartition(2).foreachRDD(run(rangesOf)),
  commitOnMapped: (stream, run) => {
    const mapped = values(stream);
    mapped.foreachRDD(run(() => mapped.asInstanceOf(CanCommitOffsets)));
  },
  streamInClosure: (stream, run) => stream.foreachRDD(run((rdd) => rdd.foreachPartition(capturing({ stream }, () => {})))),
  collectRecords: (stream, run) => stream.foreachRDD(run((rdd) => rdd.collect())),
  windowOfRecords: (stream, run) => stream.window(Seconds(1)).foreachRDD(run((rdd) => rdd.collect())),
  rangesToString: (stream, run) => stream.foreachRDD(run((rdd) => rangesOf(rdd).map(String))),
};

const values = (stream: Stream) => stream.map(({ value }) => value);
const rangesOf = (rdd: RDD<unknown>) => rdd.asInstanceOf(HasOffsetRanges).offsetRanges;

/** Makes the output operation of a misuse; `note` is told what came of it in its first batch. */
export function misuseOutput(what: string, stream: Stream, note: (result: Json) => void): void {
  const attempt = attempts[what];
  if (attempt === undefined) throw new Error(`misuse ${what} is not there`);
  attempt(
    stream,
    (body) =>
      function* (rdd) {
        try {
          const result = body(rdd);
          note((Array.isArray(result) ? result : yield* result as Process<unknown>) as Json);
        } catch (error) {
          note(sessionError(error));
        }
      },
  );
}

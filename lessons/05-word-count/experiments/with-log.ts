import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Word count that writes what it received into a log before it says so, and goes on from its checkpoint. */
export default function* main() {
  const ssc = StreamingContext.getOrCreate('checkpoint', () => {
    const conf = new SparkConf().setMaster('local[2]').setAppName('WordCount');
    conf.set('spark.streaming.receiver.writeAheadLog.enable', 'true');
    const fresh = new StreamingContext(conf, Seconds(1));
    fresh.checkpoint('checkpoint');
    const words = fresh.socketTextStream('localhost', 9999).flatMap((line) => line.split(' '));
    words
      .map((word) => [word, 1])
      .reduceByKey((a, b) => a + b)
      .print();
    return fresh;
  });
  ssc.start();
  yield* ssc.awaitTermination();
}

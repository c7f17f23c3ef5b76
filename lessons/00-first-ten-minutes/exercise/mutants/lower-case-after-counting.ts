import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Counts the words of each batch. `The` and `the` are one word, and what is between two spaces is none. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Words');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const words = lines.flatMap((line) => line.split(' ')).filter((word) => word !== '');
  const counts = words
    .map((word) => [word, 1])
    .reduceByKey((a, b) => a + b)
    .map(([word, count]) => [word.toLowerCase(), count]);
  counts.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Counts the words of each batch. `The` and `the` are one word, and what is between two spaces is none. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Words');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const words = lines
    .map((line) => line.toLowerCase().trim())
    .filter((line) => line !== '')
    .flatMap((line) => line.split(' '));
  const counts = words.map((word) => [word, 1]).reduceByKey((a, b) => a + b);
  counts.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

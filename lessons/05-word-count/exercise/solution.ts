import { type Pair, Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Prints, for every batch, its three most frequent words: (word,count), most frequent first; of words that are as frequent, the alphabet decides. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('TopThree');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);
  const byCount = (a: Pair<string, number>, b: Pair<string, number>) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
  const counts = pairs.reduceByKey((a, b) => a + b, 1); // one partition: all words of a batch in one place
  counts.mapPartitions((words) => [...words].sort(byCount).slice(0, 3)).print();

  ssc.start();
  yield* ssc.awaitTermination();
}

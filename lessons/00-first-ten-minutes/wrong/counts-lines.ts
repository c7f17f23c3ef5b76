import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('FirstTenMinutes');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const words = lines.map((line) => line[0] ?? '');
  const pairs = words.map((word) => [word, 1]);
  const counts = pairs.reduceByKey((a, b) => a + b);
  counts.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

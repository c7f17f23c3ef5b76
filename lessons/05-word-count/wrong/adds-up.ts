import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('WordCount');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const lines = ssc.socketTextStream('localhost', 9999);
  const words = lines.flatMap((line) => line.split(' '));
  const pairs = words.map((word) => [word, 1]);
  const sum = (values: readonly number[], old = 0) => values.reduce((a, b) => a + b, old);
  const counts = pairs.updateStateByKey(sum);
  counts.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** The belief: a key that gets nothing is set back, and stays. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('UpdateState');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);

  const sum = (values: readonly number[], old = 0) => values.reduce((a, b) => a + b, old);
  const sumOrZero = (values: readonly number[], old = 0) => (values.length === 0 ? 0 : sum(values, old));
  const kept = pairs.updateStateByKey(sum);
  const dropped = pairs.updateStateByKey(sumOrZero);
  kept.print();
  dropped.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** The belief: what was removed is remembered somewhere, and a key that comes back goes on from there. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('UpdateState');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);

  const sum = (values: readonly number[], old = 0) => values.reduce((a, b) => a + b, old);
  const kept = pairs.updateStateByKey(sum);
  const came = pairs.reduceByKey((a, b) => a);
  const dropped = kept.join(came).map(([word, [total]]) => [word, total]);
  kept.print();
  dropped.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

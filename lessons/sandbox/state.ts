import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('State');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const words = ssc.socketTextStream('localhost', 9999).flatMap((line) => line.split(' '));
  const pairs = words.map((word) => [word, 1]);
  const totals = pairs.updateStateByKey((values: readonly number[], total?: number) =>
    values.reduce((a, b) => a + b, total ?? 0),
  );
  totals.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

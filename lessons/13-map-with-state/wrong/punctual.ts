import { Seconds, SparkConf, StreamingContext, type Time } from 'batchwise';

/** The belief: a key goes when it has been silent for more than 3 s, whichever batch that is. */
function sumOrGo(time: Time, key: string, values: readonly number[], old = { sum: 0, last: 0 }) {
  const now = time.milliseconds;
  if (values.length > 0) return { sum: values.reduce((a, b) => a + b, old.sum), last: now };
  return now - old.last > 3000 ? undefined : old;
}

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('MapWithState');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const pairs = ssc.socketTextStream('localhost', 9999).map((word) => [word, 1]);
  const sums = pairs.updateStateByKey(sumOrGo, 2, true);
  sums.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/**
 * Prints after every batch (word,total) of each word that came in one of the last five batches. A word that none of five batches in a row has is
 * forgotten: in the fifth of them it is not printed any more, and when it comes back its total begins anew.
 */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Totals');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);
  const update = (values: readonly number[], old = { total: 0, idle: 0 }) => {
    if (values.length > 0) return { total: values.reduce((a, b) => a + b, old.idle >= 5 ? 0 : old.total), idle: 0 };
    return { total: old.total, idle: old.idle + 1 };
  };
  const states = pairs.updateStateByKey(update);
  states
    .filter(([, { idle }]) => idle < 5)
    .mapValues(({ total }) => total)
    .print();

  ssc.start();
  yield* ssc.awaitTermination();
}

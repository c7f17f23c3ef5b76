import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Prints the mean of each key: `a 4` and `a 8` give (a,6). The lines of a batch come in any number of blocks. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Means');
  const ssc = new StreamingContext(conf, Seconds(1));
  const pairs = ssc.socketTextStream('localhost', 9999).map((line): [string, number] => {
    const [key = '', value] = line.split(' ');
    return [key, Number(value)];
  });
  // TODO: a mean of means is no mean. Combine what can be combined, and divide at the end.
  const means = pairs.reduceByKey((a, b) => (a + b) / 2);
  means.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

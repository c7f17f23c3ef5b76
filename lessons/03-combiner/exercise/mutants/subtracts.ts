import { Seconds, SparkConf, StreamingContext } from 'batchwise';

/** Sum and count. */
type Sum = readonly [sum: number, count: number];

/** Prints the mean of each key: `a 4` and `a 8` give (a,6). The lines of a batch come in any number of blocks. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Means');
  const ssc = new StreamingContext(conf, Seconds(1));
  const pairs = ssc.socketTextStream('localhost', 9999).map((line): [string, number] => {
    const [key = '', value] = line.split(' ');
    return [key, Number(value)];
  });
  const means = pairs
    .combineByKey(
      (value): Sum => [value, 1],
      ([sum, count]: Sum, value): Sum => [value - sum, count + 1],
      ([sum1, count1]: Sum, [sum2, count2]: Sum): Sum => [sum2 - sum1, count1 + count2],
    )
    .mapValues(([sum, count]) => sum / count);
  means.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

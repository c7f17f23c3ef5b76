import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Windows');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);
  const add = (a: number, b: number) => a + b;
  const overlap = pairs.reduceByKeyAndWindow(add, Seconds(3), Seconds(1));
  const exact = pairs.reduceByKeyAndWindow(add, Seconds(2), Seconds(2));
  const gap = pairs.reduceByKeyAndWindow(add, Seconds(3), Seconds(3));
  overlap.print();
  exact.print();
  gap.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

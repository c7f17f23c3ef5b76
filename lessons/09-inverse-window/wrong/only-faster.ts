import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('InverseWindow');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);
  const add = (a: number, b: number) => a + b;
  const plain = pairs.reduceByKeyAndWindow(add, Seconds(3), Seconds(1));
  const inverse = pairs.reduceByKeyAndWindow(add, Seconds(3), Seconds(1));
  const gap = pairs.reduceByKeyAndWindow(add, Seconds(2), Seconds(3));
  plain.print();
  inverse.print();
  gap.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

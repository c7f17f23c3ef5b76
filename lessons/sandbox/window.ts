import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Window');
  const ssc = new StreamingContext(conf, Seconds(1));
  const words = ssc.socketTextStream('localhost', 9999).flatMap((line) => line.split(' '));
  const pairs = words.map((word) => [word, 1]);
  const counts = pairs.reduceByKeyAndWindow((a: number, b: number) => a + b, Seconds(3), Seconds(1));
  counts.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

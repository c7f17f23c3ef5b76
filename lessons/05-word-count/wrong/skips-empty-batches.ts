import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('WordCount');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const words = lines.flatMap((line) => line.split(' '));
  const pairs = words.map((word) => [word, 1]);
  const counts = pairs.reduceByKey((a, b) => a + b);
  counts.foreachRDD(function* (rdd, time) {
    const found = yield* rdd.take(11);
    if (found.length === 0) return;
    console.log('-------------------------------------------');
    console.log(`Time: ${time}`);
    console.log('-------------------------------------------');
    for (const pair of found) console.log(pair);
    console.log('');
  });

  ssc.start();
  yield* ssc.awaitTermination();
}

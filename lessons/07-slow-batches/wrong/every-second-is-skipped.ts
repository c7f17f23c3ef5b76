import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('SlowBatches');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const lengths = lines.map((line) => line.length);
  lengths.foreachRDD(function* (rdd, time) {
    if (time.milliseconds % 2000 === 0) return; // the belief: a late batch is passed over, and the next is on time again
    const count = yield* rdd.count();
    console.log(`batch ${time}: ${count} lines`);
  });

  ssc.start();
  yield* ssc.awaitTermination();
}

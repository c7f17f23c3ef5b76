import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('SlowBatches');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const lengths = lines.map((line) => line.length);
  lengths.foreachRDD(function* (rdd, time) {
    if (time.milliseconds !== 6000) return; // the belief: a batch is as late as the one before it took too long
    const count = yield* rdd.count();
    console.log(`batch ${time}: ${count} lines`);
  });

  ssc.start();
  yield* ssc.awaitTermination();
}

import { Seconds, SparkConf, StreamingContext } from 'batchwise';

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Combiner');
  const ssc = new StreamingContext(conf, Seconds(1));
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word.charAt(0), Number(word.slice(1))]);

  const mean = (values: Iterable<number>) => {
    const all = [...values];
    return all.reduce((a, b) => a + b) / all.length;
  };
  const grouped = pairs.transform((rdd) => rdd.groupByKey()).mapValues(mean);
  const combined = pairs.transform((rdd) => rdd.groupByKey()).mapValues(mean);
  grouped.print();
  combined.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { println, Seconds, SparkConf, StreamingContext } from 'batchwise';

function create() {
  println('the factory is called');
  const conf = new SparkConf().setMaster('local[2]').setAppName('Recovery');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.textFileStream('/orders').print();
  return ssc;
}

export default function* main() {
  const ssc = create();
  ssc.start();
  yield* ssc.awaitTermination();
}

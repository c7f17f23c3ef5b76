import { println, Seconds, SparkConf, StreamingContext } from 'batchwise';

// What is asked is taken from this run without the batch that had been finished before the crash.
const directory = '/checkpoint';

function create() {
  println('the factory is called');
  const conf = new SparkConf().setMaster('local[2]').setAppName('Recovery');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint(directory);
  ssc.textFileStream('/orders').print();
  return ssc;
}

export default function* main() {
  const ssc = StreamingContext.getOrCreate(directory, create);
  ssc.start();
  yield* ssc.awaitTermination();
}

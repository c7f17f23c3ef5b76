import { println, Seconds, SparkConf, StreamingContext } from 'batchwise';

const directory = '/checkpoint';

function create() {
  println('the factory is called');
  const conf = new SparkConf().setMaster('local[2]').setAppName('Recovery');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint(directory);
  const add = (values: readonly number[], total: number | undefined) => values.reduce((a, b) => a + b, total ?? 0);
  const orders = ssc.textFileStream('/orders').map((order) => [order, 1]);
  orders.updateStateByKey(add).print();
  ssc.socketTextStream('localhost', 9999).print();
  return ssc;
}

export default function* main() {
  const ssc = StreamingContext.getOrCreate(directory, create);
  ssc.start();
  yield* ssc.awaitTermination();
}

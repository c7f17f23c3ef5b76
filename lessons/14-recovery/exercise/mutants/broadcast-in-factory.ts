import { redis, Seconds, SparkConf, StreamingContext } from 'batchwise';

const directory = '/checkpoint';
const table = [
  ['eur', 100],
  ['usd', 90],
  ['gbp', 120],
] as const;
type Rates = Map<string, number>;

/** Shop and cents of an order such as `north 12 eur`. */
function revenueOf(order: string, rates: Rates): [string, number] {
  const [shop = '', amount, currency = ''] = order.split(' ');
  return [shop, Number(amount) * (rates.get(currency) ?? 0)];
}

/** Everything that belongs to the program: a recovered driver takes it from the checkpoint. */
function create() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Revenue');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint(directory);
  const rates = ssc.sparkContext.broadcast(new Map<string, number>(table));
  const orders = ssc.textFileStream('/orders');
  const revenue = orders.transform((rdd) => rdd.map((order) => revenueOf(order, rates.value)).reduceByKey((a, b) => a + b));
  const add = (values: readonly number[], total: number | undefined) => values.reduce((a, b) => a + b, total ?? 0);
  revenue.updateStateByKey(add).print();
  // A batch that is run again writes the same field with the same value.
  revenue.foreachRDD(function* (rdd, time) {
    const db = yield* redis.connect();
    for (const [shop, cents] of yield* rdd.collect()) yield* db.hset(`revenue:${shop}`, `${time.milliseconds}`, cents);
    db.close();
  });
  orders.foreachRDD(function* (rdd, time) {
    const db = yield* redis.connect();
    yield* db.hset('orders', `${time.milliseconds}`, yield* rdd.count());
    db.close();
  });
  return ssc;
}

export default function* main() {
  const ssc = StreamingContext.getOrCreate(directory, create);
  ssc.start();
  yield* ssc.awaitTermination();
}

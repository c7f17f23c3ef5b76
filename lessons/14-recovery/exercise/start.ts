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

// TODO: without a crash this is right. Five things in it go wrong when the driver is started again; find and repair them.
function create() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Revenue');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('/checkpoints');
  const rates = ssc.sparkContext.broadcast(new Map<string, number>(table));
  const orders = ssc.textFileStream('/orders');
  const revenue = orders.transform((rdd) => rdd.map((order) => revenueOf(order, rates.value)).reduceByKey((a, b) => a + b));
  const add = (values: readonly number[], total: number | undefined) => values.reduce((a, b) => a + b, total ?? 0);
  revenue.updateStateByKey(add).print();
  revenue.foreachRDD(function* (rdd) {
    const db = yield* redis.connect();
    for (const [shop, cents] of yield* rdd.collect()) yield* db.hincrby(`revenue:${shop}`, 'all', cents);
    db.close();
  });
  return ssc;
}

export default function* main() {
  const ssc = StreamingContext.getOrCreate(directory, create);
  ssc.textFileStream('/orders').foreachRDD(function* (rdd) {
    const db = yield* redis.connect();
    yield* db.hset('orders', `${rdd.id}`, yield* rdd.count());
    db.close();
  });
  ssc.start();
  yield* ssc.awaitTermination();
}

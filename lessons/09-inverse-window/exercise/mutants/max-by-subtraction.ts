import { Milliseconds, Seconds, SparkConf, StreamingContext } from 'batchwise';

/**
 * Prints, every `shop.slideMs`, what each shop took in the last `shop.windowMs`: (shop,cents). A line is a sale: `north 12.30`.
 */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Revenue');
  const windowDuration = Milliseconds(Number(conf.get('shop.windowMs', '6000')));
  const slideDuration = Milliseconds(Number(conf.get('shop.slideMs', '1000')));
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const sales = ssc.socketTextStream('localhost', 9999).map((line) => {
    const [shop, amount] = line.split(' ');
    return [shop, Math.round(Number(amount) * 100)]; // whole cents: sums of fractions drift
  });
  const revenue = sales.reduceByKeyAndWindow(
    (total, sale) => Math.max(total, sale),
    (total, left) => total - left,
    windowDuration,
    slideDuration,
    undefined,
    ([, total]) => total > 0,
  );
  revenue.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

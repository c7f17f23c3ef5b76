import { Milliseconds, Seconds, SparkConf, StreamingContext, type Time } from 'batchwise';

interface Order {
  readonly events: number;
  readonly last: number;
  readonly isAbandoned: boolean;
}

/**
 * A line is an event of an order: `o17 paid`. Prints `(o17,abandoned after 2)` when an order that had 2 events times out, after more than
 * `order.timeoutMs` of silence, and nothing else. An order that comes back after that begins anew.
 */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('Abandoned');
  const timeout = Milliseconds(Number(conf.get('order.timeoutMs', '4000')));
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const events = ssc.socketTextStream('localhost', 9999).map((line): [string, string] => {
    const [order = '', event = ''] = line.split(' ');
    return [order, event];
  });
  const follow = (time: Time, _order: string, came: readonly string[], old?: Order) => {
    const now = time.milliseconds;
    if (came.length > 0)
      return { events: (old?.isAbandoned === false ? old.events : 0) + came.length, last: now, isAbandoned: false };
    if (old === undefined || old.isAbandoned) return undefined;
    return { ...old, isAbandoned: now - old.last > timeout.milliseconds };
  };
  const orders = events.updateStateByKey(follow, 2, true);
  orders
    .filter(([, { isAbandoned }]) => isAbandoned)
    .mapValues(({ events }) => `abandoned after ${events}`)
    .print();

  ssc.start();
  yield* ssc.awaitTermination();
}

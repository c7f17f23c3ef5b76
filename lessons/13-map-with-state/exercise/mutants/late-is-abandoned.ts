import { Milliseconds, Seconds, SparkConf, type State, StateSpec, StreamingContext, type Time } from 'batchwise';

interface Order {
  readonly events: number;
  readonly last: number;
}

function follow(time: Time, order: string, _event: string | undefined, state: State<Order>) {
  if (state.isTimingOut()) return [order, `abandoned after ${state.get().events}`];
  const now = time.milliseconds;
  const old = state.exists() ? state.get() : { events: 0, last: now };
  const isLate = now - old.last > 4000;
  state.update({ events: isLate ? 1 : old.events + 1, last: now });
  return isLate ? [order, `abandoned after ${old.events}`] : undefined;
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
  events.mapWithState(StateSpec.function(follow).timeout(timeout)).print();

  ssc.start();
  yield* ssc.awaitTermination();
}

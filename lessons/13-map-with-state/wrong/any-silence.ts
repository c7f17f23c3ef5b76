import { Seconds, SparkConf, type State, StateSpec, StreamingContext } from 'batchwise';

/** The belief: at the tenth batch every silent key goes, however short its silence. */
function sumOrTimeout(key: string, value: number | undefined, state: State<number>): [string, string] {
  if (state.isTimingOut()) return [key, `timeout ${state.get()}`];
  const sum = (state.exists() ? state.get() : 0) + (value ?? 0);
  state.update(sum);
  return [key, String(sum)];
}

export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('MapWithState');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const pairs = ssc.socketTextStream('localhost', 9999).map((word) => [word, 1]);
  const sums = pairs.mapWithState(StateSpec.function(sumOrTimeout).timeout(Seconds(1)));
  sums.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

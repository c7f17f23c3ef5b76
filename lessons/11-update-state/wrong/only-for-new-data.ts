import { Seconds, SparkConf, type State, StateSpec, StreamingContext } from 'batchwise';

/** The belief: the function is called for what came. That is what mapWithState does, once for each record. */
export default function* main() {
  const conf = new SparkConf().setMaster('local[2]').setAppName('UpdateState');
  const ssc = new StreamingContext(conf, Seconds(1));
  ssc.checkpoint('checkpoint');
  const lines = ssc.socketTextStream('localhost', 9999);
  const pairs = lines.flatMap((line) => line.split(' ')).map((word) => [word, 1]);

  const sum = (key: string, value: number | undefined, state: State<number>) => {
    state.update((state.exists() ? state.get() : 0) + (value ?? 0));
    return [key, state.get()];
  };
  const kept = pairs.mapWithState(StateSpec.function(sum));
  const dropped = pairs.mapWithState(StateSpec.function(sum));
  kept.print();
  dropped.print();

  ssc.start();
  yield* ssc.awaitTermination();
}

import { toJavaString } from '../../../../src/engine/jvm/index.js';
import { isProcess, type Process } from '../../../../src/engine/ports/Process.js';
import { type RDD, SparkConf, SparkContext } from '../../../../src/engine/rdd/index.js';
import { World } from '../../../../src/sim/World.js';

/** What a program on `local[2]` returns. @throws what it throws */
export function spark<T>(program: (context: SparkContext) => Process<T> | T, settings: Readonly<Record<string, string>> = {}): T {
  let result: { readonly value: T } | undefined;
  let failure: { readonly error: unknown } | undefined;
  const world = new World({
    program: function* (): Process<void> {
      try {
        const made = program(new SparkContext(new SparkConf().setMaster('local[2]').setAppName('test')));
        result = { value: isProcess(made) ? yield* made as Process<T> : (made as T) };
      } catch (error) {
        failure = { error };
      }
    },
    settings,
    trace: 'off',
  });
  world.run();
  if (failure !== undefined) throw failure.error;
  if (result === undefined) throw world.error ?? new Error('the program did not end');
  return result.value;
}

/** The records of each partition of what `make` makes. */
export const partitionsOf = <T>(make: (context: SparkContext) => RDD<T>): T[][] =>
  spark(function* (context) {
    const rdd = make(context);
    return yield* context.runJob(rdd, (records) => records.toArray());
  });

/** As the recording programs print it: `[1 2] [(a,1)] []`. */
export const shown = (partitions: readonly (readonly unknown[])[]): string =>
  partitions.map((records) => `[${records.map(toJavaString).join(' ')}]`).join(' ');

/** The message of the error that `body` throws, and of its cause. */
export function failureOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    const { message } = error as Error;
    const cause = (error as Error).cause;
    return cause instanceof Error ? `${firstLine(message)} | ${firstLine(cause.message)}` : firstLine(message);
  }
  throw new Error('nothing was thrown');
}

const firstLine = (text: string): string => text.split('\n', 1)[0] as string;

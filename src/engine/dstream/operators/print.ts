import { toJavaString } from '../../jvm/toJavaString.js';
import { firstOf } from '../../rdd/operators/firstOf.js';
import type { DStream } from '../DStream.js';
import { ForEachDStream } from '../ForEachDStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Prints the first `num` records of each batch below a header with the batch time (SS-432).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `print`.
     */
    print(num?: number): void;
  }
}

/** Standard output is UTF-8: half a surrogate pair comes out as `?`. */
const printable = (text: string): string => text.replace(/\p{Surrogate}/gu, '?');

const RULE = '-'.repeat(43);

attachOperators({
  print(this: DStream<unknown>, num = 10) {
    new ForEachDStream(this, function* (rdd, time) {
      // Taken before anything is printed: a job that fails prints nothing.
      const first = yield* firstOf(rdd, num + 1, 'print');
      const { console } = rdd.context.environment;
      for (const line of [RULE, `Time: ${time}`, RULE]) console.line(line);
      for (const record of first.slice(0, Math.max(num, 0))) console.line(printable(toJavaString(record)));
      if (first.length > num) console.line('...');
      console.line('');
    }).register();
  },
});

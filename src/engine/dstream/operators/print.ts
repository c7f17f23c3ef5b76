import { toJavaString } from '../../jvm/toJavaString.js';
import { kept } from '../../provenance/records.js';
import { firstFew } from '../../provenance/results.js';
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
      const { console, provenance } = rdd.context.environment;
      provenance?.forget();
      for (const line of [RULE, `Time: ${time}`, RULE]) console.line(line);
      const shown = kept(firstFew(first, Math.max(num, 0), provenance), provenance);
      shown.drain((record) => console.line(printable(toJavaString(record))));
      provenance?.forget();
      if (first.length > num) console.line('...');
      console.line('');
    }).register();
  },
});

import type { AccumulatorV2 } from './AccumulatorV2.js';
import { SumAccumulator } from './SumAccumulator.js';

/** Sums and counts integers. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala `LongAccumulator`. */
export class LongAccumulator extends SumAccumulator {
  protected fresh(): LongAccumulator {
    return new LongAccumulator();
  }
  protected isOfMyKind(other: AccumulatorV2<number, number>): other is LongAccumulator {
    return other instanceof LongAccumulator;
  }
}

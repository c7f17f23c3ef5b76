import { doubleToString } from '../jvm/doubleToString.js';
import type { AccumulatorV2 } from './AccumulatorV2.js';
import { SumAccumulator } from './SumAccumulator.js';

/** Sums and counts numbers. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala `DoubleAccumulator`. */
export class DoubleAccumulator extends SumAccumulator {
  protected fresh(): DoubleAccumulator {
    return new DoubleAccumulator();
  }
  protected isOfMyKind(other: AccumulatorV2<number, number>): other is DoubleAccumulator {
    return other instanceof DoubleAccumulator;
  }
  protected override shownValue(): string {
    return doubleToString(this.value);
  }
}

import { Vector } from '../../jvm/Seq.js';
import { keep, kept } from '../../provenance/records.js';
import { ArrayRecordIterator } from '../../RecordIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** One record for each partition: all that it holds (SC-101). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `glom`. */
    glom(): RDD<readonly T[]>;
  }
}

attach(RDD.prototype, {
  glom(this: RDD<unknown>) {
    const { provenance } = this.context.environment;
    return new MapPartitionsRDD(this, (records) => {
      const array = keep(records, provenance);
      const whole = Vector.from(array);
      if (provenance === undefined) return new ArrayRecordIterator([whole]);
      const origins = provenance.of(array) ?? [];
      provenance.attach(whole, origins);
      return kept(provenance.attach([whole], [provenance.node('glom', origins)]), provenance);
    });
  },
});

import type { Process } from '../ports/Process.js';
import type { RDD } from '../rdd/RDD.js';
import type { Job } from '../scheduler/Job.js';
import type { Duration, Time } from '../time/index.js';
import { DStream } from './DStream.js';
import { StreamJob } from './StreamJob.js';

/**
 * An output operation: what is done with each RDD of `parent`. Every one is a job of its own in every batch in which the parent has an RDD.
 * Model: apache/spark 3.2.1 streaming/.../dstream/ForEachDStream.scala.
 */
export class ForEachDStream<T> extends DStream<void> {
  constructor(
    readonly parent: DStream<T>,
    private readonly body: (rdd: RDD<T>, time: Time) => Process<void>,
  ) {
    super(parent.context, true);
  }
  override get slideDuration(): Duration {
    return this.parent.slideDuration;
  }
  override get dependencies(): readonly DStream<T>[] {
    return [this.parent];
  }
  override compute(): undefined {
    return undefined;
  }
  override generateJob(time: Time): Job | undefined {
    const { body } = this;
    const rdd = this.parent.getOrCompute(time);
    if (rdd === undefined) return undefined;
    const { pending, environment } = rdd.context;
    const { provenance } = environment;
    const run = () => body(rdd, time);
    const followed = provenance === undefined ? run : () => provenance.followed(run) as Process<void>;
    return new StreamJob(time, this.callSite, pending, followed);
  }
}

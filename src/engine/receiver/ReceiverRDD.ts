import { NONE } from '../provenance/Provenance.js';
import { ParallelCollectionRDD } from '../rdd/ParallelCollectionRDD.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { Executor } from '../scheduler/Executor.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import type { Receiver } from './Receiver.js';

/** One partition with one receiver, to be run on one of some executors. */
// biome-ignore lint/suspicious/noExplicitAny: receivers have any element types
export class ReceiverRDD extends ParallelCollectionRDD<Receiver<any>> {
  constructor(
    context: SparkContext,
    // biome-ignore lint/suspicious/noExplicitAny: receivers have any element types
    receiver: Receiver<any>,
    private readonly executors: readonly Executor[],
  ) {
    const receivers = [receiver];
    // A receiver is no record of the program.
    context.environment.provenance?.attach(receivers, [NONE]);
    super(context, [receivers]);
    this.name = `Receiver ${receiver.streamId}`;
  }
  override get kind(): string {
    return 'ParallelCollectionRDD';
  }
  /** A receiver goes as it is. */
  override get shipped(): unknown {
    return undefined;
  }
  override preferredLocations(): readonly TaskLocation[] {
    return this.executors.map(({ hostName, id }) => ({ hostName, executor: id }));
  }
}

import type { Process } from '../../../src/engine/ports/Process.js';
import type { SparkContext } from '../../../src/engine/rdd/index.js';
import type { World } from '../../../src/sim/World.js';
import type { Json } from './values.js';

/** A named piece of code of the recordings (recordings/cluster/README.md, "special"). */
// biome-ignore lint/correctness/useYield: the code of most cases runs jobs
export function* runSpecial(name: string, context: SparkContext, _world: World): Process<Json> {
  switch (name) {
    case 'defaultParallelism':
      return { defaultParallelism: context.defaultParallelism, defaultMinPartitions: Math.min(context.defaultParallelism, 2) };
    default:
      throw new Error(`the code ${name} is not there yet`);
  }
}
